"""How noisy the machine is: what the system counts while a block runs, and by how much a short sleep oversleeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, sqrt

from pytest_claims.machine.cpu_account import Processes, cpu_between, read_processes
from pytest_claims.machine.originals import perf_counter, sleep
from pytest_claims.machine.procfs import (
    SchedStat,
    offered_seconds,
    pressure_seconds,
    stolen_seconds,
    used_seconds,
    waited_seconds,
)
from pytest_claims.machine.thread_exits import ThreadExits, wait_for_exiting_threads

#: Sleeps per reading, and their length in real seconds: about ten milliseconds in all.
_SLEEPS = 8
_LENGTH = 0.001
#: How coarsely the use of the CPUs is counted, in CPU seconds: a tick of 10 ms at either end of a block, on each of a few CPUs.
_TICKS = 0.04
#: What else takes a CPU away, of the time that a thread has it: a neighbour that shares its core or its caches makes it half as
#: fast at the worst.
_SLOWED = 0.5


@dataclass(frozen=True, slots=True)
class Oversleep:
    """The worst oversleep of eight sleeps of 1 ms, in real seconds: in total, and without the time spent waiting for a CPU."""

    total: float = 0.0
    unexplained: float = 0.0

    def at_least_half_of(self, earlier: "Oversleep") -> "Oversleep":
        """The larger one of this and half of an `earlier` one: what happened once may happen again."""
        return Oversleep(max(self.total, earlier.total / 2), max(self.unexplained, earlier.unexplained / 2))


def measure_oversleep() -> Oversleep:
    """Sleep eight times for 1 ms, and measure how late that ends."""
    late = [_late() for _ in range(_SLEEPS)]
    return Oversleep(max(whole for whole, _ in late), max(whole - waited for whole, waited in late))


def _late() -> tuple[float, float]:
    waited, started = waited_seconds(), perf_counter()
    sleep(_LENGTH)
    late, now = max(0.0, perf_counter() - started - _LENGTH), waited_seconds()
    return late, 0.0 if waited is None or now is None else min(late, now - waited)


@dataclass(frozen=True, slots=True)
class Noise:
    """What the machine counted: up to a moment, or from one moment to another. None is what it does not count."""

    #: Seconds in which somebody waited for a CPU, averaged over the CPUs by the time that each was in use.
    pressure: float | None
    #: CPU seconds in which the CPUs were in use.
    used: float | None
    #: CPU seconds that the hypervisor gave to others.
    stolen: float | None
    #: Seconds that the thread which asks waited for a CPU.
    waited: float | None
    #: CPU seconds that all CPUs together had to give.
    offered: float | None = None

    def since(self, before: "Noise") -> "Noise":
        """What has been counted since `before`."""

        def less(now: float | None, then: float | None) -> float | None:
            return None if now is None or then is None else max(0.0, now - then)

        return Noise(
            less(self.pressure, before.pressure),
            less(self.used, before.used),
            less(self.stolen, before.stolen),
            less(self.waited, before.waited),
            less(self.offered, before.offered),
        )

    @property
    def wait_bound(self) -> float:
        """The most real seconds for which any thread can have waited for a CPU; infinite where the system does not count.

        Of two CPUs that were in use for x and y seconds, the first with somebody waiting for d of its x, the pressure is at
        least ``d * x / (x + y)``. As x is at least d, d is at most the square root of ``pressure * (x + y)``.
        """
        if self.pressure is None or self.used is None:
            return inf
        used = self.used + _TICKS
        return sqrt(self.pressure * (used if self.offered is None else min(used, self.offered))) + (self.stolen or 0.0)

    def as_figures(self) -> dict[str, float]:
        """What is known, by name."""
        figures = {
            "pressure": self.pressure,
            "used": self.used,
            "stolen": self.stolen,
            "waited": self.waited,
            "offered": self.offered,
        }
        return {name: round(value, 6) for name, value in figures.items() if value is not None}


def counted() -> Noise:
    """What the machine has counted up to now."""
    return Noise(pressure_seconds(), used_seconds(), stolen_seconds(), waited_seconds(), offered_seconds())


class Machine:
    """What the judge reads from the machine. Tests replace it by one with given numbers."""

    def now(self) -> float:
        """Real seconds since some moment."""
        return perf_counter()

    def counted(self) -> Noise:
        """What has been counted up to now."""
        return counted()

    def snapshot(self) -> "Snapshot":
        """What has been counted, and what this process and its descendants have done, up to now."""
        return snapshot()

    def oversleep(self) -> Oversleep:
        """The oversleep at this moment."""
        return measure_oversleep()


#: The one that this process runs on.
THIS_MACHINE = Machine()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the machine has counted, and the CPU account of this process and its descendants, at one moment."""

    noise: Noise
    processes: Processes


def snapshot() -> Snapshot:
    """What the machine has counted, and what this process and its descendants have done, up to now."""
    return Snapshot(counted(), read_processes())


class Watch:
    """Reads the counters of the machine and of this process before and after a block."""

    def __init__(self, machine: Machine = THIS_MACHINE) -> None:
        wait_for_exiting_threads()
        self._machine = machine
        self._exits, self._before = ThreadExits(), machine.snapshot()
        # Where the system does not count what threads do there is nothing to record.
        if self._before.processes:
            self._exits.start()

    def stop(self) -> None:
        """The block has ended."""
        self._exits.stop()

    def wait_bound(self) -> float:
        """The most real seconds by which waiting for a CPU can have made the block longer; infinite where nobody counts."""
        return wait_bound_between(self._before, self._machine.snapshot(), self._exits.exited)

    def wait_bound_since(self, earlier: Noise) -> float:
        """The same for the time from `earlier` until the block began."""
        return self._before.noise.since(earlier).wait_bound


def wait_bound_between(before: Snapshot, after: Snapshot, exited: Mapping[int, SchedStat]) -> float:
    """The most real seconds by which waiting for a CPU can have delayed this process; infinite where nobody counts.

    It is at most what all threads of this process and its descendants waited together, whatever went on elsewhere.

    Args:
        exited: the schedstat of threads of this process that started and exited in between.
    """
    noise, ours = after.noise.since(before.noise), cpu_between(before.processes, after.processes, exited)
    if ours is None:
        return noise.wait_bound
    return min(noise.wait_bound, ours.waited + _SLOWED * ours.ran + (noise.stolen or 0.0))
