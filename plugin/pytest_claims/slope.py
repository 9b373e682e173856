"""How durations are judged: by the slope of elapsed time over the unit, and how far it may be off. Pure functions on samples.

The trial is sequential. It goes on, at larger units or with more runs, while the slope may be off by more than the claim and
its rivals are apart, and stops as soon as it may not.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

from pytest_claims.line import TICK, Line, Sample, fit, floor, shortest, waits
from pytest_claims.prediction import Prediction
from pytest_claims.verdict import Verdict

#: What a busy machine may add to a run without being seen to, in real seconds. Spawning processes on both of two cores kept
#: sleepers waiting for up to 40 ms more than a look at the idle machine had promised, and four loops a core the starters of ten
#: threads for up to 50. A program is too slow only if it is so by more than this …
STALL = 0.06
#: … or than this many times the lateness that was seen: of eight sleeps, whose worst is what a look at the machine tells, the
#: next one is that much later once in a million times.
WORSE = 5
#: Workers that start one after the other, while the tasks are already under way, bend the line as long as the sleeps do not
#: outweigh the start-up. A refutation waits until they do, this many times.
OUTWEIGH = 2.0
#: What a busy machine usually adds to a run, in real seconds. Units are chosen for this at first, where nobody knows better:
#: a larger guess makes every run longer, a smaller one makes more of them.
HOPED = 0.01
#: How much finer the next line should be than it must: the noise of the next run is known only afterwards.
MARGIN = 1.3
#: A unit is at least this much larger than the one before it (a smaller step would measure mostly noise) …
SMALLEST_STEP = 2.0
#: … and at most this much (a larger step would cost more than two smaller ones) …
LARGEST_STEP = 6.0
#: … unless its sleeps take no longer than this anyway, in real seconds.
CHEAP = 1.0
#: Runs at one unit after which another one there is not worth its time.
ENOUGH_RUNS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What the samples say so far."""

    #: None: not decided yet.
    verdict: Verdict | None
    #: Claim seconds; None while there is one unit only, as are the next two.
    slope: float | None
    #: By how many claim seconds the slope may be off.
    error: float | None
    #: What a run takes beside its sleeps, in real seconds.
    overhead: float | None
    #: The unit at which to run next, unless the verdict is reached.
    next_unit: float


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known of the runs themselves when the next unit is chosen, in real seconds."""

    #: No unit is larger.
    largest: float = inf
    #: What a whole run takes beside its sleeps, be it in the measured block or not.
    beside: float = 0.0


def read(samples: Sequence[Sample], prediction: Prediction, jitter: float, reach: Reach = Reach()) -> Reading:
    """Judge `samples` against `prediction`, on a machine where a wake-up may be `jitter` real seconds late.

    *holds* needs a slope inside the band that is known more finely than any rival is near. *refuted* needs a slope outside: too
    small, where a whole run was shorter than the sentence allows, which no noise explains; or too large for certain, by more
    than a stalled machine explains, and whichever unit is left out.
    """
    if len(shortest(samples)) == 1:
        return Reading(None, None, None, None, min(_second_unit(samples, prediction, jitter, reach), reach.largest))
    line = fit(samples, claimed(prediction), jitter)
    verdict = _verdict(samples, line, prediction, jitter)
    next_unit = _next_unit(samples, line, prediction, jitter, reach)
    return Reading(verdict, line.slope, line.error, line.overhead, min(next_unit, reach.largest))


def claimed(prediction: Prediction) -> float:
    """The duration that comes nearest to what is claimed, in claim seconds: the bound, where there is one only."""
    if prediction.approx is not None:
        return prediction.approx
    return prediction.high if prediction.low < 0 else prediction.low


def _verdict(samples: Sequence[Sample], line: Line, prediction: Prediction, jitter: float) -> Verdict | None:
    most = _most(samples)
    if most < prediction.low:
        certain = line.slope < prediction.low - line.floor / (line.top - line.base)
        return Verdict.REFUTED if certain else None
    if line.slope in prediction:
        # A negative start-up gives away a short run that was held up.
        likely = line.overhead >= -prediction.resolution * line.base
        return Verdict.HOLDS if line.error <= prediction.resolution and likely else None
    if line.slope < prediction.low or most <= prediction.high:
        return None
    certain = line.slope - line.error > prediction.high and line.top >= _unit_to_refute(line, prediction, jitter)
    return Verdict.REFUTED if certain and _whichever_is_left_out(samples, line, prediction, jitter) else None


def _most(samples: Sequence[Sample]) -> float:
    """What a program sleeps at the most in claim seconds, whatever else a run holds. Timers may be a tick early."""
    return min((sample.elapsed + TICK) / sample.unit for sample in samples)


def _whichever_is_left_out(samples: Sequence[Sample], line: Line, prediction: Prediction, jitter: float) -> bool:
    """Whether the slope is too large without the samples of any one unit: no unit refutes alone, and no bend does.

    The units of the line are asked, if it has three; else a run that does not belong to it is a witness all the same.
    """
    of_the_line = [sample for sample in samples if sample.unit >= line.base]
    asked = of_the_line if len(shortest(of_the_line)) > 2 else samples
    units = shortest(asked)
    return len(units) > 2 and all(
        fit([one for one in asked if one.unit != unit], claimed(prediction), jitter).slope > prediction.high for unit in units
    )


def _unit_to_refute(line: Line, prediction: Prediction, jitter: float) -> float:
    """The unit from which on a slope like that of `line` can be told to be too large."""
    stall = max(STALL, WORSE * jitter)
    return max(line.base + stall / (line.slope - prediction.high), OUTWEIGH * line.overhead / line.slope)


def _next_unit(samples: Sequence[Sample], line: Line, prediction: Prediction, jitter: float, reach: Reach) -> float:
    """Where to run next: at a larger unit as long as it takes one to decide, else where one more run tells most."""
    if not prediction.resolution:
        return LARGEST_STEP * line.top
    times = Counter(sample.unit for sample in samples)
    contradicts = line.slope > prediction.high and _most(samples) <= prediction.high
    if (contradicts or line.overhead < -line.floor) and times[line.top] == 1:
        return line.top  # it was held up, or the shorter one was: a second run will show
    # How far the theories are apart that the next line has to tell from each other.
    apart = max(prediction.low - line.slope, line.slope - prediction.high, prediction.resolution)
    noise = line.noise if line.seen < inf else min(line.noise, line.floor + HOPED)
    wanted = line.base + MARGIN * noise / apart
    if line.slope < prediction.low:
        # Where start-up no longer makes a whole run as long as the sentence allows.
        wanted = max(wanted, MARGIN * (line.overhead + TICK) / apart)
    if line.slope > prediction.high:
        wanted = max(wanted, MARGIN * _unit_to_refute(line, prediction, jitter))
    slept = max(line.slope, claimed(prediction))
    # To sleep for less than all else in a run takes costs nearly as much as to sleep for as long, and tells less. But where
    # the claim seems to hold, not so much less that a step would pay: the same unit once more shows how noisy it is.
    worth_its_cost = reach.beside / slept
    if line.slope not in prediction or worth_its_cost > SMALLEST_STEP * line.top:
        wanted = max(wanted, worth_its_cost)
    if line.top < min(wanted, reach.largest):
        # Off by no more than it may be by chance: a second run at either end costs less than a much longer one, and shows it.
        # It would not where noise is so large that not even the largest step is enough.
        once = [unit for unit in (line.top, line.base) if times[unit] == 1]
        by_chance = line.slope not in prediction and line.error > apart
        if once and by_chance and SMALLEST_STEP < wanted / line.top <= LARGEST_STEP:
            return once[0]
        return _step(line.top, wanted, slept)
    if line.slope > prediction.high and sum(unit >= line.base for unit in times) == 2:
        return sqrt(line.base * line.top)  # a third in between costs less than one beyond
    # In turn, so that what changes slowly on a machine touches both ends alike; the short one first.
    fewer = min((line.base, line.top), key=lambda unit: times[unit])
    return fewer if times[fewer] < ENOUGH_RUNS or line.top >= reach.largest else _step(line.top, wanted, slept)


def _second_unit(samples: Sequence[Sample], prediction: Prediction, jitter: float, reach: Reach) -> float:
    unit, elapsed = samples[0].unit, min(sample.elapsed for sample in samples)
    if not prediction.resolution:
        return LARGEST_STEP * unit
    # The largest theory that a run is long enough for is the likeliest; what it leaves over is start-up.
    theories = [theory for theory in (claimed(prediction), *prediction.rivals.values()) if theory * unit <= elapsed]
    likeliest = max(theories, default=0.0)
    overhead = max(0.0, elapsed - likeliest * unit)
    apart = max(prediction.low - likeliest, likeliest - prediction.high, prediction.resolution)
    noise = 2 * floor(jitter, overhead) + min(waits(samples, jitter), HOPED)
    # A bound on one side says little about how long a run takes.
    slope = max(likeliest, claimed(prediction)) if prediction.approx is not None else _most(samples)
    # What a run takes beside this block's sleeps may be sleeps as well: that much is not to be spent on a guess.
    worth_its_cost = min((reach.beside - likeliest * unit) / slope, LARGEST_STEP * unit)
    return _step(unit, max(unit + MARGIN * noise / apart, worth_its_cost), slope)


def _step(unit: float, wanted: float, slope: float) -> float:
    """A unit above `unit`, as near to the one that is wanted as a step may lead where `slope` claim seconds are slept."""
    return min(max(wanted, SMALLEST_STEP * unit), max(LARGEST_STEP * unit, CHEAP / slope))
