"""What the threads of this process and of its descendants did: how long each ran, and how long it waited for a CPU.

Linux keeps that account for each thread, and drops it when the thread ends. So what the family did in a block is known only if
no thread and no process of it ended meanwhile. Of a pool that outlives the block, and of an event loop, it is.
"""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from pytest_claims.children import below, stat_fields

#: No thread ends before it has run for so many nanoseconds: to start one takes several times as long.
_SHORTEST = 10_000
#: How often a process is looked at that does not keep still meanwhile.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Process:
    """What a process has done up to a moment, in nanoseconds."""

    #: How long each of its threads waited for a CPU.
    waited: Mapping[int, int]
    #: How long all of its threads ran together, and those of them that have ended.
    ran: int
    ended: int
    #: The page faults of its children that have ended, of which each has some.
    reaped: int


#: The processes of the family by their ids; empty where the system does not tell.
Family = Mapping[int, Process]


@dataclass(frozen=True, slots=True)
class Account:
    """What the family did in a block, in seconds: all its threads together."""

    waited: float
    ran: float


def family() -> Family:
    """This process and its descendants at this moment."""
    found: dict[int, Process] = {}
    for pid in chain([os.getpid()], below(os.getpid())):
        process = _look(pid)
        if process is None:
            return {}
        found[pid] = process
    return found


def account(before: Family, after: Family) -> Account | None:
    """What the family did from one moment to another; None where something of it ended, or nobody counts."""
    if not before or not after or not before.keys() <= after.keys():
        return None
    waited = ran = 0
    for pid, now in after.items():
        then = before.get(pid, _UNBORN)
        if not then.waited.keys() <= now.waited.keys() or now.ended - then.ended > _SHORTEST or now.reaped != then.reaped:
            return None
        waited += sum(now.waited.values()) - sum(then.waited.values())
        ran += now.ran - then.ran
    return Account(waited / 1e9, ran / 1e9)


_UNBORN = Process({}, 0, 0, 0)


def _look(pid: int) -> Process | None:
    """One process at one moment; None where it is gone, is never still, or nobody counts."""
    with suppress(OSError, ValueError, IndexError, AttributeError):
        for _ in range(_TRIES):
            # To ask for its own time brings the account of the thread that asks up to the moment.
            ran, own = _ran(pid), time.thread_time_ns()
            threads = {int(name): _schedule(pid, name) for name in os.listdir(f"/proc/{pid}/task")}
            reaped = int(stat_fields(pid)[8])
            alive = sum(on_cpu for on_cpu, _ in threads.values())
            asking = time.thread_time_ns() - own if pid == os.getpid() else 0
            if _ran(pid) - ran - asking < _SHORTEST:
                return Process({tid: waiting for tid, (_, waiting) in threads.items()}, ran, ran - alive, reaped)
    return None


def _ran(pid: int) -> int:
    if pid == os.getpid():
        return time.process_time_ns()
    # The clock of another process's CPU time: this is how clock_getcpuclockid(3) makes its number.
    return time.clock_gettime_ns((~pid << 3) | 2)


def _schedule(pid: int, tid: str) -> tuple[int, int]:
    # nanoseconds on a CPU, nanoseconds waiting for one, time slices
    with open(f"/proc/{pid}/task/{tid}/schedstat", encoding="ascii") as file:
        on_cpu, waiting, _ = file.read().split()
    return int(on_cpu), int(waiting)
