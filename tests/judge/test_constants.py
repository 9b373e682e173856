"""Each constant of the judge is needed: a test fails where it is half as large, and where it is twice as large."""

import ast
import sys
from functools import partial
from pathlib import Path

import pytest
import test_example
import test_line
import test_next_unit
import test_sequence
import test_slope
import test_trial
from fake_machine import FakeMachine

import pytest_claims.judge
from pytest_claims.model.verdict import Verdict

FOLDER = Path(pytest_claims.judge.__file__).parent
SLOPE, SCALED, UNSCALED = test_slope.TestConstants(), test_sequence.TestWithSeconds(), test_sequence.TestWithoutSeconds()
BEYOND = test_next_unit.TestBeyondTheBand()
REFUTED = Verdict.REFUTED
DURATIONS, THE_END = test_sequence.TestDurations(), test_sequence.TestTheEnd()


def with_a_machine(test, **arguments):
    machine = FakeMachine()
    return lambda: test(machine, test_example.a_bench(machine), **arguments)


#: The tests that hold each constant. They name figures, not the constant.
HELD_BY = {
    "line.TICK": [test_line.test_a_quiet_run_may_be_off_by_one_millisecond],
    "line.START_UP": [test_line.test_start_up_repeats_within_five_per_cent],
    "line.ONE_OF": [test_line.test_of_two_runs_noise_ends_four_distances_below_the_shorter_one],
    "line.ONE_OF_STRICT": [
        test_line.test_for_a_refutation_it_takes_three_runs_and_nine_distances_between_the_first_and_the_third
    ],
    "line.OUTWEIGH": [
        partial(
            test_line.test_a_refutation_leaves_out_each_unit_at_which_the_sleeps_do_not_take_twice_as_long_as_start_up, *case
        )
        for case in ((0.4, 0.1), (0.6, 0.2))
    ],
    "slope.STALL": [SLOPE.test_stall],
    "next_unit.APART": [SLOPE.test_apart],
    "next_unit.SMALLEST_STEP": [test_next_unit.test_a_step_is_at_least_twice_and_at_most_six_times_as_large],
    "next_unit.LARGEST_STEP": [test_next_unit.test_a_step_is_at_least_twice_and_at_most_six_times_as_large],
    "next_unit.LONG": [test_next_unit.test_after_a_first_run_of_more_than_300_ms_a_shorter_one_follows_if_start_up_allows_it],
    "next_unit.ENOUGH": [BEYOND.test_before_a_long_run_the_short_ones_tell_how_they_scatter],
    "witness.CONTRADICTIONS": [
        partial(UNSCALED.test_noise_may_be_why_lengths_that_are_compared_by_the_clock_differ, [REFUTED], REFUTED, 3)
    ],
    "witness.REPEAT_SECONDS": [UNSCALED.test_it_is_run_for_some_tens_of_milliseconds],
    "witness.SEARCH_SECONDS": [UNSCALED.test_where_one_has_to_be_found_contradictions_are_looked_for],
    "witness.WATCH_SECONDS": [SCALED.test_the_second_run_lasts_for_half_a_real_second],
    "witness.SHORTER": [SCALED.test_the_unit_at_which_a_cause_has_to_act_again],
    "witness.SHORTER_RUNS": [SCALED.test_the_unit_at_which_a_cause_has_to_act_again],
    "witness.MARGIN": [SCALED.test_a_contradiction_counts_where_a_claim_second_outlasts_the_start_up],
    "next_unit.NEARLY": [SCALED.test_where_no_larger_unit_is_allowed_a_smaller_one_confirms],
    "sequence.REAL_SECOND": [DURATIONS.test_in_real_time_the_claim_second_is_a_real_one],
    "sequence.STRETCHED": [DURATIONS.test_for_less_than_four_claim_seconds_units_are_stretched],
    "sequence.OUTLASTING": [partial(SCALED.test_where_start_up_outlasts_everything_nothing_is_certain, REFUTED)],
    "sequence.MOST_RUNS": [THE_END.test_after_so_many_runs_it_says_what_else_may_be_why],
    "sequence.TRIES": [test_sequence.test_what_could_not_tell_is_run_again_a_few_times],
    "sequence.SLOW": [
        with_a_machine(test_example.test_a_run_that_was_not_starved_is_believed, took=9, pressure=0.9),
        with_a_machine(test_example.test_nothing_is_believed_that_came_from_a_starved_run, error=None),
    ],
    "sequence.LATE": [
        with_a_machine(test_example.test_where_nobody_counts_waits_late_wake_ups_tell_of_starvation, late=late, verdict=verdict)
        for late, verdict in test_example.LATE_WAKE_UPS
    ],
    "example.FRESH": [with_a_machine(test_example.test_a_look_at_the_machine_is_good_for_the_next_examples_too)],
    "example.FIRST_UNIT": [test_trial.test_the_first_unit_depends_on_the_start_method],
    "given.BUDGET": [partial(test_trial.test_the_budget_of_a_trial, real_time=False, took=30, left=15)],
    "trial.REAL_TIME_BUDGET": [partial(test_trial.test_the_budget_of_a_trial, real_time=True, took=3570, left=30)],
}


def constants():
    """The names of all numbers that are set at the top of a module of the judge."""
    for file in sorted(FOLDER.glob("*.py")):
        values = vars(sys.modules[f"pytest_claims.judge.{file.stem}"]) if file.stem != "__init__" else {}
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
            for name in (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)):
                if scaled(values[name], 2) is not None:
                    yield f"{file.stem}.{name}"


def scaled(value, factor):
    """A number, or each number of a dictionary, times `factor`; None for what is neither."""
    if isinstance(value, dict) and value and all(isinstance(one, (int, float)) for one in value.values()):
        return {name: one * factor for name, one in value.items()}
    return value * factor if isinstance(value, (int, float)) else None


def set_everywhere(monkeypatch, constant, factor):
    """Scale `constant` in its module and in those of the plugin and of its tests that import it."""
    home, name = constant.split(".")
    value = getattr(sys.modules[f"pytest_claims.judge.{home}"], name)
    for module in list(sys.modules.values()):
        if module.__name__.startswith(("pytest_claims.", "test_")) and vars(module).get(name) is value:
            monkeypatch.setattr(module, name, scaled(value, factor))


def test_every_constant_is_held_by_a_test():
    assert sorted(HELD_BY) == sorted(constants())


@pytest.mark.parametrize("constant", HELD_BY)
def test_the_tests_pass_with_the_constant_as_it_is(constant):
    for test in HELD_BY[constant]:
        test()


@pytest.mark.parametrize("factor", [0.5, 2])
@pytest.mark.parametrize("constant", HELD_BY)
def test_a_test_fails_where_the_constant_is_half_or_twice_as_large(monkeypatch, constant, factor):
    set_everywhere(monkeypatch, constant, factor)
    failures = 0
    for test in HELD_BY[constant]:
        try:
            test()
        except AssertionError:
            failures += 1
    assert failures > 0
