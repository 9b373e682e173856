"""How durations are judged: each unit bounds the length of a run without noise, and so the slope. Pure functions on samples.

A program that sleeps ``n`` claim seconds, at a unit of ``u`` real seconds, takes ``overhead + n * u``. The sentence is about n,
the slope. At each unit the length of a run without noise is bounded from above by the shortest run, and from below by what is
left of a run without its waits. The slopes that all units allow are an interval, and the interval decides. `docs/method.md` has
the picture.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf, isfinite, sqrt

from pytest_claims.instruments.seconds.prediction import Prediction
from pytest_claims.model.verdict import Verdict

#: Timers tick: epoll, and with it asyncio, counts whole milliseconds. In real seconds.
TICK = 0.001
#: By how much start-up differs from one run to the next, relative to itself. Idle, pools of spawned workers repeat within 5 %.
START_UP = 0.05
#: What a machine adds to a run without counting it as a wait, in real seconds: 50 ms were seen. A refutation allows for it.
STALL = 0.06
#: Where noise ends, going by the runs themselves: of two runs this many distances below the shorter one, in 80 of 100 cases.
#: More than one end has to err in the same way for a wrong slope to lie in the band (Robson and Whitlock, Biometrika 1964).
SCATTER = 4.0
#: A refutation takes three runs, and this many distances between the first and the third: all but one of 100 cases.
END_POINT = 9.0
#: What rests on claim seconds counts where it is the same at units that are so many times apart.
APART = 5.0
#: Workers that start one after another bend the line until the sleeps outweigh the start-up. So many times are enough.
OUTWEIGH = 2.0
#: A unit is at least so many times as large as the one before (a smaller step measures mostly noise), and at most so many times
#: (a larger one costs more than two smaller ones).
SMALLEST_STEP, LARGEST_STEP = 2.0, 6.0
#: A first run that took longer than this, in real seconds, is followed by a shorter one if that outlasts its start-up.
LONG = 0.3
#: Runs at one unit after which another one there is not worth its time.
ENOUGH = 3


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
class Limits:
    """What is known of the runs themselves."""

    #: No unit is larger, in real seconds.
    largest: float = inf
    #: How far apart the units of a line must be for the sentence to hold.
    apart: float = APART


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
    def error(self) -> float:
        """By how many claim seconds the slope may be off."""
        return abs(self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What the samples say so far."""

    #: None: not decided yet.
    verdict: Verdict | None
    #: None while there is one unit only.
    line: Line | None
    #: The unit at which to run next, unless the verdict is reached.
    next_unit: float

    @property
    def slope(self) -> float | None:
        """Claim seconds; None while nothing is known."""
        return self.line.slope if self.line is not None and isfinite(self.line.slope) else None

    @property
    def error(self) -> float | None:
        """By how many claim seconds the slope may be off."""
        return None if self.line is None else self.line.error

    @property
    def overhead(self) -> float | None:
        """What a run takes beside its sleeps, in real seconds."""
        return None if self.line is None else self.line.overhead


def read(samples: Sequence[Sample], prediction: Prediction, delay: float, limits: Limits = Limits()) -> Reading:
    """Judge `samples` against `prediction`, on a machine where a wake-up may be `delay` real seconds late.

    *holds*: all slopes that the units allow lie in the band, and the sleeps at the largest take longer than all else in a run.
    *refuted*: they all lie on one side of it, at units five times apart, and neither start-up nor a stall explains that.
    """
    if len({sample.unit for sample in samples}) == 1:
        return Reading(None, None, min(_second(samples, prediction, delay, limits), limits.largest))
    line, strict = fit(samples, delay), fit(samples, delay, STALL)
    verdict = _verdict(samples, line, strict, prediction, delay, limits)
    return Reading(verdict, line, min(_next(samples, line, strict, prediction, limits), limits.largest))


def fit(samples: Iterable[Sample], delay: float, stall: float = 0.0) -> Line:
    """The slopes that the units allow: all units through which a line goes, or the two largest.

    Args:
        delay: how late a wake-up may be on this machine, in real seconds.
        stall: what else nobody counts, in real seconds; above 0 nothing is taken on trust.
    """
    by_unit: defaultdict[float, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_unit[sample.unit].append(sample)
    line = _line(by_unit, delay, stall)
    # Start-up bends a line at its lower end.
    while line.low > line.high and len(by_unit) > 2:
        del by_unit[min(by_unit)]
        line = _line(by_unit, delay, stall)
    return line


def _line(by_unit: Mapping[float, Sequence[Sample]], delay: float, stall: float) -> Line:
    base, top = min(by_unit), max(by_unit)
    short, long = (min(sample.elapsed for sample in by_unit[unit]) for unit in (base, top))
    overhead = short - max(0.0, (long - short) / (top - base)) * base
    bounds = {unit: _bounds(by_unit[unit], overhead, delay, stall) for unit in sorted(by_unit)}
    pairs = list(combinations(bounds, 2))
    low = max((bounds[b][0] - bounds[a][1]) / (b - a) for a, b in pairs)
    high = min((bounds[b][1] - bounds[a][0]) / (b - a) for a, b in pairs)
    return Line(bounds, low, high, overhead)


def _bounds(runs: Sequence[Sample], overhead: float, delay: float, stall: float) -> tuple[float, float]:
    """From which to which real second a run at one unit would have lasted without noise.

    What held up the block made it longer. What held up the run before the block may have made it shorter. How far the shortest
    run may be off is what was counted of waits, or how the runs scatter, whichever allows less. Where nobody counts, a single
    run is believed if wake-ups are in time, but not for a refutation.
    """
    # By chance a run is shorter by just so much as a slower program is longer; a true program that is shorter is not rare. What
    # nobody counts holds up what comes before a block as it does the block.
    high = min(run.elapsed + (min(run.before, run.wait_bound_before + stall) if stall else 0.0) for run in runs)
    low = max(run.elapsed - run.wait_bound for run in runs)
    shortest, *others = sorted(run.elapsed for run in runs)
    if stall and len(others) > 1:
        low = max(low, shortest - END_POINT * (others[1] - shortest))
    elif others and not stall:
        low = max(low, shortest - SCATTER * (others[0] - shortest))
    elif low == -inf and delay <= TICK and not stall:
        low = shortest
    return low - max(delay, TICK, stall) - START_UP * max(0.0, overhead), high


def _verdict(
    samples: Sequence[Sample], line: Line, strict: Line, prediction: Prediction, delay: float, limits: Limits
) -> Verdict | None:
    tick = TICK / (line.top - line.base)
    inside = prediction.low - tick <= line.low <= line.high <= prediction.high
    if inside and line.top >= limits.apart * line.base and max(line.slope, claimed(prediction)) * line.top >= line.overhead:
        return Verdict.HOLDS
    if _is_shorter(samples, prediction) or _is_beyond(samples, strict, prediction, delay):
        return Verdict.REFUTED
    return None


def _is_shorter(samples: Sequence[Sample], prediction: Prediction) -> bool:
    """Whether whole runs, at units far enough apart, were shorter than the sentence allows, all before the block included."""
    short = [run.unit for run in samples if run.elapsed + run.before + TICK < prediction.low * run.unit]
    return bool(short) and max(short) >= APART * min(short)


def _is_beyond(samples: Sequence[Sample], line: Line, prediction: Prediction, delay: float) -> bool:
    """Whether all slopes of the strict `line` lie on one side of the band.

    Where start-up may bend the line this is a leave-one-unit-out check: it has to be so without each of the units, of which
    there are three at least, and at the largest one the sleeps have to outweigh the start-up.
    """
    if line.top < APART * line.base:
        return False
    used = [run for run in samples if run.unit in line.bounds]
    lines = [line]
    if OUTWEIGH * line.overhead > max(line.low, 0.0) * line.base:
        # At the smallest unit start-up may still bend it.
        if len(line.bounds) < 3 or OUTWEIGH * line.overhead > line.slope * line.top:
            return False
        lines = [fit([run for run in used if run.unit != unit], delay, STALL) for unit in line.bounds]
    return all(prediction.high < one.low <= one.high for one in lines) or all(
        one.low <= one.high < prediction.low for one in lines
    )


def _second(samples: Sequence[Sample], prediction: Prediction, delay: float, limits: Limits) -> float:
    """The second unit: large enough to tell the likeliest theory from the others, if the machine is quiet."""
    unit, elapsed = samples[0].unit, min(sample.elapsed for sample in samples)
    # The largest theory that a run is long enough for is the likeliest; what it leaves over is start-up.
    theories = [theory for theory in (claimed(prediction), *prediction.rivals.values()) if theory * unit <= elapsed]
    likeliest = max(theories, default=0.0)
    overhead = elapsed - likeliest * unit
    floor = max(delay, TICK) + START_UP * overhead
    if elapsed > LONG and likeliest * unit > APART * OUTWEIGH * overhead:
        return unit / APART
    wanted = max(unit + 2 * floor / prediction.resolution, limits.apart * unit)
    return _step(unit, wanted)


def _next(samples: Sequence[Sample], line: Line, strict: Line, prediction: Prediction, limits: Limits) -> float:
    """Where to run next: at a larger unit as long as it takes one to decide, else where one more run tells most."""
    times = Counter(sample.unit for sample in samples)
    loose = max((line.base, line.top), key=lambda end: line.bounds[end][1] - line.bounds[end][0])
    if not isfinite(line.low + line.high):
        return loose  # there is one run only, and nobody counts
    slope, span = line.slope, line.top - line.base
    width = 2 * line.error * span
    off = max(prediction.low - slope, slope - prediction.high)
    if off > 0:
        room, width, apart, outweigh = off, width + STALL, APART, OUTWEIGH
    else:
        room, apart, outweigh = max(-off, prediction.resolution / 4), limits.apart, 1.0
    wanted = max(line.base + width / room, apart * line.base, outweigh * line.overhead / max(slope, claimed(prediction)))
    if slope < prediction.low:
        beside = max(sample.before for sample in samples) + max(line.overhead, 0.0) + TICK
        wanted = min(wanted, APART * max(line.base, beside / room))
    if wanted > line.top and line.top < limits.largest:
        # Noise that one more run may show to be less is cheaper to look at again than to outgrow.
        noisy = line.bounds[loose][1] - line.bounds[loose][0] > width / 2
        if times[loose] < ENOUGH and wanted > LARGEST_STEP * line.top and noisy:
            return loose
        return _step(line.top, wanted)
    fewer = min((line.base, line.top), key=lambda end: times[end])
    if off > 0:
        if not all(isfinite(low) for low, _ in strict.bounds.values()) and times[fewer] < ENOUGH:
            return fewer  # nobody counts, and a refutation takes nothing on trust
        if len(line.bounds) < 3:
            return sqrt(line.base * line.top)  # a third in between costs less than one beyond
    return fewer if times[fewer] < ENOUGH or line.top >= limits.largest else _step(line.top, wanted)


def _step(unit: float, wanted: float) -> float:
    """A unit above `unit`, as near to the one that is wanted as a step may lead."""
    return min(max(wanted, SMALLEST_STEP * unit), LARGEST_STEP * unit)


def claimed(prediction: Prediction) -> float:
    """The duration that comes nearest to what is claimed, in claim seconds: the bound, where there is one only."""
    if prediction.approx is not None:
        return prediction.approx
    return prediction.high if prediction.low < 0 else prediction.low
