"""How durations are judged: the slope of elapsed time over the unit. Pure functions on samples.

A program that sleeps n claim seconds at a unit of u real seconds takes ``overhead + n * u``. The sentence is about n. Start-up,
pickling and scheduling are in the overhead and do not grow with the unit, so the slope between two units reads n without them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from pytest_claims.prediction import Prediction
from pytest_claims.verdict import Verdict

#: By how much start-up differs from one run to the next, relative to itself. Idle, pools of spawned workers repeat within 5 %.
START_UP_JITTER = 0.05
#: Timers tick: epoll, and with it asyncio, counts whole milliseconds. In real seconds.
TICK = 0.001
#: A refutation needs sleeps that outweigh the start-up this many times: workers that start one after the other while the
#: tasks are already under way bend the line as long as they do not.
OUTWEIGH = 2.0
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
    #: Claim seconds: the slope between the two largest units; None while there is one unit only.
    slope: float | None
    #: By how many claim seconds the slope may be off.
    error: float | None
    #: The unit at which to run next, unless the verdict is reached.
    next_unit: float


def read(samples: Sequence[Sample], prediction: Prediction, jitter: float) -> Reading:
    """Judge `samples` against `prediction`, on a machine where a wake-up may be `jitter` real seconds late.

    *holds* needs a slope inside the band, read at least as finely as the band and the nearest rival demand. *refuted* needs
    slopes outside it, for certain, between two pairs of units that agree.
    """
    points = _minima(samples)
    units = sorted(points)
    largest = units[-1]
    claimed = _claimed(prediction)
    if len(units) == 1:
        overhead = max(0.0, points[largest] - claimed * largest)
        return Reading(None, None, None, _larger(largest, 2 * _noise(jitter, overhead), prediction))
    slopes = [(points[b] - points[a]) / (b - a) for a, b in pairwise(units)]
    slope = slopes[-1]
    overhead = max(0.0, points[largest] - slope * largest)
    noise = sum(_noise(jitter, overhead) / _runs_at(samples, unit) for unit in units[-2:])
    error = noise / (largest - units[-2])
    larger = _larger(largest, noise, prediction)
    if slope in prediction:
        verdict = Verdict.HOLDS if error <= prediction.resolution else None
        return Reading(verdict, slope, error, larger)
    distance = max(prediction.low - slope, slope - prediction.high)
    outweighs = max(slope, claimed) * largest >= OUTWEIGH * overhead
    if distance <= error or not outweighs:
        return Reading(None, slope, error, larger)
    if len(slopes) == 1:
        # Far out and certain: a unit in between costs less than a larger one, and must agree as well.
        return Reading(None, slope, error, sqrt(units[0] * units[1]))
    agree = slopes[-2] not in prediction and (slopes[-2] > prediction.high) == (slope > prediction.high)
    return Reading(Verdict.REFUTED if agree else None, slope, error, larger)


def _minima(samples: Sequence[Sample]) -> dict[float, float]:
    # Noise only ever adds to a run, so the shortest of several runs at one unit is the truest.
    points: dict[float, float] = {}
    for sample in samples:
        points[sample.unit] = min(sample.elapsed, points.get(sample.unit, sample.elapsed))
    return points


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
