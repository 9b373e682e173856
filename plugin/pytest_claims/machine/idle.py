"""Whether processes wait, or still compute: a program that is slow uses the CPUs, and one that is stuck does not."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter

from pytest_claims.machine.procfs import schedstat

#: States of a thread that waits for an event (proc_pid_stat(5)), not for a CPU or a disk.
_WAITS = frozenset("SIZXTt")
#: Threads that look for something now and then use a little of the CPUs: up to this share of the time between two looks.
LITTLE = 0.1


@dataclass(frozen=True, slots=True)
class Activity:
    """What all threads of some processes have done up to a moment."""

    at: float
    #: CPU seconds.
    computed: float
    #: Whether one of them runs, or would if it had a CPU.
    busy: bool

    def is_idle_since(self, before: "Activity") -> bool:
        """Whether they have waited all the time, and wait now."""
        return not self.busy and self.computed - before.computed <= LITTLE * (self.at - before.at)


def activity(processes: Iterable[int]) -> Activity | None:
    """What the threads of `processes` do; None where the system does not tell."""
    computed, busy, known = 0, False, False
    for process in processes:
        with suppress(OSError):
            for thread in os.listdir(f"/proc/{process}/task"):
                did, state = schedstat(f"{process}/task/{thread}"), _state(process, thread)
                if did is not None and state:
                    computed, busy, known = computed + did.ran, busy or state not in _WAITS, True
    return Activity(perf_counter(), computed / 1e9, busy) if known else None


def _state(process: int, thread: str) -> str:
    with suppress(OSError), open(f"/proc/{process}/task/{thread}/stat", encoding="utf-8", errors="replace") as file:
        # "pid (name) state …": the name may hold spaces and parentheses, so read on from the last one.
        return file.read().rpartition(")")[2].split()[0]
    return ""
