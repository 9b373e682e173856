"""What runs say together whose witness is no duration: what was first, what had ended by then, what still waits, what is there.

One run that contradicts the sentence, and that neither noise nor start-up explains, refutes it, however many agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from pytest_claims.judge.given import Given
from pytest_claims.judge.line import TICK
from pytest_claims.judge.next_unit import APART, LONG, SMALLEST_STEP, are_apart
from pytest_claims.judge.single_run import Outcome
from pytest_claims.model.verdict import Verdict
from pytest_claims.model.wording import real_time

#: So many runs have to contradict, and none to agree, where noise may be why.
CONTRADICTIONS = 3
#: A claim without seconds in it may race. So it is run at least twice, and for at least so many real seconds.
REPEAT_SECONDS = 0.03
#: A contrast that races is run until it contradicts the sentence, for at most so many real seconds.
SEARCH_SECONDS = 1.0

#: The second unit makes a run last for at least so many real seconds, if one more step is enough for that: what ends after half
#: a real second, whatever the unit, must not look like something that never ends.
WATCH_SECONDS = 0.5

#: If start-up or noise caused the only contradiction, it causes another one where a claim second is so many times shorter, in
#: at least one of so many runs there.
SHORTER, SHORTER_RUNS = 25.0, 3
#: The next claim second is so many times as long as the time that it has to outlast, which differs from run to run.
MARGIN = 1.3

KEEPS_STATE = "the test keeps something from one run to the next, such as a global or a fixture of a wider scope"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the runs say together."""

    verdict: Verdict
    reason: str | None


def decide_without_seconds(outcomes: Sequence[Outcome], given: Given) -> Decision | float:
    """What the runs of a claim without seconds say, or the unit of one more."""
    newest = outcomes[-1]
    contradicting = [outcome for outcome in outcomes if outcome.verdict is Verdict.REFUTED]
    if not contradicting:
        spent = sum(outcome.took for outcome in outcomes)
        least, time = (2, SEARCH_SECONDS) if given.hunted else (1, 0.0) if given.established else (2, REPEAT_SECONDS)
        return Decision(Verdict.HOLDS, None) if len(outcomes) >= least and spent >= time else newest.run.unit
    certain = next(
        (outcome for outcome in contradicting if given.outgrown < inf or not _others_may_have_delayed(outcome)), None
    )
    if certain is not None:
        return Decision(Verdict.REFUTED, _summary(certain, contradicting, outcomes))
    if len(contradicting) < len(outcomes):
        return _runs_disagree(contradicting[0], contradicting, outcomes)
    return Decision(Verdict.REFUTED, contradicting[-1].reason) if len(contradicting) >= CONTRADICTIONS else newest.run.unit


def decide_with_seconds(outcomes: Sequence[Outcome], given: Given, largest: float) -> Decision | float:
    """What the runs of a claim with seconds in it say, or the unit of the next, which is no larger than `largest`.

    Whatever a run says, it counts where a claim second outlasts what the run takes beside its sleeps, which may be start-up,
    and half of one outlasts what it waited for a CPU. Below that start-up or noise decides who is first.
    """
    runs = _Runs(outcomes, given, largest)
    contradicts = runs.at_top[-1].verdict is Verdict.REFUTED
    return runs.newest_contradicts() if contradicts else runs.newest_agrees()


class _Runs:
    """The runs of a claim with seconds in it."""

    def __init__(self, outcomes: Sequence[Outcome], given: Given, largest: float) -> None:
        self.outcomes, self.given, self.largest = outcomes, given, largest
        self.overhead, self.slope = _overhead_and_slope(outcomes)
        self.units = sorted({outcome.run.unit for outcome in outcomes})
        self.base, self.top = self.units[0], self.units[-1]
        self.at_top = [outcome for outcome in outcomes if outcome.run.unit == self.top]
        self.contradicting = [outcome for outcome in outcomes if outcome.verdict is Verdict.REFUTED]

    def newest_contradicts(self) -> Decision | float:
        newest = self.at_top[-1]
        doubt = self._other_cause(newest)
        if len(self.units) > 1 and not doubt:
            smaller = [outcome for outcome in self.outcomes if are_apart(outcome.run.unit, self.top, APART)]
            everywhere = all(outcome.verdict is Verdict.REFUTED for outcome in smaller)
            if not may_be_noise(newest) or (everywhere and are_apart(self.base, self.top, APART)):
                return Decision(Verdict.REFUTED, _summary(newest, self.contradicting, self.outcomes))
        if len(self.units) == 1 and (newest.took > LONG or self.top >= self.largest):
            return self.top / APART
        if self.top < self.largest:
            return self._larger_unit(MARGIN * max(self.overhead, 2 * (newest.noise.waited or 0.0)))
        if doubt:
            return Decision(Verdict.INCONCLUSIVE, f"{doubt}: {newest.reason}")
        if any(outcome.verdict is Verdict.HOLDS for outcome in self.at_top):
            return _runs_disagree(newest, self.contradicting, self.outcomes)
        return Decision(Verdict.REFUTED, newest.reason) if len(self.at_top) >= CONTRADICTIONS else self.top

    def newest_agrees(self) -> Decision | float:
        if not self.contradicting and self.given.established:
            return Decision(Verdict.HOLDS, None)
        if len(self.units) > 1:
            for outcome in self.contradicting:
                found = self._earlier_contradiction(outcome)
                if found is not None:
                    return found
        agreeing = [unit for unit in self.units if all(unit > outcome.run.unit for outcome in self.contradicting)]
        if not agreeing and self.top >= self.largest:
            return _runs_disagree(self.contradicting[-1], self.contradicting, self.outcomes)
        # From here up all runs agree.
        base = min(agreeing, default=self.top)
        waited = min(map(_wait_that_may_decide, self.at_top))
        if are_apart(base, self.top, APART) and self.overhead <= max(1.0, self.slope) * self.top and not waited:
            spent = sum(outcome.took for outcome in self.outcomes)
            if self.given.hunted and spent < SEARCH_SECONDS:
                return base
            return self._cause_acts_where_it_weighs_more() or Decision(Verdict.HOLDS, None)
        if self.top < self.largest:
            outlasts = max(self.overhead / max(1.0, self.slope), 2 * waited)
            return self._larger_unit(max(APART * base, MARGIN * outlasts))
        if self.overhead > max(1.0, self.slope) * self.top:
            reason = f"what a run takes beside its sleeps, {real_time(self.overhead, 2)}, may be what decided"
            return Decision(Verdict.INCONCLUSIVE, reason)
        if waited:
            return Decision(Verdict.INCONCLUSIVE, _waited_too_long(waited))
        return self.top / APART

    def _earlier_contradiction(self, one: Outcome) -> Decision | float | None:
        """Whether it was the unit: the same unit once more shows it, where neither start-up nor noise explains `one`."""
        again = [outcome for outcome in self.outcomes if outcome.run.unit == one.run.unit]
        agreed = any(outcome.verdict is Verdict.HOLDS for outcome in again)
        if self._other_cause(one):
            return None
        if may_be_noise(one):
            return _runs_disagree(one, self.contradicting, self.outcomes) if agreed and one.run.unit == self.top else None
        if agreed:
            return Decision(Verdict.REFUTED, _summary(one, self.contradicting, self.outcomes))
        return one.run.unit if len(again) == 1 else None

    def _cause_acts_where_it_weighs_more(self) -> Decision | float | None:
        """Whether what is to explain the only contradiction, start-up or noise, makes another one where it weighs more."""
        if len(self.contradicting) != 1:
            return None
        unit = self.contradicting[0].run.unit / SHORTER
        tries = sum(outcome.run.unit <= unit for outcome in self.outcomes)
        return unit if tries < SHORTER_RUNS else _runs_disagree(self.contradicting[0], self.contradicting, self.outcomes)

    def _larger_unit(self, wanted: float) -> float:
        """The next larger unit, as near to the one that is wanted as a step may lead."""
        if len(self.units) == 1:
            step = max(APART, min(WATCH_SECONDS / self.at_top[-1].took, APART**2)) * self.top
        else:
            step = min(max(SMALLEST_STEP * self.top, wanted), APART * self.top)
        return min(step, self.largest)

    def _other_cause(self, outcome: Outcome) -> str | None:
        """What else than the program may have decided who was first: start-up, timers, or a wait for a CPU."""
        unit, waited = outcome.run.unit, _wait_that_may_decide(outcome)
        if unit >= self.given.outgrown:
            return None
        off = max(TICK, self.given.delay)
        if unit < off:
            return f"{real_time(off, 2)}, by which timers are off, may be what decided"
        if self.overhead > unit:
            return f"what a run takes beside its sleeps, {real_time(self.overhead, 2)}, may be what decided"
        return _waited_too_long(waited) if waited else None


def _wait_that_may_decide(outcome: Outcome) -> float:
    """The real seconds that a run waited for a CPU, where two timers may both have fallen due meanwhile; else none."""
    waited = outcome.noise.waited or 0.0
    return waited if waited >= outcome.run.unit / 2 else 0.0


def _waited_too_long(waited: float) -> str:
    return f"the {real_time(waited, 2)} that it waited for a CPU may be what decided"


def _runs_disagree(one: Outcome, contradicting: Sequence[Outcome], outcomes: Sequence[Outcome]) -> Decision:
    summary = _summary(one, contradicting, outcomes)
    return Decision(Verdict.INCONCLUSIVE, f"they do not agree ({summary}). Others kept the CPUs busy, or {KEEPS_STATE}")


def _summary(one: Outcome, contradicting: Sequence[Outcome], outcomes: Sequence[Outcome]) -> str | None:
    """What the outcome `one` said, and how many of the runs contradict unless all do."""
    if len(contradicting) == len(outcomes):
        return one.reason
    return f"{len(contradicting)} of {len(outcomes)} runs contradict" + (f": {one.reason}" if one.reason else "")


def _others_may_have_delayed(outcome: Outcome) -> bool:
    """Whether somebody waited for a CPU during half of the run, so that what was compared by the clock may be their doing."""
    return outcome.took / 2 < outcome.noise.wait_bound < inf


def may_be_noise(outcome: Outcome) -> bool:
    """Whether somebody may have waited for a CPU for half a claim second; where nobody counts, nobody knows."""
    return outcome.noise.wait_bound >= outcome.run.unit / 2


def noise_of(outcome: Outcome) -> tuple[bool, bool]:
    """What is asked here of a run's noise. A report tells runs apart for which the answers differ, to be judged again."""
    return may_be_noise(outcome), _others_may_have_delayed(outcome)


def _overhead_and_slope(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """The real seconds that a run takes beside its sleeps, such as start-up, and its sleeps in claim seconds."""
    by_unit: dict[float, float] = {}
    for outcome in outcomes:
        by_unit[outcome.run.unit] = min(outcome.took, by_unit.get(outcome.run.unit, outcome.took))
    small, large = min(by_unit), max(by_unit)
    slope = max(0.0, by_unit[large] - by_unit[small]) / (large - small) if large > small else 0.0
    return max(0.0, by_unit[large] - slope * large), slope
