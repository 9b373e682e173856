"""Merged reports in another language."""

from made_reports import a_claim, a_report

from pytest_claims.model.language import language_named, speaking
from pytest_claims.report.merge import one_run
from pytest_claims.report.translated import translated

CHINESE = language_named("zh_CN")
SAYS = next(text for text in CHINESE.claims._catalog if text)
MERGED = one_run(a_report(a_claim("nap.known", says=SAYS, why="It is so."), a_claim("nap.own", says="My own sentence.")))


def test_in_english_nothing_is_touched():
    assert translated(MERGED) is MERGED


def test_what_claims_say_is_translated_and_a_sentence_of_somebody_else_is_not():
    with speaking(CHINESE):
        known, own = translated(MERGED).claims
    assert known.says == CHINESE.claims.gettext(SAYS) != SAYS
    assert (own.says, known.why, known.id) == ("My own sentence.", "It is so.", "nap.known")
    assert known.cells == MERGED.claims[0].cells
    assert MERGED.claims[0].says == SAYS
