"""Where to run next: at the unit at which one more run tells most about the slope. Pure functions on samples."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite

from pytest_claims.instruments.seconds.prediction import Prediction
from pytest_claims.judge.line import OUTWEIGH, START_UP, TICK, Line, Sample

#: What rests on claim seconds counts where it is the same at units that are so many times apart.
APART = 5.0
#: Five times as large is so but for the last digits.
NEARLY = 0.999
#: A unit is at least so many times as large as the one before (a smaller step measures mostly noise), and at most so many times
#: (a larger one costs more than two smaller ones).
SMALLEST_STEP, LARGEST_STEP = 2.0, 6.0
#: A first run that took longer than this, in real seconds, is followed by a shorter one if that outlasts its start-up.
LONG = 0.3
#: Runs at one unit after which another one there is not worth its time.
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What is known of the runs themselves."""

    #: No unit is larger, in real seconds.
    largest: float = inf
    #: How far apart the units of a line must be for the sentence to hold.
    apart: float = APART


def are_apart(base: float, top: float, apart: float) -> bool:
    """Whether the unit `top` is so many times as large as `base`, or as good as."""
    return top >= NEARLY * apart * base


def second_unit(samples: Sequence[Sample], prediction: Prediction, delay: float, limits: Limits) -> float:
    """The second unit: large enough to tell the likeliest theory from the others, if the machine is quiet."""
    unit, elapsed = samples[0].unit, min(sample.elapsed for sample in samples)
    # The largest theory that a run is long enough for is the likeliest; what it leaves over is start-up.
    theories = [theory for theory in (prediction.nearest, *prediction.rivals.values()) if theory * unit <= elapsed]
    likeliest = max(theories, default=0.0)
    overhead = elapsed - likeliest * unit
    if elapsed > LONG and likeliest * unit > APART * OUTWEIGH * overhead:
        return unit / APART
    floor = max(delay, TICK) + START_UP * overhead
    return _step(unit, max(unit + 2 * floor / prediction.resolution, limits.apart * unit), limits)


def next_unit(samples: Sequence[Sample], line: Line, strict: Line, prediction: Prediction, limits: Limits) -> float:
    """Where to run next, given the slopes that the samples allow, and those that they allow if nothing is taken on trust."""
    if not isfinite(line.low + line.high):
        return _looser(line)  # there is one run only, and nobody counts
    times = Counter(sample.unit for sample in samples)
    off = max(prediction.low - line.likeliest, line.likeliest - prediction.high)
    return _to_refute(times, line, strict, off, limits) if off > 0 else _to_hold(times, line, prediction, -off, limits)


def _to_hold(times: Counter[float], line: Line, prediction: Prediction, inside: float, limits: Limits) -> float:
    """At a larger unit, or where noise is largest, while the slope lies in the band, `inside` it by so much."""
    loose = _looser(line)
    width = 2 * line.error * (line.top - line.base)
    room = max(inside, prediction.resolution / 4)
    outlast = line.overhead / max(line.slope, prediction.nearest)
    wanted = max(line.base + width / room, limits.apart * line.base, outlast)
    if wanted > line.top and line.top < limits.largest:
        # At a larger unit it would take as many runs to tell where noise ends, and each of them longer.
        noisy = line.bounds[loose][1] - line.bounds[loose][0] > 2 * line.floor
        return loose if noisy and times[loose] < ENOUGH else _step(line.top, wanted, limits)
    fewer = min((line.base, line.top), key=lambda end: times[end])
    return fewer if times[fewer] < ENOUGH or line.top >= limits.largest else _step(line.top, wanted, limits)


def _to_refute(times: Counter[float], line: Line, strict: Line, off: float, limits: Limits) -> float:
    """At two units at which the sleeps outweigh the start-up, while the slope lies beyond the band by `off`."""
    least, largest_base = OUTWEIGH * max(line.overhead, TICK) / max(line.slope, TICK), rounded(limits.largest / APART)
    base = min((unit for unit in times if least <= unit <= largest_base), default=min(SMALLEST_STEP * least, largest_base))
    width = {unit: high - low for unit, (low, high) in strict.bounds.items()}
    top = strict.top
    if base not in width:
        return base if times[base] < ENOUGH else _step(top, limits.largest, limits)
    # Until there are enough runs at the top it is expected to scatter as the base does.
    wanted = base + (width[base] + (width[top] if times[top] >= ENOUGH else width[base])) / off
    wanted = max(APART * base, min(wanted, limits.largest))
    if top < wanted and top < limits.largest:
        return base if times[base] < ENOUGH and wanted > APART * base else _step(top, wanted, limits)
    return min((base, top), key=lambda end: times[end])


def _looser(line: Line) -> float:
    """The end of `line` of which less is known."""
    return max((line.base, line.top), key=lambda end: line.bounds[end][1] - line.bounds[end][0])


def rounded(unit: float) -> float:
    """As a report has it, so that the same units are asked for where it is judged again."""
    return round(unit, 9)


def _step(unit: float, wanted: float, limits: Limits) -> float:
    """A unit above `unit`, as near to the one that is wanted as a step may lead."""
    return min(max(wanted, SMALLEST_STEP * unit), LARGEST_STEP * unit, limits.largest)
