"""How durations are judged: the slopes that all units allow are an interval, and the interval decides. Pure functions.

`docs/method.md` has the rule on one page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from pytest_claims.instruments.seconds.prediction import Prediction
from pytest_claims.judge.line import TICK, Line, Sample, fit
from pytest_claims.judge.next_unit import APART, Limits, are_apart, next_unit, second_unit
from pytest_claims.model.verdict import Verdict

#: What a machine adds to a run without counting it as a wait, in real seconds: 50 ms were seen. A refutation allows for it.
STALL = 0.06
_NO_LIMITS = Limits()


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


def read(samples: Sequence[Sample], prediction: Prediction, delay: float, limits: Limits = _NO_LIMITS) -> Reading:
    """Judge `samples` against `prediction`, on a machine where a wake-up may be `delay` real seconds late.

    *holds*: all slopes that the units allow lie in the band, and the sleeps at the largest take longer than all else in a run.
    *refuted*: they all lie on one side of it, at units five times apart, at which neither start-up nor a stall explains that.
    """
    if len({sample.unit for sample in samples}) == 1:
        return Reading(None, None, second_unit(samples, prediction, delay, limits))
    line = fit(samples, delay)
    if _is_inside(line, prediction, limits):
        return Reading(Verdict.HOLDS, line, line.top)
    strict = fit(samples, delay, STALL)
    if _is_shorter(samples, prediction) or _is_beyond(strict, prediction):
        return Reading(Verdict.REFUTED, line, line.top)
    return Reading(None, line, next_unit(samples, line, strict, prediction, limits))


def _is_inside(line: Line, prediction: Prediction, limits: Limits) -> bool:
    """Whether all slopes of `line` lie in the band."""
    tick = TICK / (line.top - line.base)
    inside = prediction.low - tick <= line.low <= line.high <= prediction.high
    outlasts = max(line.slope, prediction.nearest) * line.top >= line.overhead
    return inside and outlasts and are_apart(line.base, line.top, limits.apart)


def _is_shorter(samples: Sequence[Sample], prediction: Prediction) -> bool:
    """Whether whole runs, at units far enough apart, were shorter than the sentence allows, all before the block included."""
    short = [run.unit for run in samples if run.elapsed + run.before + TICK < prediction.low * run.unit]
    return bool(short) and are_apart(min(short), max(short), APART)


def _is_beyond(strict: Line, prediction: Prediction) -> bool:
    """Whether all slopes of the `strict` line lie on one side of the band, at units where start-up does not bend it."""
    beyond = prediction.high < strict.low <= strict.high or strict.low <= strict.high < prediction.low
    return beyond and strict.outweighs and are_apart(strict.base, strict.top, APART)
