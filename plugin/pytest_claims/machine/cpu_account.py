"""What the threads of this process and of its descendants did: how long each ran, and how long it waited for a CPU.

Linux drops the schedstat of a thread when the thread exits. So the total of a block is known only if no thread and no process
exited during it, except threads of this process that recorded theirs (see `thread_exits`). It is known for a pool that outlives
the block, for an event loop, and for threads that `threading` started.
"""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from pytest_claims.machine.cpu_time import cpu_time_ns
from pytest_claims.machine.process_tree import descendants_of, stat_fields
from pytest_claims.machine.procfs import SchedStat, schedstat

#: No thread ends before it has run for so many nanoseconds: to start one takes several times as long.
_SHORTEST = 10_000
#: For how many nanoseconds a thread still runs after it has recorded its schedstat: 60,000 to 160,000 were measured.
_EXIT_TIME = 400_000
#: How often a process is read again, if it ran while it was read.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class ProcessCpu:
    """The CPU account of a process at one moment, in nanoseconds."""

    #: How long each of its threads waited for a CPU.
    waited: Mapping[int, int]
    #: How long all of its threads ran together, and those of them that have ended.
    ran: int
    ended: int
    #: The page faults of its children that have ended, of which each has some.
    reaped: int


#: This process and its descendants by their ids; empty where the system does not tell.
Processes = Mapping[int, ProcessCpu]


@dataclass(frozen=True, slots=True)
class CpuTimes:
    """What all threads of this process and its descendants did in a block, in seconds."""

    waited: float
    ran: float


def read_processes() -> Processes:
    """This process and its descendants at this moment."""
    found: dict[int, ProcessCpu] = {}
    for pid in chain([os.getpid()], descendants_of(os.getpid())):
        process = _read_process(pid)
        if process is None:
            return {}
        found[pid] = process
    return found


def cpu_between(before: Processes, after: Processes, exited: Mapping[int, SchedStat]) -> CpuTimes | None:
    """What was done between two readings; None where a thread or process exited unrecorded, or the system does not count.

    Args:
        exited: the schedstat of threads of this process that started and exited in between.
    """
    if not before or not after or not before.keys() <= after.keys():
        return None
    waited = ran = 0
    for pid, now in after.items():
        then = before.get(pid, _NOT_STARTED)
        # join() returns before the kernel removes a thread: some may still be listed.
        gone = [did for thread, did in exited.items() if thread not in now.waited] if pid == os.getpid() else []
        unseen = now.ended - then.ended - sum(did.ran for did in gone)
        if not then.waited.keys() <= now.waited.keys() or now.reaped != then.reaped:
            return None
        if unseen > _SHORTEST + _EXIT_TIME * len(gone):
            return None
        waited += sum(now.waited.values()) - sum(then.waited.values()) + sum(did.waited for did in gone)
        ran += now.ran - then.ran
    return CpuTimes(waited / 1e9, ran / 1e9)


_NOT_STARTED = ProcessCpu({}, 0, 0, 0)


def _read_process(pid: int) -> ProcessCpu | None:
    """One process at one moment; None where it is gone, runs each time it is read, or the system does not count."""
    with suppress(OSError, ValueError, IndexError, AttributeError):
        for _ in range(_TRIES):
            # To ask for its own time brings the account of the thread that asks up to the moment.
            ran, own = cpu_time_ns(pid), time.thread_time_ns()
            threads = {int(name): schedstat(f"{pid}/task/{name}") for name in os.listdir(f"/proc/{pid}/task")}
            known = {thread: did for thread, did in threads.items() if did is not None}
            if len(known) < len(threads):
                continue
            reaped = int(stat_fields(pid)[8])
            alive = sum(did.ran for did in known.values())
            asking = time.thread_time_ns() - own if pid == os.getpid() else 0
            if cpu_time_ns(pid) - ran - asking < _SHORTEST:
                return ProcessCpu({thread: did.waited for thread, did in known.items()}, ran, ran - alive, reaped)
    return None
