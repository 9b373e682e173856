"""The slopes that made-up samples allow."""

from math import inf

import pytest

from pytest_claims.judge.line import Sample, fit

QUIET = 0.0003
BASE = [Sample(0.0, 0.0, 0.0)]


def uncounted(unit, *elapsed):
    """Runs of which nobody knows what they waited for a CPU."""
    return [Sample(unit, one, inf) for one in elapsed]


def test_a_quiet_run_may_be_off_by_one_millisecond():
    assert fit([*BASE, Sample(1.0, 1.0, 0.0)], 0.0).error == pytest.approx(0.001, rel=0.1)


def test_start_up_repeats_within_five_per_cent():
    assert fit([Sample(0.001, 1.001, 0.0), Sample(1.0, 2.0, 0.0)], 0.0).error == pytest.approx(0.051, rel=0.1)


def test_of_two_runs_noise_ends_four_distances_below_the_shorter_one():
    assert fit(BASE + uncounted(0.5, 1.0, 1.1), QUIET).low == pytest.approx((1.0 - 0.4 - 0.001) / 0.5)


def test_for_a_refutation_it_takes_three_runs_and_nine_distances_between_the_first_and_the_third():
    assert fit(BASE + uncounted(0.5, 1.0, 1.02), QUIET, stall=0.001).low == -inf
    assert fit(BASE + uncounted(0.5, 1.0, 1.02, 1.05), QUIET, stall=0.001).low == pytest.approx((1.0 - 0.45 - 0.001) / 0.5)


@pytest.mark.parametrize(("bursts", "distances"), [((9.0,), 9.0), ((1.05, 9.0), 100 ** (1 / 3) - 1)])
def test_the_shorter_half_of_the_runs_tells_and_longer_ones_do_not(bursts, distances):
    """Of four runs the third, of five the fourth: the more of them, the fewer distances."""
    known = fit(BASE + uncounted(0.5, 1.0, 1.02, 1.05, *bursts), QUIET, stall=0.001)
    assert known.low == pytest.approx((1.0 - distances * 0.05 - 0.001) / 0.5)


@pytest.mark.parametrize(("before", "lag"), [(9.0, 0.06), (0.03, 0.03)])
def test_what_nobody_counts_may_have_held_up_the_run_before_the_block_as_well(before, lag):
    """By 60 ms, as in the block, and by no more than it took."""
    runs = [*BASE, Sample(0.5, 1.0, 0.0, before, 0.0)]
    assert fit(runs, QUIET, stall=0.06).high == pytest.approx((1.0 + lag + 0.06) / 0.5)
    # For a sentence to hold the runs are taken as they are.
    assert fit(runs, QUIET).high == pytest.approx((1.0 + 0.001) / 0.5)


def test_units_where_start_up_bends_the_line_are_left_out():
    bent = [Sample(0.01, 0.3, 0.0), Sample(0.1, 1.0, 0.0), Sample(0.5, 5.0, 0.0)]
    assert fit(bent, QUIET).base == 0.1


@pytest.mark.parametrize(("overhead", "base"), [(0.4, 0.1), (0.6, 0.2)])
def test_a_refutation_leaves_out_each_unit_at_which_the_sleeps_do_not_take_twice_as_long_as_start_up(overhead, base):
    """Even where a line goes through all of them."""
    runs = [Sample(unit, overhead + 10 * unit, 0.0) for unit in (0.05, 0.1, 0.2, 1.0)]
    assert fit(runs, QUIET).base == 0.05
    assert fit(runs, QUIET, stall=0.06).base == base
    assert fit(runs, QUIET, stall=0.06).outweighs


def test_of_two_units_none_is_left_out_but_the_line_tells():
    line = fit([Sample(unit, 5.0 + unit, 0.0) for unit in (0.1, 0.5)], QUIET, stall=0.06)
    assert (line.base, line.top, line.outweighs) == (0.1, 0.5, False)
