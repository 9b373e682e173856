"""What runs say together whose witness is no duration: what was first, what had ended by then, what still waits, what is there.

One run that contradicts the sentence, and that neither noise nor start-up explains, refutes it, however many agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from pytest_claims.judge.given import Given
from pytest_claims.judge.single_run import Outcome
from pytest_claims.judge.slope import APART, LONG, SMALLEST_STEP, TICK
from pytest_claims.model.verdict import Verdict

#: How often a contradiction has to be the same where noise may be why.
SURPRISES = 3
#: A claim without seconds in it is run for so many real seconds, and at least twice: it may race.
CHEAP = 0.03
#: For so many real seconds a contradiction is looked for where one has to be found, as with a contrast that races.
HUNT = 1.0

#: The first larger unit makes a run last for so many real seconds, if that is not more than another step larger: what takes
#: half a real second is not to be mistaken for what lasts for claim seconds.
WATCHED = 0.5

#: What start-up or noise did once it does again where a claim second is so many times shorter, in one of so many runs.
SHORTER, AGAIN = 25.0, 3
#: How much longer the next claim second is than what it has to outlast: the next run tells how long that is.
MARGIN = 1.3
#: Units are products: five times is five times but for their last digit.
_APART = 0.999 * APART

SAME_AT = "the test keeps something from one run to the next, such as a global or a fixture of a wider scope"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the runs say together."""

    verdict: Verdict
    reason: str | None


def weigh_repeated(told: Sequence[Outcome], given: Given) -> Weighed | float:
    """What the runs of a claim without seconds say, or the unit of one more."""
    newest = told[-1]
    red = [outcome for outcome in told if outcome.verdict is Verdict.REFUTED]
    if not red:
        spent = sum(outcome.took for outcome in told)
        least, time = (2, HUNT) if given.hunted else (1, 0.0) if given.established else (2, CHEAP)
        return Weighed(Verdict.HOLDS, None) if len(told) >= least and spent >= time else newest.run.unit
    certain = next((outcome for outcome in red if given.outgrown < inf or not _was_beside_others(outcome)), None)
    if certain is not None:
        return Weighed(Verdict.REFUTED, _said(certain, red, told))
    if len(red) < len(told):
        return _disagree(red[0], red, told)
    return Weighed(Verdict.REFUTED, red[-1].reason) if len(red) >= SURPRISES else newest.run.unit


def weigh_scaled(told: Sequence[Outcome], given: Given, largest: float) -> Weighed | float:
    """What the runs of a claim with seconds in it say, or the unit of the next, which is no larger than `largest`.

    A run that contradicts counts where a claim second outlasts what the run takes beside its sleeps, which may be start-up, and
    half of one outlasts what it waited for a CPU. Below that start-up or noise decides who is first.
    """
    runs = _Runs(told, given, largest)
    contradicts = runs.at_top[-1].verdict is Verdict.REFUTED
    return runs.weigh_a_contradiction_at_the_top() if contradicts else runs.weigh_an_agreement_at_the_top()


class _Runs:
    """The runs of a claim with seconds in it."""

    def __init__(self, told: Sequence[Outcome], given: Given, largest: float) -> None:
        self.told, self.given, self.largest = told, given, largest
        self.beside, self.slope = _beside_and_slope(told)
        self.units = sorted({outcome.run.unit for outcome in told})
        self.base, self.top = self.units[0], self.units[-1]
        self.at_top = [outcome for outcome in told if outcome.run.unit == self.top]
        self.red = [outcome for outcome in told if outcome.verdict is Verdict.REFUTED]

    def weigh_a_contradiction_at_the_top(self) -> Weighed | float:
        newest = self.at_top[-1]
        doubt = self._doubt(newest)
        if len(self.units) > 1 and not doubt:
            smaller = [outcome for outcome in self.told if outcome.run.unit <= self.top / _APART]
            everywhere = all(outcome.verdict is Verdict.REFUTED for outcome in smaller)
            if not may_be_noise(newest) or (everywhere and self.top >= _APART * self.base):
                return Weighed(Verdict.REFUTED, _said(newest, self.red, self.told))
        if len(self.units) == 1 and (newest.took > LONG or self.top >= self.largest):
            return self.top / APART
        if self.top < self.largest:
            return self._further(max(self.beside, 2 * (newest.noise.waited or 0.0)))
        if doubt:
            return Weighed(Verdict.INCONCLUSIVE, f"{doubt}: {newest.reason}")
        if any(outcome.verdict is Verdict.HOLDS for outcome in self.at_top):
            return _disagree(newest, self.red, self.told)
        return Weighed(Verdict.REFUTED, newest.reason) if len(self.at_top) >= SURPRISES else self.top

    def weigh_an_agreement_at_the_top(self) -> Weighed | float:
        if not self.red and self.given.established:
            return Weighed(Verdict.HOLDS, None)
        if len(self.units) > 1:
            for outcome in self.red:
                found = self._weigh_a_contradiction_below(outcome)
                if found is not None:
                    return found
        # From here up all runs agree.
        base = min(unit for unit in self.units if all(unit > outcome.run.unit for outcome in self.red))
        if self.top >= _APART * base and self.beside <= max(1.0, self.slope) * self.top:
            spent = sum(outcome.took for outcome in self.told)
            if self.given.hunted and spent < HUNT:
                return base
            return self._weigh_what_explains() or Weighed(Verdict.HOLDS, None)
        if self.top < self.largest:
            return self._further(self.beside / max(1.0, self.slope))
        if self.beside > max(1.0, self.slope) * self.top:
            reason = f"what a run takes beside its sleeps, {self.beside:.2g} s, may be what decided"
            return Weighed(Verdict.INCONCLUSIVE, reason)
        return self.top / APART

    def _weigh_a_contradiction_below(self, one: Outcome) -> Weighed | float | None:
        """Whether it was the unit: the same unit once more shows it, where neither start-up nor noise explains `one`."""
        again = [outcome for outcome in self.told if outcome.run.unit == one.run.unit]
        agreed = any(outcome.verdict is Verdict.HOLDS for outcome in again)
        if self._doubt(one):
            return None
        if may_be_noise(one):
            return _disagree(one, self.red, self.told) if agreed and one.run.unit == self.top else None
        if agreed:
            return Weighed(Verdict.REFUTED, _said(one, self.red, self.told))
        return one.run.unit if len(again) == 1 else None

    def _weigh_what_explains(self) -> Weighed | float | None:
        """Whether what is to explain the only contradiction, start-up or noise, makes another one where it weighs more."""
        if len(self.red) != 1:
            return None
        unit = self.red[0].run.unit / SHORTER
        tries = sum(outcome.run.unit <= unit for outcome in self.told)
        return unit if tries < AGAIN else _disagree(self.red[0], self.red, self.told)

    def _further(self, outlast: float) -> float:
        """The next larger unit, where a claim second is to outlast so many real ones."""
        if len(self.units) == 1:
            step = max(APART, min(WATCHED / self.at_top[-1].took, APART**2)) * self.top
        elif self.top < _APART * self.base:
            step = APART * self.base
        else:
            step = min(max(SMALLEST_STEP * self.top, MARGIN * outlast), APART * self.top)
        return min(step, self.largest)

    def _doubt(self, outcome: Outcome) -> str | None:
        """What else may have decided who was first: start-up, or a wait in which two timers both fell due."""
        unit, waited = outcome.run.unit, outcome.noise.waited or 0.0
        if unit >= self.given.outgrown:
            return None
        off = max(TICK, self.given.delay)
        if unit < off:
            return f"{off:.2g} s, by which timers are off, may be what decided"
        if self.beside > unit:
            return f"what a run takes beside its sleeps, {self.beside:.2g} s, may be what decided"
        return f"the {waited:.2g} s that it waited for a CPU may be what decided" if waited >= unit / 2 else None


def _disagree(one: Outcome, red: Sequence[Outcome], told: Sequence[Outcome]) -> Weighed:
    reason = f"{len(told)} runs do not agree ({_said(one, red, told)}). Others kept the CPUs busy, or {SAME_AT}"
    return Weighed(Verdict.INCONCLUSIVE, reason)


def _said(one: Outcome, red: Sequence[Outcome], told: Sequence[Outcome]) -> str | None:
    """What the outcome `one` said, and how many of the runs contradict unless all do."""
    if len(red) == len(told):
        return one.reason
    return f"{len(red)} of {len(told)} runs contradict" + (f": {one.reason}" if one.reason else "")


def _was_beside_others(outcome: Outcome) -> bool:
    """Whether somebody waited for a CPU during half of the run, so that what was compared by the clock may be their doing."""
    return outcome.took / 2 < outcome.noise.wait_bound < inf


def may_be_noise(outcome: Outcome) -> bool:
    """Whether somebody may have waited for a CPU for half a claim second; where nobody counts, nobody knows."""
    return outcome.noise.wait_bound >= outcome.run.unit / 2


def _beside_and_slope(told: Sequence[Outcome]) -> tuple[float, float]:
    """The real seconds that a run takes beside its sleeps, such as start-up, and its sleeps in claim seconds."""
    by_unit: dict[float, float] = {}
    for outcome in told:
        by_unit[outcome.run.unit] = min(outcome.took, by_unit.get(outcome.run.unit, outcome.took))
    small, large = min(by_unit), max(by_unit)
    slope = max(0.0, by_unit[large] - by_unit[small]) / (large - small) if large > small else 0.0
    return max(0.0, by_unit[large] - slope * large), slope
