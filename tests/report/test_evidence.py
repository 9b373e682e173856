"""How a verdict and the figures behind it are written."""

import pytest

from pytest_claims.report.evidence import figure, word, word_of


def a_part(verdict, *readings):
    return {"verdict": verdict, "deciding": 0, "examples": [{"verdict": verdict, "readings": list(readings)}]}


def a_reading(slope, error=None, band=(9, 11)):
    return {"slope": slope, "error": error, "approx": 10, "band": list(band)}


@pytest.mark.parametrize(
    ("verdict", "expected", "said"),
    [("refuted", "refuted", "refuted, as documented"), ("refuted", "holds", "refuted"), ("holds", "holds", "holds")],
)
def test_what_was_expected_to_be_refuted_is_as_documented(verdict, expected, said):
    assert word(verdict, expected) == said
    assert word_of({"verdict": verdict, "expected": expected}) == said
    assert word_of({"verdict": verdict, "expected": expected, "xfail": True}) == f"{verdict}, xfail"


@pytest.mark.parametrize(
    ("slope", "error", "said"), [(10.0, None, "10 s"), (9.98765, 0.0001, "9.99 s"), (0.5, None, "0.5 s"), (-0.2, None, "0 s")]
)
def test_a_duration_that_was_decided_is_a_figure(slope, error, said):
    assert figure(a_part("holds", a_reading(slope, error))) == said


@pytest.mark.parametrize(
    ("slope", "error", "said"),
    [(8.0, 3.0, "5 to 11 s"), (0.5, 1.0, "0 to 1.5 s"), (10.0, None, "? s"), (-2.0, 2.0, "? s"), (0.5, 0.2, "0.3 to 0.7 s")],
)
def test_a_duration_that_was_not_decided_lies_between_two(slope, error, said):
    assert figure(a_part("inconclusive", a_reading(slope, error))) == said


@pytest.mark.parametrize(("outside", "band"), [(8.0, (9, 11)), (12.0, (9, 11)), (8.0, (9, None)), (12.0, (None, 11))])
def test_a_refutation_shows_the_duration_outside_its_band(outside, band):
    inside = [a_reading(slope, None, band) for slope in (10.0, *filter(None, band))]
    assert figure(a_part("refuted", *inside, a_reading(outside, None, band))) == f"{outside:g} s"
    assert figure(a_part("holds", *inside, a_reading(outside, None, band))) == "10 s"
