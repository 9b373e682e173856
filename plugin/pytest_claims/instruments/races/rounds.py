"""How many rounds come next, given what the calls before took: more and more, until a budget is used up."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from pytest_claims.model.errors import ClaimError
from pytest_claims.model.wording import real_time

#: By how much rounds grow, and where what a call takes beside them, such as starting processes, hides them.
STEP, LEAP = 2, 8
#: On a busy machine a budget may last for so many times its seconds.
PATIENCE = 4
#: No program tries as often as this, and takes no longer.
ENDLESS = 2**30


@dataclass(frozen=True, slots=True)
class RoundsCall:
    """One call of what tries so many times, and what it took."""

    rounds: int
    #: Real seconds.
    elapsed: float
    #: The same without what it may have waited for a CPU; CPU seconds where they are more.
    spent: float


def next_rounds(calls: Sequence[RoundsCall], budget: float, tries: int | None) -> int:
    """The number of rounds of the next call; 0 where there is to be none.

    A call counts with what it took beyond twice the quickest one: so much may be what a call takes beside its rounds.

    Args:
        budget: seconds that rounds may spend, all calls together.
        tries: so many rounds in all, in place of a budget.

    Raises:
        ClaimError: a call with very many rounds takes as long as one with a single one, so it does not try as often as told.
    """
    if not calls:
        return 1
    last, quickest = calls[-1], min(call.spent for call in calls)
    hidden = len(calls) > 1 and last.spent <= 1.5 * quickest
    rounds = last.rounds * (LEAP if hidden else STEP)
    if tries is not None:
        return min(rounds, tries - sum(call.rounds for call in calls))
    affordable = min(
        _affordable(last.rounds, [call.spent for call in calls], budget),
        _affordable(last.rounds, [call.elapsed for call in calls], PATIENCE * budget),
    )
    if affordable > 0 and hidden and rounds > ENDLESS:
        raise ClaimError(
            f"{last.rounds:,} rounds took {real_time(last.elapsed, 2)}, as few do: try as often as the last argument says, "
            "or write each(function) for a function that tries once."
        )
    return int(min(rounds, affordable))


def _affordable(rounds: int, took: Sequence[float], budget: float) -> float:
    """How many rounds there may be where the last call had so many; infinite where what they take is not known yet."""
    quickest = min(took)
    # The first call may be longer than all others: a fork server is started, or a module is imported.
    left = budget - sum(max(0.0, seconds - 2 * quickest) for seconds in took[1:])
    beyond = took[-1] - quickest
    return left / beyond * rounds if left > 0 and beyond > quickest else inf if left > 0 else 0
