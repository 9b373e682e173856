"""How durations are judged: the slope of elapsed time over the unit. Pure functions on samples.

A program that sleeps n claim seconds at a unit of u real seconds takes ``overhead + n * u``. The sentence is about n. Start-up,
pickling and scheduling are in the overhead and do not grow with the unit, so the slope between two units reads n without them.

Noise only ever adds to a run, and so does start-up. Hence n is at most elapsed / unit, whichever run one looks at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from pytest_claims.prediction import Prediction
from pytest_claims.verdict import Verdict

#: By how much start-up differs from one run to the next, relative to itself. Idle, pools of spawned workers repeat within 5 %.
START_UP_JITTER = 0.05
#: Timers tick: epoll, and with it asyncio, counts whole milliseconds. In real seconds.
TICK = 0.001
#: What a busy machine may add to a run, in real seconds. Spawning processes on both of two cores kept sleepers waiting for
#: up to 40 ms more than a look at the idle machine had promised. A program is too slow only if it is so by more than this.
STALL = 0.06
#: … or than this many times the lateness that was seen: of eight sleeps, whose worst is what a look at the machine tells, the
#: next one is that much later once in a million times.
WORSE = 5
#: Workers that start one after the other, while the tasks are already under way, bend the line as long as the sleeps do not
#: outweigh the start-up. A refutation waits until they do, this many times.
OUTWEIGH = 2.0
#: Two units this near to each other make a line that noise can turn at will.
STEEP_ENOUGH = 1.3
#: A unit is at least this much larger than the one before it (a smaller step would measure mostly noise) …
SMALLEST_STEP = 2.0
#: … and at most this much (a larger step would cost more than two smaller ones).
LARGEST_STEP = 6.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: real seconds per claim second, and the real seconds that it took."""

    unit: float
    elapsed: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the samples say so far."""

    #: None: not decided yet.
    verdict: Verdict | None
    #: Claim seconds; None while there is one unit only.
    slope: float | None
    #: By how many claim seconds the slope may be off.
    error: float | None
    #: The unit at which to run next, unless the verdict is reached.
    next_unit: float


def read(samples: Sequence[Sample], prediction: Prediction, jitter: float) -> Reading:
    """Judge `samples` against `prediction`, on a machine where a wake-up may be `jitter` real seconds late.

    *holds* needs a slope inside the band, read as finely as the band and the nearest rival demand, and on a machine that is not
    quiet a third run on the line of the two. *refuted* needs a slope outside: too small, where a whole run was shorter than the
    sentence allows, which no noise explains; or too large, by more than a `STALL` explains and with a third run on the line.
    """
    points = _minima(samples)
    units = sorted(points)
    top = units[-1]
    claimed = _claimed(prediction)
    if len(units) == 1:
        # What the nearest theory leaves over is start-up.
        theories = [theory for theory in (claimed, *prediction.rivals.values()) if theory * top <= points[top]]
        overhead = max(0.0, points[top] - max(theories, default=0.0) * top)
        return Reading(None, None, None, _larger(top, 2 * _noise(jitter, overhead), prediction))
    base = _base(points, units, claimed, jitter)
    slope = _slope(points, base, top)
    overhead = points[top] - slope * top
    noise = sum(_noise(jitter, overhead) / _runs_at(samples, unit) for unit in (base, top))
    error = noise / (top - base)
    larger = _larger(top, noise, prediction)
    # A run that was held up is worth a second try; one that is so again is not.
    again = top if _runs_at(samples, top) == 1 else larger
    # What a program sleeps at the most, whatever else a run holds. Timers may be a tick early.
    most = min((points[unit] + TICK) / unit for unit in units)
    # A third run in between costs less than one beyond, and lies on the line unless one of the three was held up.
    between = [unit for unit in units if base < unit < top]
    straight = any(abs(points[unit] - overhead - slope * unit) <= noise for unit in between)
    third = larger if between else sqrt(base * top)

    if most < prediction.low:
        certain = slope < prediction.low - error
        return Reading(Verdict.REFUTED if certain else None, slope, error, larger if slope < prediction.low else again)
    if slope in prediction:
        if error > prediction.resolution:
            return Reading(None, slope, error, larger)
        if overhead < -prediction.resolution * base:
            return Reading(None, slope, error, again)
        # On a quiet machine two runs will do; or where start-up and noise are finer than the band, so that either run says by
        # itself what the slope says.
        certain = straight or jitter <= TICK or overhead <= prediction.resolution * top
        return Reading(Verdict.HOLDS if certain else None, slope, error, third)
    if slope < prediction.low:
        return Reading(None, slope, error, larger)
    if most <= prediction.high:
        return Reading(None, slope, error, again)
    stall = max(STALL, WORSE * jitter)
    if (slope - prediction.high) * (top - base) <= stall:
        enough = base + 1.2 * stall / (slope - prediction.high)
        return Reading(None, slope, error, min(max(enough, larger), top * LARGEST_STEP))
    if max(slope, claimed) * top < OUTWEIGH * overhead or slope <= prediction.high + error:
        return Reading(None, slope, error, larger)
    return Reading(Verdict.REFUTED if straight else None, slope, error, third)


def _minima(samples: Sequence[Sample]) -> dict[float, float]:
    # Noise only ever adds to a run, so the shortest of several runs at one unit is the truest.
    points: dict[float, float] = {}
    for sample in samples:
        points[sample.unit] = min(sample.elapsed, points.get(sample.unit, sample.elapsed))
    return points


def _base(points: dict[float, float], units: Sequence[float], claimed: float, jitter: float) -> float:
    """The unit to draw the line from, the smallest that will do: the longer the line, the finer it reads.

    A run above the line of the last two was held up. One below it was made where workers that start one after the other bend
    the line, and will do only if the sleeps outweigh the start-up.
    """
    top = units[-1]
    others = [unit for unit in units if unit <= top / STEEP_ENOUGH] or units[-2:-1]
    slope = _slope(points, others[-1], top)
    overhead = points[top] - slope * top
    noise = _noise(jitter, overhead)
    for unit in others:
        above = points[unit] - overhead - slope * unit
        if abs(above) <= noise or (above < 0 and max(slope, claimed) * unit >= overhead):
            return unit
    return others[-1]


def _slope(points: dict[float, float], base: float, top: float) -> float:
    return (points[top] - points[base]) / (top - base)


def _runs_at(samples: Sequence[Sample], unit: float) -> int:
    return sum(sample.unit == unit for sample in samples)


def _noise(jitter: float, overhead: float) -> float:
    return max(jitter, TICK) + START_UP_JITTER * max(0.0, overhead)


def _claimed(prediction: Prediction) -> float:
    if prediction.approx is not None:
        return prediction.approx
    return prediction.high if prediction.low < 0 else prediction.low


def _larger(unit: float, noise: float, prediction: Prediction) -> float:
    """The smallest unit above `unit` at which `noise` is finer than the prediction demands."""
    needed = unit + 1.5 * noise / prediction.resolution if prediction.resolution else unit * LARGEST_STEP
    return min(max(needed, unit * SMALLEST_STEP), unit * LARGEST_STEP)
