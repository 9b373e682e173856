"""A heartbeat: a thread or a task that notes the time every millisecond, and the longest silence between two of these beats."""

import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import inf

from pytest_claims.machine.originals import perf_counter
from pytest_claims.machine.procfs import SchedStat, schedstat

#: Real seconds between two beats.
PERIOD = 0.001
#: Of the times that a thread waited for a CPU in one silence, the first and the last may be why it was so long. In between it
#: got a CPU and could not beat, so somebody else kept it from that. Each of the two counts as twice as long as the average.
ENDS = 4


@dataclass(frozen=True, slots=True)
class Silence:
    """The time between two beats, in real seconds."""

    length: float
    #: What the beating thread may have waited for a CPU in it, which nobody of this process can help.
    waited: float

    @property
    def certain(self) -> float:
        """What is left of it without that."""
        return max(0.0, self.length - self.waited)


@dataclass(frozen=True, slots=True)
class Beat:
    """A beat."""

    at: float
    #: What the system counted for the beating thread, None where it does not: nanoseconds, and how often it got a CPU.
    waited: int | None
    slices: int
    #: CPU seconds of the process.
    cpu: float


class Heartbeat:
    """Keeps the longest silence between the beats of one thread while a block runs.

    Args:
        late: by how much a wake-up may be late, in real seconds, where the system does not count what a thread waits for a CPU.
        is_ours: whether the block runs in the thread that beats, as in an event loop: all its waits are the block's.
    """

    def __init__(self, late: float = 0.0, *, in_block_thread: bool = False) -> None:
        self.longest = self.longest_certain = Silence(0.0, 0.0)
        #: The thread that beats, for the system.
        self.thread = 0
        self._late, self._in_block_thread = late, in_block_thread
        self._last: Beat | None = None
        #: When the block began and ended.
        self._block = inf
        self._until: float | None = None
        self._file: int | None = None

    def start(self) -> None:
        """To be called by the thread that beats, before its first beat."""
        self.thread = threading.get_native_id()
        with suppress(OSError):
            self._file = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        self._last = self._now()

    def begin_block(self) -> float:
        """The block begins: silences count from now on. To be called by any thread, as the next."""
        self._block = perf_counter()
        return self._block

    def end_block(self) -> float:
        """The block has ended, and the next beat is the last."""
        self._until = perf_counter()
        return self._until

    def beat(self) -> bool:
        """Note the time; whether to go on."""
        assert self._last is not None
        until, now = self._until, self._now()
        silence = self._silence(self._last, now, now.at if until is None else until)
        self.longest = max(self.longest, silence, key=lambda one: one.length)
        self.longest_certain = max(self.longest_certain, silence, key=lambda one: one.certain)
        self._last = now
        if until is not None and self._file is not None:
            os.close(self._file)
            self._file = None
        return until is None

    def _now(self) -> Beat:
        waited, slices = None, 0
        with suppress(OSError, ValueError, IndexError):
            if self._file is not None:
                # nanoseconds on a CPU, nanoseconds waiting for one, time slices
                _, waited, slices = map(int, os.pread(self._file, 100, 0).split())
        return Beat(perf_counter(), waited, slices, time.process_time())

    def _silence(self, before: Beat, now: Beat, end: float) -> Silence:
        length = max(0.0, min(now.at, end) - max(before.at, self._block))
        if before.waited is None or now.waited is None:
            # Nobody counts. What the process computed meanwhile it was not kept from; nor is it more late than wake-ups here.
            return Silence(length, min(2 * self._late, max(0.0, length - (now.cpu - before.cpu))))
        waited = (now.waited - before.waited) / 1e9
        return Silence(
            length, waited if self._in_block_thread else waited * min(1.0, ENDS / max(1, now.slices - before.slices))
        )


def wait_of_other_threads(before: Mapping[int, SchedStat], exited: Mapping[int, SchedStat], but: int) -> float:
    """What the threads of this process but one have waited for a CPU, in real seconds; 0 where nobody counts.

    Args:
        before: what `thread_schedstats` said when it began.
        exited: the schedstat of threads that started and exited meanwhile.
        but: the thread that does not count.
    """
    now = {**exited, **thread_schedstats()}
    none = SchedStat(0, 0)
    return sum(did.waited - before.get(thread, none).waited for thread, did in now.items() if thread != but) / 1e9


def thread_schedstats() -> dict[int, SchedStat]:
    """What each thread of this process has done up to now, by its native id; empty where nobody counts."""
    found = {}
    with suppress(OSError):
        for name in os.listdir("/proc/self/task"):
            did = schedstat(f"self/task/{name}")
            if did is not None:
                found[int(name)] = did
    return found
