"""The words of a verdict."""

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """What this machine says about a sentence."""

    #: Every example agreed with the sentence.
    HOLDS = "holds"
    #: An example contradicts the sentence.
    REFUTED = "refuted"
    #: The machine was too noisy to tell. Never a pass, never a refutation.
    INCONCLUSIVE = "inconclusive"
    #: A need is not met here: one CPU only, no fork.
    NOT_APPLICABLE = "not-applicable"
    #: The experiment itself failed, or its contrast did not flip.
    BROKEN = "broken"

    @property
    def opposite(self) -> "Verdict":
        """What a contrast must get. Only *holds* and *refuted* have an opposite."""
        return {Verdict.HOLDS: Verdict.REFUTED, Verdict.REFUTED: Verdict.HOLDS}[self]


#: The word for verdicts that differ between the cases of one claim.
MIXED = "mixed"


def common(verdicts: Iterable[str]) -> str:
    """The verdict that all cases share, or ``mixed``. Cases that are not applicable have no say unless all are."""
    distinct = set(map(str, verdicts))
    if len(distinct) > 1:
        distinct.discard(Verdict.NOT_APPLICABLE.value)
    return distinct.pop() if len(distinct) == 1 else MIXED
