"""The line through samples: what its slope is, where it begins, and how far it may be off."""

from math import inf
from random import Random
from statistics import median

import pytest

from pytest_claims.line import (
    ENOUGH_TO_SCATTER,
    SPREAD,
    START_UP_JITTER,
    START_UP_UNDER_LOAD,
    TICK,
    Sample,
    fit,
    floor,
    shortest,
    waits,
)

QUIET, BUSY = 0.0002, 0.005


def on_a_line(slope, overhead, *units, held=inf):
    return [Sample(unit, overhead + slope * unit, held) for unit in units]


def test_the_shortest_run_at_each_unit_counts_by_rising_unit():
    samples = [Sample(0.3, 3.0), Sample(0.1, 1.5), Sample(0.1, 1.0), Sample(0.1, 2.0)]
    assert list(shortest(samples).items()) == [(0.1, 1.0), (0.3, 3.0)]


def test_an_exact_line_is_read_exactly():
    line = fit(on_a_line(6, 0.25, 0.01, 0.03, 0.1), 6, QUIET)
    assert (line.slope, line.overhead) == (pytest.approx(6), pytest.approx(0.25))
    assert (line.base, line.top) == (0.01, 0.1)


@pytest.mark.parametrize("held_up", range(3))
def test_one_run_in_three_may_be_held_up_a_little_without_moving_the_slope_to_its_own(held_up):
    samples = on_a_line(10, 0.0, 0.01, 0.03, 0.09)
    samples[held_up] = Sample(samples[held_up].unit, samples[held_up].elapsed + 0.0009)
    slopes = sorted((b.elapsed - a.elapsed) / (b.unit - a.unit) for a in samples for b in samples if b.unit > a.unit)
    assert fit(samples, 10, QUIET).slope == pytest.approx(slopes[1])


def test_units_that_are_nearly_the_same_say_nothing_about_the_slope():
    samples = [*on_a_line(10, 0.0, 0.01, 0.1), Sample(0.11, 1.9)]
    assert fit(samples, 10, 0.5).slope < 18


def test_a_first_run_that_was_held_up_does_not_belong_to_the_line():
    line = fit([Sample(0.005, 0.3), *on_a_line(10, 0.0, 0.01, 0.05)], 10, QUIET)
    assert (line.base, line.slope) == (0.01, pytest.approx(10))


def test_a_line_begins_where_it_reads_most_finely():
    """A pool's program on a busy machine, each unit above the line of the next two: it took 38 s to decide."""
    runs = [(0.02, 0.402), (0.1, 1.312), (0.2, 2.516), (0.1, 1.277), (0.2, 2.449), (0.4, 4.849), (0.4, 4.913)]
    line = fit([Sample(unit, elapsed, 9.0) for unit, elapsed in runs], 12, QUIET)
    assert (line.base, line.top) == (0.02, 0.4)
    assert abs(line.slope - 12) < line.error < 0.8


def test_a_first_run_far_above_the_line_makes_it_coarser_by_as_much():
    runs = [Sample(0.1, 1.2, 0.0), *on_a_line(10, 0.0, 0.2, 0.4, held=0.03)]
    line = fit(runs, 10, QUIET)
    assert (line.base, line.slope) == (0.2, pytest.approx(10))
    near = fit([Sample(0.1, 1.004, 0.0), *runs[1:]], 10, QUIET)
    assert (near.base, near.misfit) == (0.1, pytest.approx(0.004 - TICK))
    assert near.error == pytest.approx(near.noise / 0.3)


def test_a_first_run_below_the_line_belongs_to_it_only_if_the_sleeps_outweigh_the_start_up():
    bent = on_a_line(6, 0.5, 0.2, 0.5)
    assert fit([Sample(0.01, 0.1), *bent], 6, QUIET).base == 0.2
    assert fit([Sample(0.09, 0.6), *bent], 6, QUIET).base == 0.09


def test_no_machine_is_quieter_than_its_timers_tick():
    assert floor(0.0, 0.0) == TICK
    assert floor(0.02, 0.0) == 0.02
    assert floor(0.0, 2.0) == TICK + START_UP_JITTER * 2.0
    assert floor(0.0, -1.0) == TICK


def test_without_its_waits_a_run_was_not_shorter_than_its_length_less_what_they_came_to():
    assert waits([Sample(0.1, 1.0, 0.25)], QUIET) == 0.25
    # The second run tells that even without waits it takes 0.875.
    assert waits([Sample(0.1, 1.0, 0.25), Sample(0.1, 1.125, 0.25)], QUIET) == 0.125
    assert waits([Sample(0.1, 1.0, 0.25), Sample(0.1, 1.0, 0.0)], QUIET) == 0
    assert waits([Sample(0.1, 1.0, 0.25), Sample(0.1, 1.5, 0.0)], QUIET) == 0


@pytest.mark.parametrize(("jitter", "waited"), [(QUIET, 0.0), (TICK, 0.0), (BUSY, inf)])
def test_where_nobody_counts_waits_wake_ups_in_time_tell_that_there_are_none(jitter, waited):
    assert waits([Sample(0.1, 1.0)], jitter) == waited


def test_what_the_machine_told_of_either_end_counts():
    for held in ((0.25, 0.0), (0.0, 0.25)):
        line = fit([Sample(unit, 10 * unit, h) for unit, h in zip((0.1, 0.6), held, strict=True)], 10, QUIET)
        assert line.told == 0.25
        assert line.error == pytest.approx((TICK + 0.25) / 0.5)


def test_few_samples_show_no_scatter():
    samples = on_a_line(10, 0.0, 0.1, 0.3, 0.1, 0.3, held=1.0)
    assert [fit(samples[:number], 10, QUIET).seen for number in range(2, ENOUGH_TO_SCATTER)] == [inf, inf]
    assert fit(samples, 10, QUIET).seen == 0


def test_scatter_is_the_median_distance_from_the_line():
    excess = (0.0, 0.0, 0.01, 0.03)
    samples = [Sample(unit, 10 * unit + more, 1.0) for unit, more in zip((0.1, 0.3, 0.1, 0.3), excess, strict=True)]
    middle = median(excess)
    assert fit(samples, 10, QUIET).seen == pytest.approx(SPREAD * median(abs(one - middle) for one in excess))


def test_the_witness_who_allows_less_is_believed():
    told = fit(on_a_line(10, 0.0, 0.1, 0.3, held=0.02), 10, BUSY)
    seen = fit(on_a_line(10, 0.0, 0.1, 0.3, 0.1, 0.3, held=0.02), 10, BUSY)
    assert told.error == pytest.approx((BUSY + 0.02) / 0.2)
    assert seen.error == pytest.approx(BUSY / 0.2)


def test_much_start_up_under_load_differs_from_run_to_run_however_few_show_it():
    samples = on_a_line(6, 0.4, 0.2, 1.0, 0.2, 1.0, held=5.0)
    assert fit(samples, 6, BUSY).seen == pytest.approx(START_UP_UNDER_LOAD * 0.4)


def test_the_longest_run_has_to_be_among_the_repeated_ones():
    assert fit(on_a_line(6, 0.0, 0.2, 0.6, 0.2, 0.2, held=5.0), 6, BUSY).seen == inf
    assert fit(on_a_line(6, 0.0, 0.2, 0.6, 0.2, 0.6, held=5.0), 6, BUSY).seen < 1e-9


@pytest.mark.parametrize(("times", "how_often"), [(2, 0.97), (3, 0.99), (4, 0.995)])
def test_the_interval_holds_the_truth_nearly_always_if_noise_is_normal(times, how_often):
    """Runs at two units of a program that takes 10 s, with noise whose standard deviation is 5 ms."""
    caught = 0
    for seed in range(500):
        random = Random(seed)
        samples = [Sample(unit, 10 * unit + 0.02 + random.gauss(0, 0.005), 1.0) for unit in (0.01, 0.06) * times]
        line = fit(samples, 10, BUSY)
        caught += abs(line.slope - 10) <= line.error
    assert caught / 500 > how_often
