"""What the threads of this process and of its descendants did: how long each ran, and how long it waited for a CPU.

Linux keeps that account for each thread, and drops it when the thread ends. So what the family did in a block is known only if
no thread and no process of it ended meanwhile, but for threads of this process that noted what they had done. Of a pool that
outlives the block it is known, of an event loop, and of threads that `threading` started.
"""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from pytest_claims.machine.process_tree import below, stat_fields
from pytest_claims.machine.procfs import Schedule, schedule

#: No thread ends before it has run for so many nanoseconds: to start one takes several times as long.
_SHORTEST = 10_000
#: For how many nanoseconds a thread runs on when it has noted what it did: 60,000 to 160,000 were read, the note included.
_PUTTING_AWAY = 400_000
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


def account(before: Family, after: Family, noted: Mapping[int, Schedule]) -> Account | None:
    """What the family did from one moment to another; None where something of it ended unseen, or nobody counts.

    Args:
        noted: the threads of this process that began and ended in between, and what they had done.
    """
    if not before or not after or not before.keys() <= after.keys():
        return None
    waited = ran = 0
    for pid, now in after.items():
        then = before.get(pid, _UNBORN)
        # Joined is not yet gone: some of them may still be in the list of those that live.
        gone = [did for thread, did in noted.items() if thread not in now.waited] if pid == os.getpid() else []
        unseen = now.ended - then.ended - sum(did.ran for did in gone)
        if not then.waited.keys() <= now.waited.keys() or now.reaped != then.reaped:
            return None
        if unseen > _SHORTEST + _PUTTING_AWAY * len(gone):
            return None
        waited += sum(now.waited.values()) - sum(then.waited.values()) + sum(did.waited for did in gone)
        ran += now.ran - then.ran
    return Account(waited / 1e9, ran / 1e9)


_UNBORN = Process({}, 0, 0, 0)


def _look(pid: int) -> Process | None:
    """One process at one moment; None where it is gone, is never still, or nobody counts."""
    with suppress(OSError, ValueError, IndexError, AttributeError):
        for _ in range(_TRIES):
            # To ask for its own time brings the account of the thread that asks up to the moment.
            ran, own = _ran(pid), time.thread_time_ns()
            threads = {int(name): schedule(f"{pid}/task/{name}") for name in os.listdir(f"/proc/{pid}/task")}
            known = {thread: did for thread, did in threads.items() if did is not None}
            if len(known) < len(threads):
                continue
            reaped = int(stat_fields(pid)[8])
            alive = sum(did.ran for did in known.values())
            asking = time.thread_time_ns() - own if pid == os.getpid() else 0
            if _ran(pid) - ran - asking < _SHORTEST:
                return Process({thread: did.waited for thread, did in known.items()}, ran, ran - alive, reaped)
    return None


def _ran(pid: int) -> int:
    if pid == os.getpid():
        return time.process_time_ns()
    # The clock of another process's CPU time: this is how clock_getcpuclockid(3) makes its number.
    return time.clock_gettime_ns((~pid << 3) | 2)
