"""What a claim expects here, before anything is measured."""

import pytest

from pytest_claims import claim, cpus, everywhere, gil, nowhere, start_method
from pytest_claims.model.claim import claim_of
from pytest_claims.model.environment import Environment
from pytest_claims.model.expectation import expected, why_not_applicable
from pytest_claims.model.verdict import Verdict

HERE = Environment("3.13.2", "cpython", True, "linux", 2, ("fork", "spawn"))


def claim_with(**conditions):
    return claim_of(claim("a.b", says="So it is.", source="a book", program=print, **conditions)(lambda program: None))


@pytest.mark.parametrize(
    ("refuted_where", "verdict"),
    [
        (nowhere, Verdict.HOLDS),
        (everywhere, Verdict.REFUTED),
        (start_method == "spawn", Verdict.HOLDS),
        (start_method == "fork", Verdict.REFUTED),
    ],
)
def test_a_claim_holds_unless_it_is_known_to_be_refuted_here(refuted_where, verdict):
    assert expected(claim_with(refuted_where=refuted_where), HERE.under("fork")) is verdict


def test_a_claim_that_needs_nothing_is_applicable():
    assert why_not_applicable(claim_with(), HERE) is None


def test_a_claim_whose_need_is_met_is_applicable():
    assert why_not_applicable(claim_with(needs=cpus >= 2), HERE) is None


def test_a_need_that_is_not_met_is_named():
    assert why_not_applicable(claim_with(needs=(cpus >= 2) & (gil == "off")), HERE) == "needs gil == 'off' (here 'on')"


def test_a_claim_that_can_be_judged_nowhere_says_who_says_so():
    assert why_not_applicable(claim_with(needs=nowhere), HERE) == "needs=nowhere says so"
