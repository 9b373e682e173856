"""Where to run next, after made-up samples."""

from math import inf

import pytest
from fake_machine import predicted

from pytest_claims.judge.line import Sample
from pytest_claims.judge.next_unit import Limits
from pytest_claims.judge.slope import Reading, read

QUIET = 0.0003
STRETCHED = Limits(largest=4.0)


TEN = predicted(10)


def after(samples, prediction=TEN, delay=QUIET, limits=STRETCHED):
    """The unit at which to run after these."""
    reading = read(samples, prediction, delay, limits)
    assert reading.verdict is None
    return reading.next_unit


def test_one_unit_decides_nothing_and_asks_for_one_five_times_as_large():
    reading = read([Sample(0.01, 0.1)], TEN, QUIET)
    assert reading == Reading(None, None, pytest.approx(0.05))
    assert (reading.slope, reading.error, reading.overhead) == (None, None, None)


def test_the_second_unit_outgrows_late_wake_ups_and_start_up():
    for overhead, wanted in ((0.0, 0.055), (0.04, 0.059)):
        assert after([Sample(0.01, overhead + 0.1)], delay=0.0225) == pytest.approx(wanted)


def test_after_a_first_run_of_more_than_300_ms_a_shorter_one_follows_if_start_up_allows_it():
    assert after([Sample(0.04, 0.4)]) == pytest.approx(0.008)
    assert after([Sample(0.02, 0.2)]) == pytest.approx(0.1)
    assert after([Sample(0.04, 0.8)]) > 0.04


def test_no_unit_is_wanted_beyond_the_largest():
    assert after([Sample(0.005, 0.05, 0.5)], delay=0.5, limits=Limits(largest=0.02)) == 0.02


def test_a_step_is_at_least_twice_and_at_most_six_times_as_large():
    samples = [Sample(0.1, 0.1, 0.0), Sample(0.5, 0.5, 0.0)]
    wanted = [after(samples, predicted(1, rel=0.03), delay) for delay in (0.0125, 0.02, 0.05)]
    assert wanted == pytest.approx([2 * 0.5, 1.43, 6 * 0.5], rel=0.01)


def test_before_a_larger_unit_three_runs_tell_where_noise_ends():
    samples = [Sample(0.01, 0.1, 0.0), Sample(0.05, 0.5, 9.0), Sample(0.05, 0.58, 9.0)]
    assert after(samples) == 0.05
    samples.append(Sample(0.05, 0.58, 9.0))
    assert after(samples) >= 0.1


def test_after_three_runs_at_both_ends_another_one_there_is_not_worth_its_time():
    samples = [Sample(unit, 10 * unit + late, 9.0) for unit in (0.01, 0.05) for late in (0.0, 0.05)]
    assert after(samples) in (0.01, 0.05)
    more = samples + [Sample(unit, 10 * unit + 0.05, 9.0) for unit in (0.01, 0.05)]
    assert after(more) > 0.05


def test_at_the_largest_unit_the_end_with_fewer_runs_has_its_turn():
    samples = [Sample(0.01, 0.1, 9.0), *[Sample(0.05, 0.5 + late, 9.0) for late in (0.0, 0.08)]]
    for wanted in (0.01, 0.01, 0.05, 0.01):
        assert after(samples, limits=Limits(largest=0.05)) == wanted
        samples.append(Sample(wanted, 10 * wanted + 0.08, 9.0))


def test_what_may_only_be_noise_is_no_reason_to_look_for_a_refutation():
    """The shortest runs say 10 s. What was counted of waits would allow 3 s as well: the middle lies beyond the band."""
    samples = [Sample(0.01, 0.1, 0.05), Sample(0.05, 0.5, 0.3)]
    line = read(samples, TEN, QUIET).line
    assert line.slope < TEN.low
    assert line.likeliest == pytest.approx(10)
    assert after(samples) == 0.05


class TestBeyondTheBand:
    """A program that starts processes for 0.1 s takes longer than the second that is claimed."""

    @staticmethod
    def runs(*units, slope=1.25, wait_bound=0.0):
        return [Sample(unit, 0.1 + slope * unit, wait_bound) for unit in units]

    def after(self, samples, limits=STRETCHED):
        return after(samples, predicted(1), limits=limits)

    def test_a_unit_at_which_the_sleeps_outweigh_the_start_up_comes_first(self):
        """They do so from 0.16 on: twice that is certain to."""
        assert self.after(self.runs(0.02, 0.1)) == pytest.approx(0.32)

    def test_it_leaves_room_for_one_that_is_five_times_as_large(self):
        assert self.after(self.runs(0.02, 0.1), Limits(largest=1.0)) == pytest.approx(0.2)

    def test_then_one_that_is_five_times_as_large_or_large_enough_for_a_stall_not_to_explain_it(self):
        assert self.after(self.runs(0.02, 0.1, 0.32)) == pytest.approx(5 * 0.32)
        assert self.after(self.runs(0.02, 0.1, 0.32, 0.32, 0.32, slope=1.15)) == pytest.approx(6 * 0.32)

    def test_before_a_long_run_the_short_ones_tell_how_they_scatter(self):
        """What was counted of waits allows much; three runs at the base may show that it was less."""
        noisy = self.runs(0.02, 0.1, slope=1.15) + self.runs(0.32, slope=1.15, wait_bound=0.3)
        assert self.after(noisy) == 0.32
        noisy += self.runs(0.32, slope=1.15, wait_bound=0.3)
        assert self.after(noisy) == 0.32
        noisy += self.runs(0.32, slope=1.15, wait_bound=0.3)
        assert self.after(noisy) > 0.32

    def test_a_base_that_start_up_bends_gives_way_to_a_larger_top(self):
        """Workers that start for 3 s: no unit up to 4 s is five times one at which the sleeps outweigh that."""
        slow = [Sample(unit, 3 + 1.25 * unit, 0.0) for unit in (0.1, 0.4)]
        assert self.after(slow) == pytest.approx(0.8)
        slow += [Sample(0.8, 4.0, 0.0)]
        assert self.after(slow) == pytest.approx(4.0)

    def test_where_both_are_there_the_one_with_fewer_runs_is_next(self):
        runs = self.runs(0.02, 0.1) + self.runs(0.4, 0.4, 0.4, wait_bound=inf)
        assert self.after([*runs, Sample(4.0, 5.1, 3.0)]) == 4.0
