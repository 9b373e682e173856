"""The words and signs of a verdict in a document."""

from pytest_claims.model.language import N_
from pytest_claims.model.verdict import Verdict

#: The verdict where the sentence holds in some environments and is refuted in others.
DEPENDS = "depends"

#: A sign for each verdict, so that it is never told by colour alone, and what the sign means.
SIGNS = {
    Verdict.HOLDS.value: ("\N{CHECK MARK}", "holds"),
    Verdict.REFUTED.value: ("\N{BALLOT X}", "refuted"),
    DEPENDS: ("\N{CIRCLE WITH LEFT HALF BLACK}", N_("depends on the environment")),
    Verdict.INCONCLUSIVE.value: ("?", N_("not verified")),
    Verdict.NOT_APPLICABLE.value: ("\N{EN DASH}", N_("does not apply")),
}

#: The verdicts that a text can rely on.
VERDICTS = tuple(SIGNS)
