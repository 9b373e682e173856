"""Guarding the set-up of an experiment."""

import pytest

from pytest_claims import Broken, ClaimError, Inconclusive, require
from pytest_claims.model.errors import called_as


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


def test_a_guard_may_have_nothing_to_say():
    require(True, "")
    with pytest.raises(Broken, match="nothing was said of it"):
        require(False, " ")


@pytest.mark.parametrize("reason", [None, 3])
def test_a_guard_says_what_is_missing_even_where_nothing_is(reason):
    with pytest.raises(ClaimError, match="say in a few words what was missing"):
        require(True, reason)


def test_a_message_names_a_function_and_not_where_it_lies_in_memory():
    assert str(ClaimError(f"not {test_the_three_errors_are_told_apart!r}, {object()}")) == (
        "not test_the_three_errors_are_told_apart, <object object>"
    )


@called_as("nap(1, deep=True)")
def nap(long, *, deep):
    if long is None:
        raise TypeError("nothing is no number")
    return long


class Bed:
    @called_as("Bed(2)")
    def __init__(self, width):
        self.width = width

    @called_as("bed.make()")
    def make(self):
        return self.width


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Bed(), "Bed(): missing a required argument: 'width'. Write Bed(2)."),
        (lambda: Bed(2).make(3), "Bed.make(3): too many positional arguments. Write bed.make()."),
        (lambda: nap(), "nap(): missing a required argument: 'long'. Write nap(1, deep=True)."),
        (lambda: nap(1), "nap(1): missing a required argument: 'deep'. Write nap(1, deep=True)."),
        (lambda: nap(1, "x"), "nap(1, 'x'): too many positional arguments. Write nap(1, deep=True)."),
        (
            lambda: nap(nap, deep=1, far=2),
            "nap(nap, deep=1, far=2): got an unexpected keyword argument 'far'. Write nap(1, deep=True).",
        ),
    ],
    ids=["a class", "a method", "none", "one too few", "one too many", "unknown"],
)
def test_a_call_that_does_not_fit_says_how_to_write_it(call, message):
    with pytest.raises(ClaimError) as refused:
        call()
    assert str(refused.value) == message


def test_what_goes_wrong_in_a_function_stays_as_it_is():
    assert nap(1, deep=True) == 1
    with pytest.raises(TypeError, match=r"^nothing is no number$"):
        nap(None, deep=True)


def test_a_function_that_says_how_it_is_called_stays_the_same_for_others():
    assert (require.__name__, require.__module__) == ("require", "pytest_claims.model.errors")
    assert require.__doc__.startswith("Guard the set-up")
