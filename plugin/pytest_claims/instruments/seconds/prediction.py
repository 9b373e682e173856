"""What a sentence predicts about a duration, what other theories predict, and how far a measurement may be off."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf, isfinite

from pytest_claims.model.errors import ClaimError
from pytest_claims.model.wording import format_number

#: How far a duration may be from its prediction, relative to it. Slopes of sleeping programs read within 2 % of the truth on an
#: idle machine; a program that is 25 % off must be noticed. 10 % lies well between the two.
DEFAULT_REL = 0.1


@dataclass(frozen=True, slots=True)
class Prediction:
    """A band of durations in claim seconds, and the rivals outside it."""

    approx: float | None
    low: float
    high: float
    #: How finely a measurement should resolve, in claim seconds: the tolerance or, for bounds without one, a tenth of them. No
    #: rival is nearer to the band than that.
    resolution: float
    rivals: Mapping[str, float]

    def __contains__(self, duration: float) -> bool:
        return self.low <= duration <= self.high

    @property
    def nearest(self) -> float:
        """The duration that comes nearest to what is claimed, in claim seconds: the bound, where there is one only."""
        if self.approx is not None:
            return self.approx
        return self.high if self.low < 0 else self.low

    def fits(self, duration: float) -> str | None:
        """The rival that comes nearest to `duration`, if it predicts it as well as the sentence is asked to."""
        if not self.rivals:
            return None
        name = min(self.rivals, key=lambda rival: abs(self.rivals[rival] - duration))
        return name if abs(self.rivals[name] - duration) <= max(self.resolution, DEFAULT_REL * self.rivals[name]) else None

    def __str__(self) -> str:
        if self.approx is not None:
            return f"{format_number(self.approx, 4)} s, give or take {format_number(self.high - self.approx)}"
        bounds = []
        if self.low > -inf:
            bounds.append(f"at least {format_number(self.low, 4)} s")
        if self.high < inf:
            bounds.append(f"at most {format_number(self.high, 4)} s")
        return " and ".join(bounds)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one `assert_duration` saw in one run."""

    prediction: Prediction
    #: Real seconds.
    elapsed: float
    #: By how many of them waiting for a CPU may have stretched it, at most; infinite where nobody counts.
    wait_bound: float = inf
    #: The real seconds of the run before the block, in which a clock may have run on …
    before: float = 0.0
    #: … and by how many of them waiting for a CPU may have stretched it, at most; infinite where nobody counts.
    wait_bound_before: float = inf


def predict(
    *,
    approx: float | None,
    rel: float | None,
    abs: float | None,
    at_least: float | None,
    at_most: float | None,
    rivals: Mapping[str, float] | None,
) -> Prediction:
    """The prediction that the arguments of `assert_duration` stand for.

    Raises:
        ClaimError: the arguments contradict each other, or a rival cannot be told from the prediction.
    """
    __tracebackhide__ = True
    if rivals is None:
        try:
            return _without_rivals(approx, rel, abs, at_least, at_most)
        except TypeError:  # what cannot be looked up is no number, and the check below says so
            pass
    return _predict(approx, rel, abs, at_least, at_most, rivals)


def _predict(
    approx: float | None,
    rel: float | None,
    abs: float | None,
    at_least: float | None,
    at_most: float | None,
    rivals: Mapping[str, float] | None = None,
) -> Prediction:
    __tracebackhide__ = True
    for name, value in {"approx": approx, "rel": rel, "abs": abs, "at_least": at_least, "at_most": at_most}.items():
        if value is not None and not is_nonnegative_number(value):
            raise ClaimError(f"assert_duration({name}={value!r}): write a finite number that is not negative.")
    if not isinstance(rivals, (Mapping, type(None))) or not all(isinstance(name, str) for name in rivals or ()):
        raise ClaimError(
            f"assert_duration(rivals={rivals!r}): write each theory's name and seconds: {{'one after another': 100}}."
        )
    for name, value in (rivals or {}).items():
        if not is_nonnegative_number(value):
            raise ClaimError(f"assert_duration: the rival {name!r} must predict a number of seconds, not {value!r}.")
    if approx is None and at_least is None and at_most is None:
        raise ClaimError("assert_duration predicts nothing: give approx=, at_least= or at_most=.")
    if approx is not None and (at_least is not None or at_most is not None):
        raise ClaimError(
            "assert_duration: approx= already bounds the duration on both sides; leave out at_least= and at_most=."
        )
    if at_least is not None and at_most is not None and at_least > at_most:
        raise ClaimError(f"assert_duration: at_least={at_least} is more than at_most={at_most}.")
    scale = next(value for value in (approx, at_most, at_least) if value is not None)
    # A bound is a bound: it gives way only if it is told to.
    relative = rel if rel is not None else DEFAULT_REL if approx is not None and abs is None else 0.0
    tolerance = max(relative * scale, abs or 0.0)
    at_least, at_most = (at_least, at_most) if approx is None else (approx, approx)
    low = -inf if at_least is None else at_least - tolerance
    high = inf if at_most is None else at_most + tolerance
    if approx is None and at_least is not None and low <= 0 and (at_least > 0 or high == inf):
        smaller = (f", give or take {format_number(tolerance)} s,", ", or a smaller rel= or abs=") if tolerance else ("", "")
        raise ClaimError(
            f"assert_duration(at_least={at_least}){smaller[0]} cannot fail, since no duration is shorter: "
            f"give a larger at_least={smaller[1]}."
        )
    resolution = tolerance if approx is not None else tolerance or DEFAULT_REL * scale
    for name, value in (rivals or {}).items():
        if max(low - value, value - high) <= resolution:
            raise ClaimError(
                f"the rival {name!r} ({format_number(value, 4)} s) is too close to the prediction "
                f"({format_number(scale, 4)} s, give or take {format_number(resolution)}) to be told apart: "
                "vary the numbers so that the two theories differ, assume() the examples in which they do, "
                "or give a smaller rel=."
            )
    return Prediction(approx, low, high, resolution, dict(rivals or {}))


# To work out a prediction takes longer than all else that a block costs, and a block in a loop predicts the same each time.
# Typed, since True is no number of seconds, though it equals 1.
_without_rivals = lru_cache(maxsize=256, typed=True)(_predict)


def is_nonnegative_number(value: object) -> bool:
    """Whether `value` is a finite number that is not negative, such as a duration. True and False are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value) and value >= 0
