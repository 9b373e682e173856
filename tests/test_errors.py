"""Guarding the set-up of an experiment."""

import pytest

from pytest_claims import Broken, ClaimError, Inconclusive, require


def test_require_says_nothing_when_its_condition_is_true():
    assert require([1], "no child ran") is None


@pytest.mark.parametrize("condition", [False, None, 0, [], ""])
def test_require_breaks_the_claim_with_its_reason(condition):
    with pytest.raises(Broken) as broken:
        require(condition, "no child ran")
    assert str(broken.value) == "no child ran"


@pytest.mark.parametrize("error", [Broken, ClaimError, Inconclusive])
def test_what_is_not_a_verdict_is_no_assertion_error(error):
    assert issubclass(error, Exception)
    assert not issubclass(error, AssertionError)


def test_the_three_errors_are_told_apart():
    kinds = [Broken, ClaimError, Inconclusive]
    assert [[issubclass(one, other) for other in kinds] for one in kinds] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]
