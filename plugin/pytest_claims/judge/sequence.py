"""The sequential trial of one example: it asks for a unit, is sent a run, and returns a verdict. No clock, no machine.

The suite sends it real runs; the tests, the curves of `docs/method` and the replay of a report send it others.
"""

from collections.abc import Generator
from dataclasses import dataclass
from math import inf

from pytest_claims.instruments.seconds.prediction import Prediction
from pytest_claims.instruments.seconds.run import Run
from pytest_claims.judge.given import Given
from pytest_claims.judge.line import Sample
from pytest_claims.judge.next_unit import APART, SMALLEST_STEP, Limits, rounded
from pytest_claims.judge.single_run import Outcome
from pytest_claims.judge.slope import Reading, read
from pytest_claims.judge.witness import KEEPS_STATE, Decision, decide_with_seconds, decide_without_seconds, may_be_noise
from pytest_claims.model.verdict import Verdict
from pytest_claims.model.wording import real_time

#: The largest unit: the claim second is a real one …
REAL_SECOND = 1.0
#: … or longer, for sentences about less than this many seconds. A run that is shorter, in real seconds, does not tell a quarter
#: more from what starting processes adds, and a nap of 0.1 s does not stand out from what goes on beside it.
STRETCHED = 4.0
#: A claim second on which no duration rests has to outlast what a run takes beside its sleeps: up to here, in real seconds.
OUTLASTING = 4.0
#: How many runs an example with claim seconds in it may take in all.
MOST_RUNS = 16
#: How often a block is tried that found the machine too busy to tell.
TRIES = 4
#: A run of so many real seconds, in half of which somebody waited for a CPU, or on a machine whose wake-ups are so late, was
#: starved: what was to be done in time was not, and what did not end may only not have come to its end.
SLOW, LATE = 10.0, 0.01

NO_SECONDS = (
    "assert_duration judges claim seconds, but the test never asked for any: "
    "write program(seconds(1)) in place of program(1), with seconds from pytest_claims"
)
TOO_SHORT = "the experiment works where a claim second is longer, but not here"
NO_ASSERTION = (
    "the test ended without an assertion: state the sentence with assert, assert_duration or another assertion that is always "
    "reached"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on an example."""

    verdict: Verdict
    reason: str | None
    outcomes: list[Outcome]
    #: One reading for each `assert_duration` that the body reached.
    readings: list[Reading]

    @property
    def deciding(self) -> Outcome:
        """The newest run with this verdict at the largest unit; inconclusive runs count only if there are no others."""

        def rank(outcome: Outcome) -> tuple[bool, bool, float]:
            return outcome.verdict is not Verdict.INCONCLUSIVE, outcome.verdict is self.verdict, outcome.run.unit

        return max(reversed(self.outcomes), key=rank)

    @property
    def smallest_that_held(self) -> float:
        """The smallest unit from which on all runs agreed with the sentence; infinite where none did."""
        red = max((outcome.run.unit for outcome in self.outcomes if outcome.verdict is not Verdict.HOLDS), default=0.0)
        return min((run.unit for run in _passed(self.outcomes) if run.unit > red), default=inf)

    @property
    def predictions(self) -> list[Prediction]:
        """What each of the readings was judged against."""
        return [measurement.prediction for measurement in _passed(self.outcomes)[-1].measurements] if self.readings else []


def sequence(given: Given) -> Generator[float, Outcome, Judgement]:
    """Ask for units, in real seconds, and be sent the outcomes of runs there, until the verdict or the end of the budget."""
    outcomes: list[Outcome] = []
    unit = given.unit
    while True:
        outcomes.append((yield unit))
        readings = _readings(outcomes, given)
        found = _decide(outcomes, readings, given)
        if isinstance(found, float):
            unit, reason = rounded(found), _why_no_more(outcomes, found, given)
            if reason is None:
                continue
            found = Decision(Verdict.INCONCLUSIVE, reason)
        reason = found.reason
        if found.verdict is Verdict.INCONCLUSIVE:
            reason = f"no certain verdict after {_spent(outcomes)}: {reason}"
        return Judgement(found.verdict, reason, outcomes, readings)


def _decide(outcomes: list[Outcome], readings: list[Reading], given: Given) -> Decision | float:
    """The verdict on the example, or the unit at which to run next."""
    newest = outcomes[-1]
    if _was_starved(newest, given):
        return Decision(Verdict.INCONCLUSIVE, _left_too_little(newest))
    if newest.verdict is Verdict.BROKEN:
        # What was not ready in time on a busy machine may be where a claim second is longer.
        larger = _larger_for_a_broken_run(outcomes, given)
        if larger is not None:
            return larger
        if _worked_where_longer(outcomes):
            return Decision(Verdict.INCONCLUSIVE, f"{TOO_SHORT}: {newest.reason}")
        return Decision(Verdict.BROKEN, newest.reason)
    if newest.run.measurements and not newest.run.scales:
        return Decision(Verdict.BROKEN, NO_SECONDS)
    if newest.verdict is Verdict.INCONCLUSIVE:
        tries = sum(outcome.verdict is Verdict.INCONCLUSIVE for outcome in outcomes)
        return newest.run.unit if tries < TRIES else Decision(Verdict.INCONCLUSIVE, newest.reason)
    if given.asserts_are_counted and newest.run.assertions == 0 and newest.verdict is Verdict.HOLDS:
        return Decision(Verdict.BROKEN, NO_ASSERTION)
    if given.real_time and newest.run.scales and newest.run.unit < REAL_SECOND:
        return REAL_SECOND
    if newest.run.certain and not newest.run.measurements:
        return Decision(newest.verdict, newest.reason)
    decided = [outcome for outcome in outcomes if outcome.verdict in (Verdict.HOLDS, Verdict.REFUTED)]
    if not readings or any(outcome.verdict is Verdict.REFUTED for outcome in decided):
        largest = REAL_SECOND if given.real_time else max(OUTLASTING, _largest_unit(outcomes))
        scales = any(outcome.run.scales for outcome in decided)
        found = decide_with_seconds(decided, given, largest) if scales else decide_without_seconds(decided, given)
        if isinstance(found, float) or found.verdict is not Verdict.HOLDS or not readings:
            return found
    verdict = _common(readings)
    if verdict is None:
        return max(reading.next_unit for reading in readings if reading.verdict is None)
    return Decision(verdict, None)


def _was_starved(outcome: Outcome, given: Given) -> bool:
    waits = outcome.noise.wait_bound
    if waits == inf:
        waits = outcome.took if given.delay > LATE else 0.0
    measured = outcome.verdict is Verdict.HOLDS and outcome.run.measurements
    return not measured and outcome.took > SLOW and waits > outcome.took / 2


def _left_too_little(starved: Outcome) -> str:
    waits, took = starved.noise.wait_bound, starved.took
    long = "" if waits == inf else f", which waited for one during up to {real_time(min(waits, took), 2)} of {real_time(took)}"
    return f"others left too little of the CPUs to this process{long}" + (f": {starved.reason}" if starved.reason else "")


def _larger_for_a_broken_run(outcomes: list[Outcome], given: Given) -> float | None:
    """The unit at which to try again after a run that was broken, if noise may be why; None where that is certain."""
    newest, larger = outcomes[-1], APART * outcomes[-1].run.unit
    if newest.run.certain or not newest.run.scales or not may_be_noise(newest):
        return None
    longest_before = max((outcome.run.unit for outcome in outcomes[:-1] if outcome.verdict is Verdict.BROKEN), default=0.0)
    left = given.budget - sum(outcome.took for outcome in outcomes)
    possible = APART * newest.took < left and larger <= OUTLASTING
    return larger if possible and newest.run.unit > longest_before else None


def _worked_where_longer(outcomes: list[Outcome]) -> bool:
    """Whether the experiment worked where a claim second was longer, so that noise may be why it did not in the newest run."""
    newest = outcomes[-1]
    worked = any(outcome.run.unit > newest.run.unit and outcome.verdict is not Verdict.BROKEN for outcome in outcomes)
    return worked and newest.run.scales and not newest.run.certain and may_be_noise(newest)


def _why_no_more(outcomes: list[Outcome], unit: float, given: Given) -> str | None:
    """Why there is no further run, at `unit`; None where there may be one."""
    spent = sum(outcome.took for outcome in outcomes)
    left = given.budget - spent
    longest = max(outcomes, key=lambda outcome: outcome.run.unit)
    larger = [outcome for outcome in outcomes if outcome.run.unit >= unit]
    like = min(larger, key=lambda outcome: outcome.run.unit, default=longest)
    price = like.took * max(1.0, unit / like.run.unit)
    if price > left:
        return f"one that could tell would take {real_time(price)}, and {real_time(max(left, 0.0))} are left"
    scales = any(outcome.run.scales and (outcome.run.measurements or not given.hunted) for outcome in outcomes)
    if scales and len(outcomes) >= MOST_RUNS:
        return f"they differ by more than the sentence allows. The machine was busy, or {KEEPS_STATE}"
    return None


def _spent(outcomes: list[Outcome]) -> str:
    many = "1 run" if len(outcomes) == 1 else f"{len(outcomes)} runs"
    return f"{many} in {real_time(sum(outcome.took for outcome in outcomes))}"


def _common(readings: list[Reading]) -> Verdict | None:
    """What all durations of the body say together: one that is refuted is enough to refute it."""
    verdicts = {reading.verdict for reading in readings}
    if Verdict.REFUTED in verdicts:
        return Verdict.REFUTED
    return Verdict.HOLDS if verdicts == {Verdict.HOLDS} else None


def _passed(outcomes: list[Outcome]) -> list[Run]:
    """The runs in which no other assertion failed."""
    return [outcome.run for outcome in outcomes if outcome.verdict is Verdict.HOLDS]


def _readings(outcomes: list[Outcome], given: Given) -> list[Reading]:
    """One reading for each measurement."""
    passed = _passed(outcomes)
    limits = Limits(_largest_unit(outcomes), SMALLEST_STEP if given.established else APART)
    readings = []
    for index in range(min((len(run.measurements) for run in passed), default=0)):
        measured = [(run.unit, run.measurements[index]) for run in passed]
        samples = [Sample(unit, one.elapsed, one.wait_bound, one.before, one.wait_bound_before) for unit, one in measured]
        readings.append(read(samples, measured[-1][1].prediction, given.unexplained_delay, limits))
    return readings


def _largest_unit(outcomes: list[Outcome]) -> float:
    measurements = [measurement for outcome in outcomes for measurement in outcome.run.measurements]
    claimed = [measurement.prediction.approx for measurement in measurements if measurement.prediction.approx]
    return rounded(max(REAL_SECOND, STRETCHED / min(claimed, default=STRETCHED)))
