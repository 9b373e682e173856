"""The tables, made from results."""

import pytest

from bench.figure import Row, counted, met
from bench.registry import FIGURES
from bench.results import SCHEMA
from bench.suite import ratio_to_bound
from bench.table import markdown, tables
from bench.today import is_alarm

BOUND = {"start": 2, "exclusive": 8, "longest": 5, "shared": 80, "shared_cpu": 30, "workers": 4, "cores": 2}
SUITE = {"wall": 36.0, "complete": True, "cases": 160, "wrong": [], "inconclusive": [], "claimed": 720.0, "bound": BOUND}
PLACE = {"dirty": False, "python": "3.13.0", "implementation": "cpython", "platform": "Linux", "cpus": 2}


def a_line(figure, data, commit="abc"):
    return {"schema": SCHEMA, "figure": figure, "commit": commit, **PLACE, "date": "", "data": data}


def rows_of(*lines):
    table = tables([a_line(*line) for line in lines])
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("|")]
    return {row[0]: row[1:] for row in rows}


def test_a_table_has_a_head_and_bars_in_cells_are_escaped():
    assert markdown(["a", "b"], [["1 | 2", "3"]]) == "| a | b |\n| --- | --- |\n| 1 \\| 2 | 3 |\n"


@pytest.mark.parametrize(
    ("good", "runs", "said"),
    [(True, 50, "yes"), (True, 3, "so far (3 of 50 runs)"), (False, 3, "**no**"), (False, 50, "**no**")],
)
def test_a_goal_that_has_failed_has_failed_and_another_waits_for_its_runs(good, runs, said):
    assert met(good, runs, 50) == said


def test_numbers_of_things_are_words():
    assert [counted(number, "run") for number in (0, 1, 2)] == ["0 runs", "1 run", "2 runs"]


def test_the_ratio_is_the_wall_time_over_the_bound():
    assert ratio_to_bound(SUITE) == 36 / (2 + 8 + 20)


def test_the_suite_has_its_medians_of_the_runs_that_were_whole():
    runs = [("suite", SUITE | {"wall": wall}) for wall in (30.0, 36.0, 60.0)]
    rows = rows_of(*runs, ("suite", SUITE | {"wall": 1.0, "complete": False}))
    assert rows["whole suite"] == ["at most 45 s", "36.0 s (30.0 to 60.0)", "3 runs", "yes"]
    assert rows["its wall time / its lower bound"] == ["at most 1.25", "1.20", "3 runs", "yes"]
    assert rows["wrong verdicts: idle"][2] == "4 runs, 1 cut short"


def test_a_slow_suite_has_missed_its_goals_and_says_so():
    rows = rows_of(("suite", SUITE | {"wall": 46.0}))
    assert [rows[name][3] for name in ("whole suite", "its wall time / its lower bound")] == ["**no**", "**no**"]


def test_claim_seconds_are_the_literal_ones_over_the_wall_time_of_the_suite():
    literal = {"wall": 300.0, "complete": True, "literal": 3600.0, "claimed": 1.0}
    rows = rows_of(("suite", SUITE), ("real-time", literal))
    assert rows["claim seconds verified per real second"] == [
        "at least 60",
        "100 (3600 s when run in literal seconds)",
        "1 literal run, 1 run",
        "yes",
    ]


def test_wrong_verdicts_are_counted_over_all_runs():
    runs = [("hogs", SUITE)] * 19
    assert rows_of(*runs, ("hogs", SUITE))["wrong verdicts: 4 CPU hogs a core"] == [
        "0 in 20 runs",
        "0 of 3200 cases (95 %: below 0.10 %)",
        "20 runs",
        "yes",
    ]
    wrong = SUITE | {"wrong": [{"id": "a.claim"}]}
    assert rows_of(*runs, ("hogs", wrong))["wrong verdicts: 4 CPU hogs a core"][1:] == [
        "1 of 3200 cases (0.03 %; 95 %: below 0.15 %)",
        "20 runs",
        "**no**",
    ]


def test_a_run_without_a_report_is_never_hidden():
    rows = rows_of(("n0", SUITE), ("n0", {"wall": 1.0, "exit": 3, "interrupted": False, "failed": "INTERNALERROR"}))
    assert rows["wrong verdicts: -n 0"][1:] == [
        "0 of 160 cases (95 %: below 1.9 %); 1 run without a report",
        "2 runs, 1 cut short",
        "**no**",
    ]


@pytest.mark.parametrize(("inconclusive", "said"), [(0, "yes"), (40, "yes"), (41, "**no**")])
def test_inconclusive_cases_have_a_goal_of_their_own(inconclusive, said):
    runs = [("suite", SUITE)] * 49 + [("suite", SUITE | {"inconclusive": [{}] * inconclusive})]
    assert rows_of(*runs)["inconclusive: idle"][3] == said


def test_programs_that_are_off_must_be_noticed():
    run = {"slower": {"refuted": 297, "holds": 3}, "faster": {"refuted": 296, "inconclusive": 4}, "control": {"holds": 600}}
    rows = rows_of(("noticed", run))
    assert rows["noticed: a program 25 % slower than claimed"][1:] == ["297 of 300 (99 %); 3 holds", "1 run", "yes"]
    assert rows["noticed: a program 25 % faster than claimed"][3] == "**no**"
    assert rows["… one that takes as long as claimed, refuted"][1] == "0 of 600 programs (95 %: below 0.50 %); 0 inconclusive"


def test_few_programs_are_not_enough_to_say():
    rows = rows_of(("noticed", {"slower": {"refuted": 20}, "faster": {}, "control": {}}))
    assert rows["noticed: a program 25 % slower than claimed"][3] == "so far (20 of 300 programs)"
    assert rows["noticed: a program 25 % faster than claimed"][1] == "none judged"


def test_pairs_are_compared_with_each_other():
    rows = rows_of(
        ("empty-tests", {"on": [2.2, 2.2], "off": [2.0, 2.0]}),
        ("empty-tests", {"on": [4.04, 4.04], "off": [4.0, 4.0]}),
        ("empty-tests", {"on": [2.0, 2.0], "off": [2.0, 2.0]}),
        ("import", {"bare": [10, 12], "package": [12, 12], "names": [40, 50]}),
        ("memory", {"suite": 61440, "without": 40960}),
        ("assert-duration", {"bare": [0.1, 0.2, 0.3], "about": [1, 2, 3], "at_most": [4, 6, 8]}),
    )
    assert rows["5,000 empty tests, plugin on / off"] == ["at most 1.03", "1.010 (2.0 s without)", "12 interleaved runs", "yes"]
    assert rows["import pytest_claims, over a bare interpreter"][1] == "1.0 ms (the bare one: 11.0)"
    assert rows["… with assert_duration and claim"][1] == "34.0 ms"
    assert rows["memory of the controller after the suite, over the same without the plugin"][1] == "20.0 MiB (without: 40)"
    assert rows["assert_duration outside a claim, over a bare pair of perf_counter"][1:] == [
        "5.80 µs (of the minima: 3.90)",
        "3 readings",
        "**no**",
    ]


@pytest.mark.parametrize(
    ("read", "alarm"), [(10.0, False), (9.0, True), (9.01, False), (10.99, False), (11.0, True), (None, True)]
)
def test_a_stopwatch_gives_alarm_outside_of_9_to_11_s_and_where_the_program_failed(read, alarm):
    assert is_alarm(read) is alarm


def a_verdict(verdict, seconds):
    return {"verdict": verdict, "program": seconds, "seconds": 2 * seconds, "reason": None}


def test_the_comparison_gives_false_alarms_per_hundred_and_the_price_of_each_way():
    names = ("threads", "pool", "tasks")
    run = {
        "literal": {name: [10.0, 10.2, 11.5, 10.1] for name in names},
        "shrunken": {name: [12.0, 13.0, 10.0, 14.0] for name in names},
        "claims": {name: [a_verdict("holds", 0.5), a_verdict("wrong", 0.7), a_verdict("inconclusive", 9.0)] for name in names},
    }
    lines = tables([a_line("today-hogs", run)]).splitlines()
    assert lines[2:5] == [
        "| threads | 4 hogs a core | `assert 9 < elapsed < 11` | 25 |  | 10.15 | 4 |",
        "| threads | 4 hogs a core | `assert 0.09 < elapsed < 0.11`, naps / 100 | 75 |  | 0.12 | 4 |",
        "| threads | 4 hogs a core | a claim | 33 | 33 | 0.70, with its contrast 1.40 | 3 |",
    ]


def test_what_a_run_did_not_come_to_has_no_price():
    run = {way: {name: [] for name in ("threads", "pool", "tasks")} for way in ("literal", "shrunken", "claims")}
    assert "| tasks | idle | a claim | - | - | - | 0 |" in tables([a_line("today", run)])


def test_the_notes_name_what_was_measured_where_and_what_was_not():
    table = tables([a_line("suite", SUITE, "abc"), a_line("n0", SUITE, "def")], strangers=2)
    assert "Measured at commit abc, cpython 3.13.0 on Linux, 2 CPUs: suite." in table
    assert "Measured at commit def, cpython 3.13.0 on Linux, 2 CPUs: n0." in table
    missing = [name for name in FIGURES if name not in ("suite", "n0")]
    assert f"Not measured: {', '.join(missing)}." in table
    assert "2 lines of the results could not be read." in table


def test_rows_without_a_goal_have_nothing_to_meet():
    assert Row("a", "", "1", "1 run").met == ""
