"""The words of a verdict."""

import pytest

from pytest_claims.model.verdict import MIXED, Verdict, common


def test_verdicts_are_the_words_that_the_report_shows():
    assert [str(verdict) for verdict in Verdict] == ["holds", "refuted", "inconclusive", "not-applicable", "broken"]


def test_a_verdict_equals_its_word():
    assert Verdict("holds") is Verdict.HOLDS
    assert Verdict.HOLDS == "holds"


def test_holds_and_refuted_are_opposites():
    assert Verdict.HOLDS.opposite is Verdict.REFUTED
    assert Verdict.REFUTED.opposite is Verdict.HOLDS


@pytest.mark.parametrize("verdict", [Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE, Verdict.BROKEN])
def test_other_verdicts_have_no_opposite(verdict):
    with pytest.raises(KeyError):
        _ = verdict.opposite


@pytest.mark.parametrize(
    ("verdicts", "word"),
    [
        (["holds"], "holds"),
        ([Verdict.HOLDS, "holds"], "holds"),
        (["holds", "refuted"], MIXED),
        (["holds", "inconclusive"], MIXED),
        (["broken", "broken"], "broken"),
        (["not-applicable", "not-applicable"], "not-applicable"),
        (["holds", "not-applicable"], "holds"),
        (["holds", "refuted", "not-applicable"], MIXED),
        ([], MIXED),
    ],
)
def test_the_common_verdict_of_cases(verdicts, word):
    assert common(iter(verdicts)) == word


def test_the_common_verdict_is_a_plain_text():
    assert type(common([Verdict.HOLDS])) is str
