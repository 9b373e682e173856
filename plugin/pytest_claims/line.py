"""The line through the samples of a program: elapsed time over the unit, and how far it may be off. Pure functions on samples.

A program that sleeps n claim seconds at a unit of u real seconds takes ``overhead + n * u``. The sentence is about n. Start-up,
pickling and scheduling are in the overhead and do not grow with the unit, so the slope between units reads n without them.

Noise only ever adds to a run. So the shortest run at a unit is the truest, and the line goes through the shortest: its slope
is the median of the slopes between any two of them (Theil and Sen). How far that may be off has two witnesses, of which the one
that allows less is believed: what the machine counted of waiting for a CPU, and how the samples lie about the line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf
from statistics import median

#: Timers tick: epoll, and with it asyncio, counts whole milliseconds. In real seconds.
TICK = 0.001
#: By how much start-up differs from one run to the next, relative to itself. Idle, pools of spawned workers repeat within 5 % …
START_UP_JITTER = 0.05
#: … and while others come and go on the same CPUs, start-up takes from half as long to twice as long as at another time.
START_UP_UNDER_LOAD = 0.5
#: Two units this near to each other make a line that noise can turn at will.
STEEP_ENOUGH = 1.3
#: So many samples show by their scatter how noisy they are, if the longest run is among those that were repeated; with fewer, a
#: line fits them by chance.
ENOUGH_TO_SCATTER = 4
#: How far the line may be off, in median distances of the samples from it. The standard deviation of normal noise is 1.5 of
#: them; twice that, and twice again because the median of four or five distances is itself a rough figure.
SPREAD = 6.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: real seconds per claim second, and the real seconds that it took."""

    unit: float
    elapsed: float
    #: By how many real seconds waiting for a CPU may have stretched the run, at most; infinite where nobody counts.
    held: float = inf


@dataclass(frozen=True, slots=True)
class Line:
    """Elapsed time over the unit, between the smallest and the largest unit that count."""

    #: Claim seconds.
    slope: float
    #: What a run takes beside its sleeps, in real seconds.
    overhead: float
    base: float
    top: float
    #: By how many real seconds any line may be off at its ends, however quiet the machine …
    floor: float
    #: … by how many more this one, going by what the machine counted; infinite where it counts nothing …
    told: float
    #: … and going by how the samples lie about the line; infinite where they are too few to show it.
    seen: float
    #: By how many real seconds its first run was held up all the same, going by the last two.
    misfit: float

    @property
    def noise(self) -> float:
        """By how many real seconds the line may be off at its ends."""
        return self.floor + max(self.misfit, min(self.told, self.seen))

    @property
    def error(self) -> float:
        """By how many claim seconds the slope may be off."""
        return self.noise / (self.top - self.base)


def fit(samples: Sequence[Sample], claimed: float, jitter: float) -> Line:
    """The line through `samples`, which are of two units or more.

    Args:
        claimed: the slope that is expected, in claim seconds.
        jitter: how late a wake-up may be on this machine, in real seconds.
    """
    bases = _bases(shortest(samples), claimed, jitter)
    lines = [_line_from(base, misfit, samples, jitter) for base, misfit in bases.items()]
    # The longer a line, the finer it reads, and the less its first point fits the others, the more coarsely.
    return min(lines, key=lambda line: line.error)


def _line_from(base: float, misfit: float, samples: Sequence[Sample], jitter: float) -> Line:
    used = [sample for sample in samples if sample.unit >= base]
    points = shortest(used)
    top = max(points)
    pairs = [(a, b) for a, b in combinations(points, 2) if b >= STEEP_ENOUGH * a] or [(base, top)]
    slope = median((points[b] - points[a]) / (b - a) for a, b in pairs)
    overhead = median(elapsed - slope * unit for unit, elapsed in points.items())
    told = max(waits([sample for sample in used if sample.unit == end], jitter) for end in (base, top))
    seen = max(_scatter(used, slope), START_UP_UNDER_LOAD * overhead)
    return Line(slope, overhead, base, top, floor(jitter, overhead), told, seen, misfit)


def shortest(samples: Sequence[Sample]) -> dict[float, float]:
    """The shortest run at each unit, by rising unit."""
    points: dict[float, float] = {}
    for sample in sorted(samples, key=lambda sample: sample.unit):
        points[sample.unit] = min(sample.elapsed, points.get(sample.unit, inf))
    return points


def floor(jitter: float, overhead: float) -> float:
    """What any run may be off, however quiet the machine, in real seconds."""
    return max(jitter, TICK) + START_UP_JITTER * max(0.0, overhead)


def waits(samples: Sequence[Sample], jitter: float) -> float:
    """By how many real seconds waiting for a CPU may have stretched the shortest of `samples`, all made at one unit.

    Without its waits a run was not shorter than its length less what they came to, and all runs tell of the same length.
    """
    least = max(sample.elapsed - sample.held for sample in samples)
    if least == -inf:
        # Nobody counts the waits here. There are none to speak of as long as wake-ups are in time.
        return 0.0 if jitter <= TICK else inf
    return max(0.0, min(sample.elapsed for sample in samples) - least)


def _bases(points: dict[float, float], claimed: float, jitter: float) -> dict[float, float]:
    """The units that the line may begin at, and by how many real seconds each was held up, going by the line of the last two.

    A run below that line was made where workers that start one after the other bend it, and will do only if the sleeps outweigh
    the start-up.
    """
    *smaller, top = points
    others = [unit for unit in smaller if unit <= top / STEEP_ENOUGH] or smaller[-1:]
    slope = (points[top] - points[others[-1]]) / (top - others[-1])
    overhead = points[top] - slope * top
    allowed = floor(jitter, overhead)
    above = {unit: points[unit] - overhead - slope * unit for unit in others}
    return {
        unit: max(0.0, more - allowed)
        for unit, more in above.items()
        if more >= -allowed or max(slope, claimed) * unit >= overhead
    }


def _scatter(used: Sequence[Sample], slope: float) -> float:
    """By how many real seconds the line may be off, going by how the samples lie about it."""
    top = max(sample.unit for sample in used)
    if len(used) < ENOUGH_TO_SCATTER or sum(sample.unit == top for sample in used) == 1:
        return inf
    excess = [sample.elapsed - slope * sample.unit for sample in used]
    middle = median(excess)
    return SPREAD * median(abs(one - middle) for one in excess)
