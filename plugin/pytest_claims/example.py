"""Judge one example: run the test's body, at as many units as it takes to tell."""

from dataclasses import dataclass, field
from math import inf
from time import perf_counter
from typing import Any

from pytest_claims.children import descendants
from pytest_claims.clock import Run
from pytest_claims.line import Sample
from pytest_claims.noise import Lateness, oversleep
from pytest_claims.outcome import Body, Outcome, Translate, run_once
from pytest_claims.prediction import Prediction
from pytest_claims.slope import Reach, Reading, read
from pytest_claims.verdict import Verdict

#: The largest unit: the claim second is a real one …
REAL_SECOND = 1.0
#: … or longer, for sentences about less than this many seconds: a nap of 0.1 s does not stand out from what goes on beside
#: it, such as the calls to a manager. For so many real seconds any program here is mostly asleep.
STRETCHED = 2.0
#: Real seconds for all examples of a program or a contrast; then what is not decided is *inconclusive*. A surprise about sleeps
#: of ten claim seconds is run at 0.04, 0.2 and 1 real seconds each; two such sleeps after one another take 25 s.
BUDGET = 45.0
#: Real seconds for which a look at the machine is good: it takes ten milliseconds.
FRESH = 0.5
#: How often a block is tried that found the machine too busy to tell.
TRIES = 4
#: How many runs an example may take in all.
MOST_RUNS = 16
#: How much larger the unit gets when an outcome was a surprise, and how often the same surprise is believed.
SURPRISE_STEP, SURPRISES = 5.0, 3
#: A run of so many real seconds, in half of which somebody waited for a CPU, or on a machine whose wake-ups are so late, was
#: starved: what was to be done in time was not, and what did not end may only not have come to its end.
SLOW, LATE = 10.0, 0.01
#: Where to begin, by what has to start before anybody sleeps: a unit much smaller than the time between the first and the last
#: worker's start measures start-up only. Read on two idle cores: threads and tasks start within 1 ms, forked workers within 10,
#: those of a fork server within 20 and spawned ones within 100.
FIRST_UNIT = {None: 0.005, "fork": 0.01, "forkserver": 0.02, "spawn": 0.04}


@dataclass
class Bench:
    """What is learned from one example and used in the next of the same case."""

    #: The unit of the first run, in real seconds.
    unit: float
    #: Real seconds that are left.
    budget: float = BUDGET
    real_time: bool = False
    #: How late a wake-up may be on this machine at this moment.
    lateness: Lateness = field(default_factory=Lateness)
    #: When that was looked at.
    looked: float = -inf
    #: Exceptions that belong to whoever generates the examples, and pass through.
    foreign: tuple[type[BaseException], ...] = ()
    #: What an exception that only the test runner knows means in our terms; None where it means nothing to us.
    translate: Translate = lambda error: None
    #: Whether a run that counts no assertion has reached none.
    asserts_are_counted: bool = True


@dataclass
class Example:
    """One example and what it showed."""

    #: The arguments, as in a call: ``workers=10``.
    arguments: str
    verdict: Verdict
    reason: str | None
    outcomes: list[Outcome]
    #: One reading for each `assert_duration` that the body reached.
    readings: list[Reading] = field(default_factory=list)

    @property
    def predictions(self) -> list[Prediction]:
        """What each of the readings was judged against."""
        passed = [outcome.run for outcome in self.outcomes if outcome.verdict is Verdict.HOLDS]
        return [measurement.prediction for measurement in passed[-1].measurements] if passed else []

    @property
    def last(self) -> Run:
        """The run that decided: the one at the largest unit."""
        return _deciding(self.outcomes).run


def judge_example(body: Body, arguments: str, expected: Verdict, bench: Bench) -> Example:
    """Run `body` until the example's verdict is certain, or the budget is used up.

    An outcome as expected is believed at the first unit, unless it rests on durations. A surprise that could be noise has to
    repeat itself at larger units; the largest decides. Every run that was made is kept.
    """
    deadline = perf_counter() + bench.budget
    _look_at_the_machine(bench)
    # What runs here already, started by a fixture for example, is not a run's to leave behind.
    before = descendants()
    outcomes: list[Outcome] = []
    unit = bench.unit
    while True:
        outcome = run_once(body, unit, before, bench.foreign, bench.translate)
        outcomes.append(outcome)
        left = deadline - perf_counter()
        example = _decide(outcomes, arguments, expected, bench)
        if isinstance(example, Example):
            break
        unit = min(example, _largest_unit(outcomes))
        if _price(outcomes, unit) > left or len(outcomes) >= MOST_RUNS:
            reason = f"no certain verdict within {BUDGET:.0f} s and {MOST_RUNS} runs" + (
                f"; the last run saw: {outcome.reason}" if outcome.reason else ""
            )
            example = Example(arguments, Verdict.INCONCLUSIVE, reason, outcomes, _readings(outcomes, bench))
            break
    bench.budget = max(1.0, deadline - perf_counter())
    return example


def _look_at_the_machine(bench: Bench) -> None:
    now = perf_counter()
    if now - bench.looked > FRESH:
        bench.lateness = oversleep().or_half_of(bench.lateness)
        bench.looked = now


def _decide(outcomes: list[Outcome], arguments: str, expected: Verdict, bench: Bench) -> Example | float:
    """The verdict on the example, or the unit at which to run next."""
    newest = outcomes[-1]
    largest = _deciding(outcomes)
    unit = largest.run.unit

    def decided(verdict: Verdict, reason: str | None) -> Example:
        return Example(arguments, verdict, reason, outcomes, readings)

    readings = _readings(outcomes, bench)
    if newest.verdict not in (expected, Verdict.INCONCLUSIVE) and _was_starved(newest, bench):
        said = f": {newest.reason}" if newest.reason else ""
        return decided(Verdict.INCONCLUSIVE, f"others left too little of the CPUs to this process{said}")
    if newest.verdict is Verdict.BROKEN:
        return decided(Verdict.BROKEN, newest.reason)
    if newest.verdict is Verdict.INCONCLUSIVE:
        return newest.run.unit if len(outcomes) < TRIES else decided(Verdict.INCONCLUSIVE, newest.reason)
    if bench.asserts_are_counted and newest.run.assertions == 0 and newest.verdict is Verdict.HOLDS:
        return decided(Verdict.BROKEN, "no assertion was reached")
    if bench.real_time and newest.run.scales and unit < REAL_SECOND:
        return REAL_SECOND
    if largest.verdict is Verdict.REFUTED or not readings:
        if not newest.run.scales:
            told = {outcome.verdict for outcome in outcomes} - {Verdict.INCONCLUSIVE}
            if len(told) > 1:
                return decided(Verdict.INCONCLUSIVE, f"others kept the CPUs busy, and {len(outcomes)} runs do not agree")
            if newest.verdict is not expected and _was_beside_others(newest) and len(outcomes) < SURPRISES:
                return unit
        surprising = newest.run.scales and largest.verdict is not expected
        same = [outcome for outcome in outcomes if outcome.verdict is largest.verdict]
        doubt = _doubt(outcomes, largest)
        if not surprising or (len(same) >= SURPRISES and not doubt):
            return decided(largest.verdict, largest.reason)
        if unit < _largest_unit(outcomes):
            return unit * SURPRISE_STEP
        reason = ": ".join(filter(None, (doubt, largest.reason))) or None
        return decided(Verdict.INCONCLUSIVE if doubt else largest.verdict, reason)
    verdict = _common(readings)
    if verdict is None:
        return max(reading.next_unit for reading in readings if reading.verdict is None)
    if verdict is not expected and unit < _largest_unit(outcomes):
        # A surprise has to be the same at much smaller units.
        small = [outcome for outcome in outcomes if outcome.run.unit <= unit / SURPRISE_STEP]
        if len({outcome.run.unit for outcome in small}) < 2 or _common(_readings(small, bench)) is not verdict:
            return unit * SURPRISE_STEP
    return decided(verdict, None)


def _was_starved(outcome: Outcome, bench: Bench) -> bool:
    waits = outcome.noise.held
    if waits == inf:
        waits = outcome.took if bench.lateness.whole > LATE else 0.0
    return outcome.took > SLOW and waits > outcome.took / 2


def _was_beside_others(outcome: Outcome) -> bool:
    """Whether somebody waited for a CPU during half of the run, so that what was compared by the clock may be their doing."""
    return outcome.took / 2 < outcome.noise.held < inf


def _doubt(outcomes: list[Outcome], largest: Outcome) -> str | None:
    """What else may have decided who was first in the `largest` run: start-up, or a wait in which two timers both fell due."""
    beside, waited = _beside_sleeping(outcomes), largest.noise.waited or 0.0
    if beside > largest.run.unit:
        return f"what a run takes beside its sleeps, {beside:.2g} s, may be what decided"
    return f"the {waited:.2g} s that it waited for a CPU may be what decided" if waited >= largest.run.unit / 2 else None


def _beside_sleeping(outcomes: list[Outcome]) -> float:
    """The real seconds that a run takes beside its sleeps, such as start-up; all of them where there is one unit only.

    A sentence about sleeps leaves a claim second or more between what should happen and what should not. While that is less
    than the start-up of a process, it is start-up that decides who is first.
    """
    small, *_, large = sorted([outcomes[0], *outcomes], key=lambda outcome: outcome.run.unit)
    longer = large.run.unit - small.run.unit
    slope = max(0.0, large.took - small.took) / longer if longer else 0.0
    return large.took - slope * large.run.unit


def _common(readings: list[Reading]) -> Verdict | None:
    """What all durations of the body say together: one that is refuted is enough to refute it."""
    verdicts = {reading.verdict for reading in readings}
    if Verdict.REFUTED in verdicts:
        return Verdict.REFUTED
    return Verdict.HOLDS if verdicts == {Verdict.HOLDS} else None


def _deciding(outcomes: list[Outcome]) -> Outcome:
    """The run at the largest unit: the newest of several, but one that could not tell only where none could."""
    return max(reversed(outcomes), key=lambda outcome: (outcome.verdict is not Verdict.INCONCLUSIVE, outcome.run.unit))


def _readings(outcomes: list[Outcome], bench: Bench) -> list[Reading]:
    """One reading for each measurement, from the runs in which no other assertion failed."""
    passed = [outcome.run for outcome in outcomes if outcome.verdict is Verdict.HOLDS]
    reach = Reach(_largest_unit(outcomes), _beside_sleeping(outcomes))
    readings = []
    for index in range(min((len(run.measurements) for run in passed), default=0)):
        samples = [Sample(run.unit, run.measurements[index].elapsed, run.measurements[index].held) for run in passed]
        prediction = passed[-1].measurements[index].prediction
        readings.append(read(samples, prediction, bench.lateness.unexplained, reach))
    return readings


def _largest_unit(outcomes: list[Outcome]) -> float:
    measurements = [measurement for outcome in outcomes for measurement in outcome.run.measurements]
    claimed = [measurement.prediction.approx for measurement in measurements if measurement.prediction.approx]
    return max(REAL_SECOND, STRETCHED / min(claimed, default=STRETCHED))


def _price(outcomes: list[Outcome], unit: float) -> float:
    """The real seconds that a run at `unit` will take at the most, going by the longest one so far."""
    longest = max(outcomes, key=lambda outcome: outcome.run.unit)
    return longest.took * max(1.0, unit / longest.run.unit)


def arguments_of(values: dict[str, Any]) -> str:
    """How an example's arguments are written."""
    return ", ".join(f"{name}={value!r}" for name, value in values.items())
