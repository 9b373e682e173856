"""How noisy the machine is: what it counts while a block runs and, where it counts nothing, by how much a sleep oversleeps."""

from dataclasses import dataclass
from math import inf, sqrt
from time import perf_counter, sleep

from pytest_claims.machine import pressure_seconds, stolen_seconds, used_seconds, waited_seconds

#: Sleeps per reading, and their length in real seconds: about ten milliseconds in all.
_SLEEPS = 8
_LENGTH = 0.001
#: How coarsely the use of the CPUs is counted, in CPU seconds: a tick of 10 ms at either end of a block, on each of a few CPUs.
_TICKS = 0.04


def oversleep() -> float:
    """The longest by which one of a few short sleeps was late, in real seconds."""
    worst = 0.0
    for _ in range(_SLEEPS):
        started = perf_counter()
        sleep(_LENGTH)
        worst = max(worst, perf_counter() - started - _LENGTH)
    return worst


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

    def since(self, before: "Noise") -> "Noise":
        """What has been counted since `before`."""

        def less(now: float | None, then: float | None) -> float | None:
            return None if now is None or then is None else max(0.0, now - then)

        return Noise(
            less(self.pressure, before.pressure),
            less(self.used, before.used),
            less(self.stolen, before.stolen),
            less(self.waited, before.waited),
        )

    @property
    def held(self) -> float:
        """The longest that anybody can have been kept from running, in real seconds; infinite where nobody counts.

        Of two CPUs that were in use for x and y seconds, the first with somebody waiting for d of its x, the pressure is at
        least ``d * x / (x + y)``. As x is at least d, d is at most the square root of ``pressure * (x + y)``.
        """
        if self.pressure is None or self.used is None:
            return inf
        return sqrt(self.pressure * (self.used + _TICKS)) + (self.stolen or 0.0)

    def as_figures(self) -> dict[str, float]:
        """What is known, by name."""
        figures = {"pressure": self.pressure, "used": self.used, "stolen": self.stolen, "waited": self.waited}
        return {name: round(value, 6) for name, value in figures.items() if value is not None}


def counted() -> Noise:
    """What the machine has counted up to now."""
    return Noise(pressure_seconds(), used_seconds(), stolen_seconds(), waited_seconds())
