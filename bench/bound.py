"""The shortest time in which a suite can run, given its tests. A pure function on what a run observed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timed:
    """One test: real seconds without the wait for its place, CPU seconds, and whether nothing may run beside it."""

    seconds: float
    cpu: float
    alone: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What the lower bound is made of, in real seconds but for `shared_cpu`."""

    #: Until the first test began.
    start: float
    #: The tests that run alone, one after another.
    exclusive: float
    #: The longest of the others, all of them, and their CPU seconds.
    longest: float
    shared: float
    shared_cpu: float
    workers: int
    cores: int

    @property
    def bound(self) -> float:
        """No order of the tests takes less than this many real seconds."""
        return self.start + self.exclusive + max(self.longest, self.shared / self.workers, self.shared_cpu / self.cores)


def parts(start: float, tests: Sequence[Timed], workers: int, cores: int) -> Parts:
    """The parts of the bound for `tests`, of which the first began `start` seconds after the launch."""
    shared = [test for test in tests if not test.alone]
    return Parts(
        start=start,
        exclusive=sum(test.seconds for test in tests if test.alone),
        longest=max((test.seconds for test in shared), default=0.0),
        shared=sum(test.seconds for test in shared),
        shared_cpu=sum(test.cpu for test in shared),
        workers=workers,
        cores=cores,
    )
