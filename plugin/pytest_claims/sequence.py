"""The sequential trial of one example: it asks for a unit, is sent a run, and returns a verdict. No clock, no machine.

The suite sends it real runs; the tests, the curves of `docs/method` and the replay of a report send it others.
"""

from collections.abc import Generator
from dataclasses import dataclass
from math import inf

from pytest_claims.clock import Run
from pytest_claims.outcome import Outcome
from pytest_claims.prediction import Prediction
from pytest_claims.slope import APART, Limits, Reading, Sample, read
from pytest_claims.verdict import Verdict
from pytest_claims.witness import (
    SAME_AT,
    Circumstances,
    has_been_the_same,
    may_be_noise,
    weigh_repeated,
    weigh_scaled,
)

#: The largest unit: the claim second is a real one …
REAL_SECOND = 1.0
#: … or longer, for sentences about less than this many seconds: a nap of 0.1 s does not stand out from what goes on beside
#: it, such as the calls to a manager. For so many real seconds any program here is mostly asleep.
STRETCHED = 2.0
#: A claim second on which no duration rests has to outlast what a run takes beside its sleeps: up to here, in real seconds.
OUTLASTING = 4.0
#: Real seconds for all examples of a program or a contrast; then what is not decided is *inconclusive*. A surprise about sleeps
#: of ten claim seconds is run at 0.04, 0.2 and 1 real seconds each; two such sleeps after one another take 25 s.
BUDGET = 45.0
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
NO_ASSERTION = (
    "the test ended without an assertion: state the sentence with assert, assert_duration or another assertion that is always "
    "reached"
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the judge of an example is given beside its runs. The report has it, so that anybody can judge the runs again."""

    #: The unit of the first run, in real seconds.
    unit: float
    #: Real seconds that are left.
    budget: float = BUDGET
    #: How late a wake-up may be on this machine, in real seconds: in all, and what no wait for a CPU explains.
    delay: float = 0.0
    unexplained_delay: float = 0.0
    #: From which unit on neither start-up nor noise decides: the program, which starts as its contrast does, has held there.
    outgrown: float = inf
    #: Whether another example of the same program has held at units far enough apart, or often enough.
    established: bool = False
    #: Whether a run that contradicts is looked for longer than else: a contrast may race, and need not contradict each time.
    hunted: bool = False
    real_time: bool = False
    #: Whether a run that counts no assertion has reached none.
    asserts_are_counted: bool = True


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
        """The run that decided: the newest with this verdict at the largest unit."""
        return max(
            reversed(self.outcomes),
            key=lambda outcome: (
                outcome.verdict is self.verdict,
                outcome.verdict is not Verdict.INCONCLUSIVE,
                outcome.run.unit,
            ),
        )

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
        step = _step(outcomes, given)
        if isinstance(step, Judgement):
            return step
        unit = step
        reason = _why_no_more(outcomes, unit, given)
        if reason:
            return Judgement(Verdict.INCONCLUSIVE, reason, outcomes, _readings(outcomes, given))


def _step(outcomes: list[Outcome], given: Given) -> Judgement | float:
    """The verdict on the example, or the unit at which to run next."""
    newest = outcomes[-1]

    def decided(verdict: Verdict, reason: str | None) -> Judgement:
        return Judgement(verdict, reason, outcomes, _readings(outcomes, given))

    if _was_starved(newest, given):
        said = f": {newest.reason}" if newest.reason else ""
        return decided(Verdict.INCONCLUSIVE, f"others left too little of the CPUs to this process{said}")
    if newest.verdict is Verdict.BROKEN:
        # What was not ready in time on a busy machine may be where a claim second is longer.
        larger = _larger_for_a_broken_run(outcomes, given)
        return decided(Verdict.BROKEN, newest.reason) if larger is None else larger
    if newest.run.measurements and not newest.run.scales:
        return decided(Verdict.BROKEN, NO_SECONDS)
    if newest.verdict is Verdict.INCONCLUSIVE:
        tries = sum(outcome.verdict is Verdict.INCONCLUSIVE for outcome in outcomes)
        return newest.run.unit if tries < TRIES else decided(Verdict.INCONCLUSIVE, newest.reason)
    if given.asserts_are_counted and newest.run.assertions == 0 and newest.verdict is Verdict.HOLDS:
        return decided(Verdict.BROKEN, NO_ASSERTION)
    if given.real_time and newest.run.scales and newest.run.unit < REAL_SECOND:
        return REAL_SECOND
    told = [outcome for outcome in outcomes if outcome.verdict in (Verdict.HOLDS, Verdict.REFUTED)]
    readings = _readings(outcomes, given)
    if not readings or any(outcome.verdict is Verdict.REFUTED for outcome in told):
        weigh = weigh_scaled if any(outcome.run.scales for outcome in told) else weigh_repeated
        largest = REAL_SECOND if given.real_time else max(OUTLASTING, _largest_unit(outcomes))
        found = weigh(told, Circumstances(largest, given.outgrown, given.established, given.hunted))
        if isinstance(found, float):
            return found
        if found.verdict is not Verdict.HOLDS or not readings:
            return decided(found.verdict, found.reason)
    verdict = _common(readings)
    if verdict is None:
        return max(reading.next_unit for reading in readings if reading.verdict is None)
    return decided(verdict, None)


def _was_starved(outcome: Outcome, given: Given) -> bool:
    waits = outcome.noise.held
    if waits == inf:
        waits = outcome.took if given.delay > LATE else 0.0
    told = outcome.verdict is Verdict.HOLDS and outcome.run.measurements
    return not told and outcome.took > SLOW and waits > outcome.took / 2


def _larger_for_a_broken_run(outcomes: list[Outcome], given: Given) -> float | None:
    """The unit at which to try again after a run that was broken, if noise may be why; None where that is certain."""
    newest = outcomes[-1]
    once = sum(outcome.verdict is Verdict.BROKEN for outcome in outcomes) == 1
    left = given.budget - sum(outcome.took for outcome in outcomes)
    affordable = APART * newest.took < left and APART * newest.run.unit <= OUTLASTING
    return APART * newest.run.unit if newest.run.scales and once and affordable and may_be_noise(newest) else None


def _why_no_more(outcomes: list[Outcome], unit: float, given: Given) -> str | None:
    """Why there is no further run, at `unit`; None where there may be one."""
    spent = sum(outcome.took for outcome in outcomes)
    left = given.budget - spent
    longest = max(outcomes, key=lambda outcome: outcome.run.unit)
    price = longest.took * max(1.0, unit / longest.run.unit)
    many = "1 run" if len(outcomes) == 1 else f"{len(outcomes)} runs"
    said = f"no certain verdict after {many} in {spent:.2g} s"
    if price > left:
        return f"{said}: one that could tell would take {price:.2g} s, and {max(left, 0.0):.2g} s are left"
    scales = any(outcome.run.scales and (outcome.run.measurements or not given.hunted) for outcome in outcomes)
    if scales and len(outcomes) >= MOST_RUNS:
        return f"{said}: they differ by more than the sentence allows. The machine was busy, or {SAME_AT}"
    return None


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
    apart = has_been_the_same(given.established)
    limits = Limits(_largest_unit(outcomes), apart)
    readings = []
    for index in range(min((len(run.measurements) for run in passed), default=0)):
        measured = [(run.unit, run.measurements[index]) for run in passed]
        samples = [Sample(unit, one.elapsed, one.held, one.before, one.held_before) for unit, one in measured]
        readings.append(read(samples, measured[-1][1].prediction, given.unexplained_delay, limits))
    return readings


def _largest_unit(outcomes: list[Outcome]) -> float:
    measurements = [measurement for outcome in outcomes for measurement in outcome.run.measurements]
    claimed = [measurement.prediction.approx for measurement in measurements if measurement.prediction.approx]
    return max(REAL_SECOND, STRETCHED / min(claimed, default=STRETCHED))
