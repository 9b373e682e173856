"""The slopes that samples allow: each unit bounds the length of a run without noise, and so the slope. Pure functions.

A program that sleeps ``n`` claim seconds, at a unit of ``u`` real seconds, takes ``overhead + n * u``. The sentence is about n,
the slope. At each unit the length of a run without noise is bounded from above by the shortest run, and from below by what is
left of a run without its waits. The slopes that all units allow are an interval. `docs/method.md` has the picture.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf, isfinite, pow

#: Timers tick: epoll, and with it asyncio, counts whole milliseconds. In real seconds.
TICK = 0.001
#: By how much start-up differs from one run to the next, relative to itself. Idle, pools of spawned workers repeat within 5 %.
START_UP = 0.05
#: How seldom noise may end below where the runs themselves say that it does: in one case of so many. More than one end has to
#: err in the same way for a wrong slope to lie in the band; a refutation takes three runs at each unit, and is more careful.
ONE_OF, ONE_OF_STRICT = 5.0, 100.0
#: Workers that start one after another bend the line until the sleeps outweigh the start-up. So many times are enough.
OUTWEIGH = 2.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: real seconds per claim second, and the real seconds that its measured block took."""

    unit: float
    elapsed: float
    #: The longest that the block can have waited for a CPU, in real seconds; infinite where waits are not counted.
    wait_bound: float = inf
    #: The real seconds of the run before the block: a clock may have run on meanwhile, which makes the block shorter.
    before: float = 0.0
    #: The longest that this part of the run can have waited for a CPU; infinite where waits are not counted.
    wait_bound_before: float = inf


@dataclass(frozen=True, slots=True)
class Line:
    """The slopes that the samples at some units allow."""

    #: By rising unit, from which to which real second a run would have lasted without noise.
    bounds: Mapping[float, tuple[float, float]]
    #: Claim seconds; infinite on a side of which nothing is known.
    low: float
    high: float
    #: What a run takes beside its sleeps, in real seconds.
    overhead: float
    #: How far apart the bounds at a unit are however many runs there are, in real seconds.
    floor: float

    @property
    def base(self) -> float:
        """The smallest unit."""
        return min(self.bounds)

    @property
    def top(self) -> float:
        """The largest unit."""
        return max(self.bounds)

    @property
    def slope(self) -> float:
        """The middle of the interval, or the end that is known; infinite where none is."""
        ends = [end for end in (self.low, self.high) if isfinite(end)]
        return sum(ends) / len(ends) if ends else inf

    @property
    def likeliest(self) -> float:
        """The slope of the shortest runs: noise only adds, and what was counted of it is the most that it can have been."""
        short, long = self.bounds[self.base][1], self.bounds[self.top][1]
        return min(max(self.low, (long - short) / (self.top - self.base)), self.high)

    @property
    def outweighs(self) -> bool:
        """Whether the sleeps outweigh the start-up at each unit, so that it does not bend the line."""
        return OUTWEIGH * self.overhead <= self.slope * self.base

    @property
    def error(self) -> float:
        """By how many claim seconds the slope may be off."""
        return abs(self.high - self.low) / 2


def fit(samples: Iterable[Sample], delay: float, stall: float = 0.0) -> Line:
    """The slopes that the units allow: all units through which a line goes, or the two largest.

    Args:
        delay: how late a wake-up may be on this machine, in real seconds.
        stall: what else nobody counts, in real seconds; above 0 nothing is taken on trust, and the sleeps at each unit
            outweigh the start-up.
    """
    by_unit: defaultdict[float, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_unit[sample.unit].append(sample)
    line = _line(by_unit, delay, stall)
    # Start-up bends a line at its lower end.
    while len(by_unit) > 2 and (line.low > line.high or (stall and not line.outweighs)):
        del by_unit[min(by_unit)]
        line = _line(by_unit, delay, stall)
    return line


def _line(by_unit: Mapping[float, Sequence[Sample]], delay: float, stall: float) -> Line:
    base, top = min(by_unit), max(by_unit)
    short, long = (min(sample.elapsed for sample in by_unit[unit]) for unit in (base, top))
    overhead = short - max(0.0, (long - short) / (top - base)) * base
    floor = max(delay, TICK, stall) + START_UP * max(0.0, overhead)
    bounds = {unit: _bounds(by_unit[unit], floor, delay, stall) for unit in sorted(by_unit)}
    pairs = list(combinations(bounds, 2))
    low = max((bounds[b][0] - bounds[a][1]) / (b - a) for a, b in pairs)
    high = min((bounds[b][1] - bounds[a][0]) / (b - a) for a, b in pairs)
    return Line(bounds, low, high, overhead, floor)


def _bounds(runs: Sequence[Sample], floor: float, delay: float, stall: float) -> tuple[float, float]:
    """From which to which real second a run at one unit would have lasted without noise.

    What held up the block made it longer. What held up the run before the block may have made it shorter. How far the shortest
    run may be off is what was counted of waits, or how the runs scatter, whichever allows less. Where nobody counts, a single
    run is believed if wake-ups are in time, but not for a refutation.
    """
    # By chance a run is shorter by just so much as a slower program is longer; a true program that is shorter is not rare. What
    # nobody counts holds up what comes before a block as it does the block.
    high = min(run.elapsed + (min(run.before, run.wait_bound_before + stall) if stall else 0.0) for run in runs)
    low = max(run.elapsed - run.wait_bound for run in runs)
    if len(runs) >= (3 if stall else 2):
        low = max(low, _end_point(sorted(run.elapsed for run in runs), ONE_OF_STRICT if stall else ONE_OF))
    elif low == -inf and delay <= TICK and not stall:
        low = high
    return low - floor, high


def _end_point(elapsed: Sequence[float], one_of: float) -> float:
    """Where noise ends, but in one case of so many: some distances below the first of the sorted runs.

    Where noise is as dense everywhere near its end, the first run is more than d times as far from there as from the k-th in
    ``(1 + d) ** (1 - k)`` of all cases (Robson and Whitlock, Biometrika 1964). The shorter half of the runs tells, not bursts.
    """
    kth = (len(elapsed) + 3) // 2
    return elapsed[0] - (pow(one_of, 1 / (kth - 1)) - 1) * (elapsed[kth - 1] - elapsed[0])
