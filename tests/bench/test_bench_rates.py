"""Rates and their upper bounds."""

from math import comb

import pytest

from bench.rates import percent, told, upper_bound


def at_most(count, of, rate):
    return sum(comb(of, k) * rate**k * (1 - rate) ** (of - k) for k in range(count + 1))


@pytest.mark.parametrize(("count", "of"), [(0, 1), (0, 50), (1, 50), (7, 20), (49, 50)])
def test_at_the_upper_bound_so_few_are_seen_once_in_twenty_tries(count, of):
    assert at_most(count, of, upper_bound(count, of)) == pytest.approx(0.05)


def test_none_of_many_bounds_the_rate_at_three_over_them():
    assert upper_bound(0, 8200) == pytest.approx(3 / 8200, rel=0.01)


def test_what_always_happens_has_no_bound_below_one():
    assert upper_bound(5, 5) == 1.0


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.117, "12 %"),
        (0.0099, "0.99 %"),
        (0.0037, "0.37 %"),
        (0.00037, "0.04 %"),
        (0.00001, "0.001 %"),
    ],
)
def test_per_cents_have_the_digits_that_tell_them_from_nothing(rate, text):
    assert percent(rate) == text


@pytest.mark.parametrize(("rate", "text"), [(0.00034, "0.04 %"), (0.0341, "3.5 %"), (1, "100 %"), (0.25, "25 %"), (0, "0 %")])
def test_what_is_below_a_rate_is_below_its_text(rate, text):
    assert percent(rate, up=True) == text


@pytest.mark.parametrize(
    ("count", "of", "text"),
    [
        (0, 8200, "0 of 8200 cases (95 %: below 0.04 %)"),
        (3, 300, "3 of 300 cases (1.0 %; 95 %: below 2.6 %)"),
        (0, 0, "no cases"),
    ],
)
def test_a_count_is_told_with_its_rate_and_bound(count, of, text):
    assert told(count, of, "cases") == text
