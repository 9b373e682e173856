"""What the threads of this process had done when they ended: the system forgets it at that moment."""

import os
import sys
import threading
import time
from types import FrameType
from typing import Any

from pytest_claims.machine.procfs import Schedule, schedule

#: Threads that have noted their end and may not be gone yet: a join returns before the system has put the thread away.
_leaving: set[int] = set()
#: For how many real seconds they are waited for, and how many lie between two looks. What is left for them to do takes a tenth
#: of a millisecond, but on a busy machine they have to wait for a CPU first.
PATIENCE, POLL = 0.05, 0.0001


class Endings:
    """Between `start` and `stop`, has each thread that `threading` starts note what it did, at its end.

    A thread's own storage is cleared last of all, in the thread itself and before a join returns. Something is laid there at
    the first event that a profiler of the thread would see; after that it has no profiler. Where somebody else has one nothing
    is noted, and nothing where objects outlive their last reference, as on PyPy.
    """

    def __init__(self) -> None:
        #: What those did that have ended, by their native ids.
        self.noted: dict[int, Schedule] = {}
        self._storage = threading.local()

    def start(self) -> None:
        """Have threads that begin from now on note their ends."""
        if threading.getprofile() is None:
            threading.setprofile(self._begin)

    def stop(self) -> None:
        """Leave threads that begin from now on alone."""
        if threading.getprofile() == self._begin:
            threading.setprofile(None)

    def _begin(self, _frame: FrameType, _event: str, _argument: Any) -> None:
        sys.setprofile(None)
        self._storage.end = _End(self.noted)


def let_go() -> None:
    """Wait until threads that have noted their end are gone.

    One that went during the next block would take its account along: nobody would know any more what was done there.
    """
    deadline = time.perf_counter() + PATIENCE
    # A copy, since a thread that ends meanwhile adds itself.
    for thread in tuple(_leaving):
        while os.path.exists(f"/proc/self/task/{thread}") and time.perf_counter() < deadline:
            time.sleep(POLL)
        _leaving.discard(thread)


class _End:
    """Whose end is that of the thread in whose storage it is."""

    def __init__(self, noted: dict[int, Schedule]) -> None:
        self._noted, self._thread = noted, threading.get_native_id()

    def __del__(self) -> None:
        if threading.get_native_id() == self._thread:
            time.thread_time_ns()  # To ask for its own time brings the account up to the moment.
            did = schedule()
            if did is not None:
                self._noted[self._thread] = did
                _leaving.add(self._thread)
