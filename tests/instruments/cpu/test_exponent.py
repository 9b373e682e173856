"""The exponent of made-up costs."""

from math import log

import pytest

from pytest_claims.instruments.cpu.exponent import Exponent, exponent

SIZES = (100, 200, 400, 800, 1600)


def seen(cost, sizes=SIZES, noise=(1, 1, 1)):
    """Best, low and high for what costs `cost` at each of `sizes`, in tries that take so many times longer."""
    found = exponent({size: [factor * cost(size) for factor in noise] for size in sizes})
    return found.best, found.low, found.high


@pytest.mark.parametrize("sizes", [SIZES, (100, 200, 400), (7, 30, 31, 32, 500, 4000)])
@pytest.mark.parametrize("k", [0, 0.5, 1, 2, 3])
def test_a_power_of_n_has_its_exponent(k, sizes):
    assert seen(lambda n: 0.001 * n**k, sizes) == pytest.approx((k, k, k))


@pytest.mark.parametrize(("sizes", "less"), [((100, 400), 0.5), ((100, 1600), 0.25)])
def test_beside_others_the_largest_size_may_cost_half_as_much_without_them(sizes, less):
    sizes = (sizes[0], 150, sizes[1])
    found = exponent({size: [size**2] * 3 for size in sizes}, contended=True)
    assert (found.best, found.low, found.high) == pytest.approx((2, 2 - less, 2))


def test_n_log_n_is_nearer_to_n_than_to_its_square():
    best, low, high = seen(lambda n: n * log(n), (10_000, 40_000, 160_000))
    assert 1.05 < low <= best <= high < 1.15


@pytest.mark.parametrize("noise", [(1, 1.05, 3), (3, 1.05, 1), (1, 1.05, 1.05)])
def test_the_shortest_try_counts_and_its_distance_to_the_next_is_what_it_may_be_off(noise):
    # Each cost may be less by four times the distance: the slope of five sizes goes up or down by 0.3 of log2(1 / 0.8).
    off = 0.3 * log(1 / 0.8) / log(2)
    assert seen(lambda n: n, noise=noise) == pytest.approx((1, 1 - off, 1 + off))


def test_a_cost_is_off_by_half_at_the_most():
    assert seen(lambda n: n, noise=(1, 2)) == pytest.approx((1, 0.7, 1.3))


def test_what_each_call_takes_besides_hides_the_exponent_of_small_sizes_only():
    best, low, high = seen(lambda n: 40_000 + n**2)
    flat, steep = log(200_000 / 50_000, 4), log(2_600_000 / 200_000, 4)
    assert (best, low) == pytest.approx((steep, steep), abs=0.01)
    assert high == pytest.approx(steep + (steep - flat), abs=0.05)


def test_what_becomes_flatter_may_become_flatter_still():
    best, low, high = seen(lambda n: n**2 if n < 400 else 400 * n)
    assert (best, high) == pytest.approx((1, 1))
    assert low < 0.2


def test_a_bend_that_noise_explains_is_none():
    bent = {100: [1, 1.5], 200: [2, 3], 400: [4, 6], 800: [9, 13.5], 1600: [20, 30]}
    straight = seen(lambda n: n, noise=(1, 1.5))
    found = exponent(bent)
    assert found.high - found.low == pytest.approx(straight[2] - straight[1])


def test_it_is_written_with_its_interval():
    assert str(Exponent(1.978, 1.9, 2.1)) == "n**1.98 (1.90 to 2.10)"
