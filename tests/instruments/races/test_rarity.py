"""How rare something is, in words."""

from math import exp, factorial

import pytest

from pytest_claims.instruments.races.rarity import how_rare


@pytest.mark.parametrize(
    ("seen", "tries", "said"),
    [
        (0, 1, "one try says little"),
        (0, 2, "rarer than 1 in 1.2 (95 %)"),
        (0, 5, "rarer than 1 in 2.2 (95 %)"),
        (0, 300, "rarer than 1 in 100 (95 %)"),
        (0, 25_600_000, "rarer than 1 in 8,500,000 (95 %)"),
        (1, 1, "every time"),
        (7, 7, "every time"),
        (25, 20, "about 1.2 times a try"),
        (35_480, 2, "about 18,000 times a try"),
        (3, 4, "about 1 in 1.3"),
        (3, 40_000, "about 1 in 13,000 (95 %: 1 in 4,500 to 1 in 71,000)"),
        (1, 1_000_000, "about 1 in 1,000,000 (95 %: 1 in 170,000 to 1 in 40,000,000)"),
        (100, 100_000, "about 1 in 1,000 (95 %: 1 in 820 to 1 in 1,300)"),
    ],
)
def test_what_is_said_has_two_digits(seen, tries, said):
    assert how_rare(seen, tries) == said


@pytest.mark.parametrize("tries", [2, 10, 40, 1000])
def test_what_was_not_seen_would_have_been_if_it_were_more_frequent(tries):
    most = 1 / float(how_rare(0, tries).split()[4])
    # Rounded to the side of the less rare.
    assert (1 - most) ** tries <= 0.05
    assert (1 - 0.8 * most) ** tries > 0.04


@pytest.mark.parametrize("seen", [1, 2, 3, 10, 40])
def test_the_interval_of_what_was_seen_is_no_narrower_than_the_exact_one(seen):
    tries = 1_000_000
    words = how_rare(seen, tries).replace(",", "").replace(")", "").split()
    most, least = (tries / float(words[index]) for index in (8, 12))
    assert sum(exp(-most) * most**k / factorial(k) for k in range(seen + 1)) <= 0.026
    assert 1 - sum(exp(-least) * least**k / factorial(k) for k in range(seen)) <= 0.026
