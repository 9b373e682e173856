"""How noisy the machine is: what it counts while a block runs and, where it counts nothing, by how much a sleep oversleeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, sqrt
from time import perf_counter, sleep

from pytest_claims.machine.cpu_account import Family, account, family
from pytest_claims.machine.procfs import (
    Schedule,
    offered_seconds,
    pressure_seconds,
    stolen_seconds,
    used_seconds,
    waited_seconds,
)
from pytest_claims.machine.thread_exits import Endings, let_go

#: Sleeps per reading, and their length in real seconds: about ten milliseconds in all.
_SLEEPS = 8
_LENGTH = 0.001
#: How coarsely the use of the CPUs is counted, in CPU seconds: a tick of 10 ms at either end of a block, on each of a few CPUs.
_TICKS = 0.04
#: What else takes a CPU away, of the time that a thread has it: a neighbour that shares its core or its caches makes it half as
#: fast at the worst.
_SLOWED = 0.5


@dataclass(frozen=True, slots=True)
class Lateness:
    """The longest by which one of a few short sleeps was late, in real seconds: in all, and what no wait for a CPU explains."""

    whole: float = 0.0
    unexplained: float = 0.0

    def or_half_of(self, earlier: "Lateness") -> "Lateness":
        """This, and no less than half of what was seen `earlier`: what was seen once may come again."""
        return Lateness(max(self.whole, earlier.whole / 2), max(self.unexplained, earlier.unexplained / 2))


def oversleep() -> Lateness:
    """Sleep a few times for a moment, and see how late that ends."""
    late = [_late() for _ in range(_SLEEPS)]
    return Lateness(max(whole for whole, _ in late), max(whole - waited for whole, waited in late))


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
    def held(self) -> float:
        """The longest that anybody can have been kept from running, in real seconds; infinite where nobody counts.

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
    """What the judge asks of the machine. Tests have one that is made of numbers."""

    def now(self) -> float:
        """Real seconds since some moment."""
        return perf_counter()

    def counted(self) -> Noise:
        """What has been counted up to now."""
        return counted()

    def look(self) -> "Look":
        """What has been counted, and what this process and its descendants have done, up to now."""
        return look()

    def wake_up_delay(self) -> Lateness:
        """How late a short sleep ends at this moment."""
        return oversleep()


#: The one that this process runs on.
THIS_MACHINE = Machine()


@dataclass(frozen=True, slots=True)
class Look:
    """A look at the machine and at what of it is ours."""

    noise: Noise
    family: Family


def look() -> Look:
    """What the machine has counted, and what this process and its descendants have done, up to now."""
    return Look(counted(), family())


class Watch:
    """Watches this process and the machine while a block runs."""

    def __init__(self, machine: Machine = THIS_MACHINE) -> None:
        let_go()
        self._machine = machine
        self._endings, self._before = Endings(), machine.look()
        # Where nobody counts what threads do they have nothing to note.
        if self._before.family:
            self._endings.start()

    def stop(self) -> None:
        """The block has ended."""
        self._endings.stop()

    def held(self) -> float:
        """The longest that waiting for a CPU can have stretched the block, in real seconds; infinite where nobody counts."""
        return held_between(self._before, self._machine.look(), self._endings.noted)

    def held_since(self, earlier: Noise) -> float:
        """The longest that waiting for a CPU can have held up what went on from `earlier` until the block began."""
        return self._before.noise.since(earlier).held


def held_between(before: Look, after: Look, noted: Mapping[int, Schedule]) -> float:
    """The longest that waiting for a CPU can have stretched what this process did, in real seconds.

    Nothing of ours can have waited for longer than all of its threads together, whatever went on elsewhere.
    Infinite where nobody counts.

    Args:
        noted: what threads of this process had done that began and ended in between.
    """
    noise, ours = after.noise.since(before.noise), account(before.family, after.family, noted)
    if ours is None:
        return noise.held
    return min(noise.held, ours.waited + _SLOWED * ours.ran + (noise.stolen or 0.0))
