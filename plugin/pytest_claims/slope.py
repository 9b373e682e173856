"""How durations are judged: the slope of elapsed time over the unit. Pure functions on samples.

A program that sleeps n claim seconds at a unit of u real seconds takes ``overhead + n * u``. The sentence is about n. Start-up,
pickling and scheduling are in the overhead and do not grow with the unit, so the slope between two units reads n without them.
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

    *holds* needs a slope inside the band, read at least as finely as the band and the nearest rival demand. *refuted* needs
    two slopes outside it on one side, by more than noise explains. Noise only ever adds to a run. So a program that is too
    fast is certain once its whole elapsed time is too short, and one that is too slow must be so by more than a `STALL`.
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
    base = _base(points, units, claimed)
    slope = _slope(points, base, top)
    overhead = max(0.0, points[top] - slope * top)
    noise = sum(_noise(jitter, overhead) / _runs_at(samples, unit) for unit in (base, top))
    error = noise / (top - base)
    larger = _larger(top, noise, prediction)
    if slope in prediction:
        verdict = Verdict.HOLDS if error <= prediction.resolution else None
        return Reading(verdict, slope, error, larger)
    too_slow = slope > prediction.high
    if too_slow:
        excess = (slope - prediction.high) * (top - base)
        certain = excess > max(STALL, 5 * jitter) and max(slope, claimed) * top >= OUTWEIGH * overhead
    else:
        certain = points[top] + TICK < prediction.low * top
    if not certain or prediction.low - error <= slope <= prediction.high + error:
        return Reading(None, slope, error, larger)
    if len(units) == 2:
        # Far out and certain: a unit in between costs less than a larger one, and must agree as well.
        return Reading(None, slope, error, sqrt(base * top))
    earlier = _slope(points, _base(points, units[:-1], claimed), units[-2])
    agree = earlier not in prediction and (earlier > prediction.high) == too_slow
    return Reading(Verdict.REFUTED if agree else None, slope, error, larger)


def _minima(samples: Sequence[Sample]) -> dict[float, float]:
    # Noise only ever adds to a run, so the shortest of several runs at one unit is the truest.
    points: dict[float, float] = {}
    for sample in samples:
        points[sample.unit] = min(sample.elapsed, points.get(sample.unit, sample.elapsed))
    return points


def _base(points: dict[float, float], units: Sequence[float], claimed: float) -> float:
    """The unit to draw the line from: the smallest at which the sleeps outweigh the start-up, for the longest line that is
    straight; or the last but one.
    """
    *others, top = [unit for unit in units if unit <= units[-1] / STEEP_ENOUGH or unit == units[-1]]
    others = others or [units[-2]]
    slope = _slope(points, others[-1], top)
    overhead = points[top] - slope * top
    return next((unit for unit in others if max(slope, claimed) * unit >= overhead), others[-1])


def _slope(points: dict[float, float], base: float, top: float) -> float:
    return (points[top] - points[base]) / (top - base)


def _runs_at(samples: Sequence[Sample], unit: float) -> int:
    return sum(sample.unit == unit for sample in samples)


def _noise(jitter: float, overhead: float) -> float:
    return max(jitter, TICK) + START_UP_JITTER * overhead


def _claimed(prediction: Prediction) -> float:
    if prediction.approx is not None:
        return prediction.approx
    return prediction.high if prediction.low < 0 else prediction.low


def _larger(unit: float, noise: float, prediction: Prediction) -> float:
    """The smallest unit above `unit` at which `noise` is finer than the prediction demands."""
    needed = unit + 1.5 * noise / prediction.resolution if prediction.resolution else unit * LARGEST_STEP
    return min(max(needed, unit * SMALLEST_STEP), unit * LARGEST_STEP)
