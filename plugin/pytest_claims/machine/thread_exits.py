"""The schedstat of each thread of this process at its exit: Linux drops it at that moment."""

import os
import sys
import threading
import time
from types import FrameType
from typing import Any

from pytest_claims.machine.originals import perf_counter, sleep
from pytest_claims.machine.procfs import SchedStat, schedstat

#: Native ids of threads that recorded their schedstat at exit but may still be listed in /proc/self/task: join() returns before
#: the kernel removes them.
_exiting: set[int] = set()
#: For how many real seconds they are waited for, and how many lie between two checks. What is left for them to do takes a
#: tenth of a millisecond, but on a busy machine they have to wait for a CPU first.
PATIENCE, POLL = 0.05, 0.0001


class ThreadExits:
    """Between `start` and `stop`, each thread that `threading` starts records its schedstat when it exits.

    An object in the thread's `threading.local` storage does it in its ``__del__``: that storage is cleared last of all, in the
    thread itself and before join() returns. A profile function puts the object there at the first event of the thread, and
    then removes itself. Nothing is recorded where another profile function is set, nor where objects outlive their last
    reference, as on PyPy.
    """

    def __init__(self) -> None:
        #: The schedstat of the threads that have exited, by their native ids.
        self.exited: dict[int, SchedStat] = {}
        self._storage = threading.local()

    def start(self) -> None:
        """Record the exits of threads that start from now on."""
        if threading.getprofile() is None:
            threading.setprofile(self._begin)

    def stop(self) -> None:
        """Record nothing of threads that start from now on."""
        if threading.getprofile() == self._begin:
            threading.setprofile(None)

    def _begin(self, _frame: FrameType, _event: str, _argument: Any) -> None:
        sys.setprofile(None)
        self._storage.end = _AtExit(self.exited)


def wait_for_exiting_threads() -> None:
    """Wait until the kernel has removed the threads whose exit was recorded.

    If one were removed during the next block, the total of that block would not be known.
    """
    deadline = perf_counter() + PATIENCE
    # A copy, since a thread that ends meanwhile adds itself.
    for thread in tuple(_exiting):
        while os.path.exists(f"/proc/self/task/{thread}") and perf_counter() < deadline:
            sleep(POLL)
        _exiting.discard(thread)


class _AtExit:
    """An object in the storage of a thread: it is deleted when the thread exits."""

    def __init__(self, exited: dict[int, SchedStat]) -> None:
        self._exited, self._thread = exited, threading.get_native_id()

    def __del__(self) -> None:
        if threading.get_native_id() == self._thread:
            time.thread_time_ns()  # A thread that reads its CPU time makes the kernel update its schedstat.
            did = schedstat()
            if did is not None:
                self._exited[self._thread] = did
                _exiting.add(self._thread)
