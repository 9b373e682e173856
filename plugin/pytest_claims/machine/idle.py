"""Whether processes wait, or still compute: a program that is slow uses the CPUs, and one that is stuck does not."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from pytest_claims.machine.originals import perf_counter
from pytest_claims.machine.process_tree import stat_fields
from pytest_claims.machine.procfs import schedstat

#: States of a thread that waits for an event (proc_pid_stat(5)), not for a CPU or a disk.
WAITS = frozenset("SIZXTt")
#: Threads that look for something now and then use a little of the CPUs: up to this share of the time between two looks.
LITTLE = 0.1


@dataclass(frozen=True, slots=True)
class Activity:
    """What all threads of some processes have done up to a moment."""

    at: float
    #: CPU seconds, and seconds in which they waited for a CPU.
    computed: float
    waited: float
    #: Whether one of them runs, or would if it had a CPU.
    busy: bool

    def is_idle_since(self, before: "Activity") -> bool:
        """Whether they have waited all the time, and wait now."""
        return not self.busy and self.computed - before.computed <= LITTLE * (self.at - before.at)


def activity(processes: Iterable[int]) -> Activity | None:
    """What the threads of `processes` do; None where the system does not tell."""
    computed, waited, busy, known = 0, 0, False, False
    for thread in _threads_of(processes):
        did = schedstat(thread)
        # One that has ended meanwhile has no state.
        with suppress(OSError, IndexError):
            if did is not None:
                busy = busy or stat_fields(thread)[0] not in WAITS
                computed, waited, known = computed + did.ran, waited + did.waited, True
    return Activity(perf_counter(), computed / 1e9, waited / 1e9, busy) if known else None


def _threads_of(processes: Iterable[int]) -> Iterator[str]:
    """What ``/proc`` calls each thread: ``12/task/13``."""
    for process in processes:
        with suppress(OSError):
            yield from [f"{process}/task/{thread}" for thread in os.listdir(f"/proc/{process}/task")]
