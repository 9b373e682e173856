"""Rows: a judged case as builtin types."""

import json
import os
from functools import partial

import pytest
from fake_machine import FakeMachine, a_run, measured, predicted
from hypothesis import example, given
from hypothesis import strategies as st

from pytest_claims import assert_duration, claim, cpus, seconds
from pytest_claims.instruments.seconds.run import LONGEST_NOTE, SUMMARY_NOTE, count_assertion, current_run
from pytest_claims.judge.trial import try_claim
from pytest_claims.machine.noise import THIS_MACHINE
from pytest_claims.model.claim import claim_of
from pytest_claims.model.environment import Environment
from pytest_claims.model.span import Span
from pytest_claims.model.verdict import Verdict
from pytest_claims.report.evidence import as_expected, claim_seconds, is_surprise
from pytest_claims.report.names import case_name, under
from pytest_claims.report.row import (
    JUDGED,
    MOST_SPANS,
    PLANNED,
    broken_row,
    judged_in,
    judged_row,
    planned_in,
    planned_row,
)
from pytest_claims.report.row import _runs as runs_in_rows

HERE = Environment("3.13.1", "cpython", True, "linux", 2, ("fork", "spawn"))


def quick():
    return 10


def the_usual():
    return 10


def slow():
    return the_usual() * 10


def sentence(**more):
    options = {"says": "It takes ten.", "source": "here", "program": quick, "contrast": slow, **more}
    return claim_of(claim("unit.ten", **options)(lambda program: None))


def row_of(test, environment=HERE, machine=THIS_MACHINE, **more):
    record = sentence(**more)
    return judged_row(try_claim(record, test, {}, environment, machine=machine), planned_row(record, test, environment))


@pytest.fixture
def machine():
    return FakeMachine()


def test_what_is_known_before_the_trial():
    def test():
        """Because
        it is so.
        """

    row = planned_row(sentence(refuted_where=cpus >= 2, truth="unit.hundred"), test, HERE.under("fork"), "3")
    assert row == {
        "id": "unit.ten",
        "says": "It takes ten.",
        "revision": 1,
        "source": "here",
        "why": "Because\nit is so.",
        "truth": "unit.hundred",
        "refuted_where": "cpus >= 2",
        "chapter": None,
        "start_method": "fork",
        "parameters": "3",
        "expected": "refuted",
    }


def test_a_judged_row_shows_the_programs_and_the_helpers_that_they_use(machine):
    def test(program):
        with assert_duration(approx=10):
            machine.sleep(seconds(program()))

    assert row_of(test, machine=machine)["sources"] == {
        "program": "def quick():\n    return 10",
        "contrast": "def slow():\n    return the_usual() * 10",
        "helpers": ["def the_usual():\n    return 10"],
    }


def test_a_row_carries_verdicts_readings_runs_and_theories(machine):
    def test(program):
        with assert_duration(approx=10, rivals={"one after another": 100}):
            machine.sleep(seconds(program()))

    row = row_of(test, machine=machine)
    assert (row["verdict"], row["contrast"], row["examples"]) == ("holds", "refuted", 1)
    (example,) = row["evidence"]["program"]["examples"]
    (reading,) = example["readings"]
    assert reading == {
        "predicted": "10 s, give or take 1",
        "approx": 10,
        "band": [9, 11],
        "resolution": 1.0,
        "rivals": {"one after another": 100},
        "slope": 10.0,
        "error": reading["error"],
        "overhead": 0,
        "fits": None,
    }
    assert example["runs"][0] == {
        "unit": 0.005,
        "times": 1,
        "elapsed": [0.05],
        "held": [0.0],
        "before": [0.0],
        "held_before": [0.0],
        "took": 0.05,
        "scales": True,
        "certain": False,
        "assertions": 1,
        "noise": {"pressure": 0.0, "used": 0.1, "stolen": 0.0, "waited": 0.0},
        "verdict": "holds",
        "reason": None,
        "ignored": [],
    }
    (against,) = row["evidence"]["contrast"]["examples"][0]["readings"]
    assert (against["slope"], against["fits"]) == (100.0, "one after another")
    assert row["evidence"]["contrast"]["name"] == f"{__name__}.slow"
    assert row["evidence"]["jitter"] == 0.0002


def test_what_a_run_leaves_behind_is_in_its_row_and_only_there(monkeypatch, machine):
    monkeypatch.delenv("CLAIMED", raising=False)

    def test(program):
        machine.sleep(0.02)
        os.environ["CLAIMED"] = str(program())
        assert program() == 10

    runs = [run for example in row_of(test, machine=machine)["evidence"]["program"]["examples"] for run in example["runs"]]
    assert [run["left"] for run in runs] == [["the environment: CLAIMED, put back"]]


def test_runs_that_leave_different_things_behind_are_told_apart(monkeypatch, machine):
    monkeypatch.delenv("CLAIMED", raising=False)
    runs = []

    def test(program):
        runs.append(program())
        if len(runs) == 1:
            os.environ["CLAIMED"] = "1"
        machine.sleep(0.01)
        count_assertion()

    rows = row_of(test, machine=machine)["evidence"]["program"]["examples"][0]["runs"]
    assert [("left" in row, row["times"]) for row in rows[:1]] == [(True, 1)]
    assert len(rows) == 2


def test_the_report_says_what_the_judge_was_given_and_what_decided(machine):
    def test(program):
        with assert_duration(approx=10):
            machine.sleep(seconds(program()))

    part = row_of(test, machine=machine)["evidence"]["program"]
    (example,) = part["examples"]
    assert example["given"] == {
        "unit": 0.005,
        "budget": 45.0,
        "delay": 0.0002,
        "unexplained_delay": 0.0002,
        "outgrown": None,
        "established": False,
        "hunted": False,
        "real_time": False,
        "asserts_are_counted": True,
    }
    assert (part["deciding"], example["deciding"]) == (0, len(example["runs"]) - 1)


def test_runs_that_tell_the_same_are_told_once(machine):
    def test(program):
        machine.sleep(0.02)
        count_assertion()
        assert program() == 10

    (example,) = row_of(test, machine=machine)["evidence"]["program"]["examples"]
    (run,) = example["runs"]
    assert run["times"] >= 2


def test_a_run_that_may_have_been_starved_is_told_by_itself(machine):
    """Their mean would be 6 s: judged again, neither of them would be taken for starved."""
    lengths = iter([1.0, 11.0])

    def test(program):
        count_assertion()
        machine.sleep(next(lengths))
        assert program() == 10

    rows = row_of(test, machine=machine)["evidence"]["program"]["examples"][0]["runs"]
    assert [(row["times"], row["took"]) for row in rows] == [(1, 1.0), (1, 11.0)]


def test_a_noisy_run_is_told_by_itself():
    """Their mean would be noisy enough for both: judged again, neither would contradict for certain."""
    quiet, noisy = (a_run(1.0, Verdict.REFUTED, took=1.6, pressure=pressure) for pressure in (0.0, 1.0))
    for runs, times in (([quiet, quiet], [2]), ([quiet, noisy], [1, 1])):
        assert [row["times"] for _, row in runs_in_rows(runs)] == times


@pytest.mark.parametrize(
    "other",
    [
        {"unit": 0.02},
        {"verdict": Verdict.HOLDS},
        {"reason": "else"},
        {"scales": False},
        {"certain": True},
        {"assertions": 0},
        {"took": 11.0},
    ],
    ids=lambda other: next(iter(other)),
)
def test_runs_become_one_row_only_where_they_tell_the_same(other):
    same = {"unit": 0.01, "verdict": Verdict.REFUTED, "took": 0.1}
    assert [row["times"] for _, row in runs_in_rows([a_run(**same), a_run(**same), a_run(**same | other)])] == [2, 1]


def test_the_row_of_several_runs_has_their_mean_and_is_that_of_them_all():
    runs = [a_run(0.0123456789123, took=took) for took in (0.1, 0.2, 0.6)]
    ((group, row),) = runs_in_rows(runs)
    assert group == runs
    assert (row["unit"], row["times"], row["took"]) == (0.012345679, 3, 0.3)


def test_a_run_with_a_figure_has_a_row_of_its_own():
    runs = [a_run(0.01, measured=[measured(predicted(1), 0.01)]) for _ in range(2)]
    assert [(row["times"], row["elapsed"]) for _, row in runs_in_rows(runs)] == [(1, [0.01]), (1, [0.01])]


def test_finalizers_that_raised_tell_runs_apart():
    runs = [a_run(0.01), a_run(0.01)]
    runs[1].ignored.append("OSError: nobody is there")
    assert [row["ignored"] for _, row in runs_in_rows(runs)] == [[], ["OSError: nobody is there"]]


def test_figures_are_written_to_the_nanosecond():
    reading = measured(predicted(1), 0.0123456789123, 0.0000000014, 0.0000000026, 0.0000000036)
    ((_, row),) = runs_in_rows([a_run(0.01, measured=[reading], took=0.0123456789)])
    assert (row["elapsed"], row["held"], row["before"], row["held_before"], row["took"]) == (
        [0.012345679],
        [1e-9],
        [3e-9],
        [4e-9],
        0.012345679,
    )


def test_a_row_is_made_of_builtin_types_only(machine):
    def test(program):
        with assert_duration(approx=10):
            machine.sleep(seconds(program()))

    row = row_of(test, machine=machine)
    assert json.loads(json.dumps(row)) == row


def test_the_claim_seconds_of_program_and_contrast_are_added_up(machine):
    def test(program):
        with assert_duration(approx=10):
            machine.sleep(seconds(program()))

    assert claim_seconds(row_of(test, machine=machine)) == pytest.approx(110)


def test_a_row_without_durations_has_no_claim_seconds():
    def test(program):
        count_assertion()
        assert program() == 10

    assert claim_seconds(row_of(test)) == 0


def test_the_figures_of_instruments_are_kept():
    def test(program):
        count_assertion()
        current_run().figures["cpu_per_wall"] = 0.99123456
        assert program() == 10

    assert row_of(test)["evidence"]["program"]["examples"][0]["figures"] == {"cpu_per_wall": 0.9912}


def test_what_instruments_say_in_words_is_kept_and_not_too_long():
    def test(program):
        count_assertion()
        current_run().notes.update({SUMMARY_NOTE: "3 in 40", "where it waited": "x" * 2 * LONGEST_NOTE})
        assert program() == 10

    notes = row_of(test)["evidence"]["program"]["examples"][0]["notes"]
    assert notes == {SUMMARY_NOTE: "3 in 40", "where it waited": "x" * LONGEST_NOTE}


def test_a_picture_is_kept_for_the_example_that_decided_and_not_too_large():
    def test(program):
        count_assertion()
        current_run().spans.extend(Span(str(number), "lane", number, number + 1.23456789) for number in range(MOST_SPANS + 5))
        assert program() == 10

    spans = row_of(test)["evidence"]["program"]["examples"][0]["spans"]
    assert len(spans) == MOST_SPANS
    assert spans[0] == {"label": "0", "lane": "lane", "start": 0, "end": 1.234568}


def test_no_picture_is_kept_for_the_other_examples():
    @given(count=st.integers(0, 9))
    @example(count=1)
    @example(count=2)
    def test(program, count):
        count_assertion()
        current_run().spans.append(Span("task", "lane", 0, 1))
        assert program() == 10
        assert count != 2

    examples = row_of(test, refuted_where=cpus >= 2)["evidence"]["program"]["examples"]
    assert [len(one["spans"]) for one in examples if one["verdict"] == "holds"].count(0) == len(examples) - 1
    assert [len(one["spans"]) for one in examples if one["verdict"] == "refuted"] == [1]


def test_a_case_that_is_not_applicable_has_no_evidence():
    row = row_of(lambda program: None, needs=cpus >= 3)
    assert (row["verdict"], row["reason"], row["contrast"], row["examples"]) == (
        "not-applicable",
        "needs cpus >= 3 (here 2)",
        None,
        0,
    )
    assert (row["evidence"]["program"], row["evidence"]["contrast"]) == (None, None)


def test_a_broken_row_has_the_fields_of_a_judged_one_but_for_the_sources():
    judged = row_of(lambda program: None, needs=cpus >= 3)
    planned = planned_row(sentence(), quick, HERE)
    broken = broken_row(planned, "it hung")
    assert set(broken) == set(judged) - {"sources"}
    assert (broken["verdict"], broken["reason"], broken["evidence"]["program"]) == ("broken", "it hung", None)
    assert claim_seconds(broken) == 0


@pytest.mark.parametrize(
    ("verdict", "expected", "surprise"),
    [
        ("holds", "holds", False),
        ("refuted", "refuted", False),
        ("holds", "refuted", True),
        ("refuted", "holds", True),
        ("broken", "holds", True),
        ("broken", "refuted", True),
        ("inconclusive", "holds", False),
        ("not-applicable", "refuted", False),
    ],
)
def test_what_makes_a_run_fail(verdict, expected, surprise):
    row = {"verdict": verdict, "expected": expected}
    assert is_surprise(row) is surprise
    assert as_expected(row) is (verdict == expected)


def test_rows_travel_among_other_properties():
    properties = [("other", 1), (PLANNED, {"id": "a.b"}), (JUDGED, {"id": "a.b", "verdict": "holds"})]
    assert planned_in(properties) == {"id": "a.b"}
    assert judged_in(properties)["verdict"] == "holds"
    assert planned_in([("other", 1)]) is judged_in([(JUDGED, 1)]) is None


def test_what_is_not_known_or_not_bounded_is_null(machine):
    def test(program):
        with assert_duration(at_least=5):
            machine.sleep(seconds(program()))

    machine.pressure = None
    (example,) = row_of(test, contrast=None, machine=machine)["evidence"]["program"]["examples"]
    assert example["readings"][0]["band"] == [5, None]
    assert (example["runs"][0]["held"], example["runs"][0]["noise"]) == ([None], {})
    assert example["given"]["outgrown"] is None


@pytest.mark.parametrize(
    ("start_method", "parameters", "which", "name"),
    [
        (None, None, None, "a.b"),
        ("fork", None, "fork", "a.b under fork"),
        (None, "3", "[3]", "a.b [3]"),
        ("fork", "3-x", "fork [3-x]", "a.b under fork [3-x]"),
    ],
)
def test_a_case_is_told_from_the_others_by_its_start_method_and_its_parameters(start_method, parameters, which, name):
    assert under(start_method, parameters) == which
    assert case_name("a.b", start_method, parameters) == name


def test_no_address_is_kept_of_arguments_and_reasons():
    @given(function=st.just(quick))
    def test(program, function):
        count_assertion()
        assert program() == 11, f"{function} is not as expected"

    row = row_of(test)
    (example,) = row["evidence"]["program"]["examples"]
    assert example["arguments"] == "function=quick"
    assert example["reason"] == row["reason"]
    assert row["reason"].startswith("quick is not as expected\nassert 10 == 11\n +  where 10 = quick()")
    assert broken_row({}, f"{quick} crashed") == {
        "verdict": "broken",
        "reason": "quick crashed",
        "contrast": None,
        "examples": 0,
        "evidence": {"jitter": 0.0, "program": None, "contrast": None},
    }


def test_a_program_without_a_name_is_shown_as_it_shows_itself():
    def test(program):
        count_assertion()
        assert program() == 10

    assert row_of(test, program=partial(quick))["evidence"]["program"]["name"] == "functools.partial(quick)"
