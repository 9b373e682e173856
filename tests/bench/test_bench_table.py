"""The tables, made from results."""

import pytest

from bench.figure import Row, counted, met
from bench.registry import FIGURES
from bench.results import SCHEMA
from bench.table import SHORT, in_short, markdown, tables
from bench.today import is_alarm

SUITE = {"wall": 36.0, "complete": True, "cases": 160, "wrong": [], "inconclusive": [], "claimed": 720.0}
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


def test_the_suite_has_its_medians_of_the_runs_that_were_whole():
    runs = [("suite", SUITE | {"wall": wall}) for wall in (30.0, 36.0, 60.0)]
    rows = rows_of(*runs, ("suite", SUITE | {"wall": 1.0, "complete": False}))
    assert rows["the whole suite takes"] == ["", "36 s (30 to 60)", "3 runs", ""]
    assert rows["wrong verdicts; inconclusive: idle"][2] == "4 runs, 1 cut short"


def test_wrong_verdicts_are_counted_over_all_runs():
    runs = [("hogs", SUITE)] * 4
    assert rows_of(*runs, ("hogs", SUITE))["wrong verdicts; inconclusive: 4 CPU hogs a core"] == [
        "none; at most 5 %",
        "0 of 800 cases (95 %: below 0.38 %); 0 (0 %)",
        "5 runs",
        "yes",
    ]
    wrong = SUITE | {"wrong": [{"id": "a.claim"}]}
    assert rows_of(*runs, ("hogs", wrong))["wrong verdicts; inconclusive: 4 CPU hogs a core"][1:] == [
        "1 of 800 cases (0.12 %; 95 %: below 0.60 %); 0 (0 %)",
        "5 runs",
        "**no**",
    ]


def test_conditions_that_differ_in_order_and_workers_share_a_row():
    rows = rows_of(*[(name, SUITE) for name in ("random", "random", "n0", "n0", "n2", "n8")])
    assert rows["wrong verdicts; inconclusive: random order, -n 0, -n 2, -n 8"][2:] == ["6 runs", "yes"]


def test_a_run_without_a_report_is_never_hidden():
    rows = rows_of(("nice", SUITE), ("nice", {"wall": 1.0, "exit": 3, "interrupted": False, "failed": "INTERNALERROR"}))
    assert rows["wrong verdicts; inconclusive: nice 19 among a hog a core"][1:] == [
        "0 of 160 cases (95 %: below 1.9 %); 0 (0 %); 1 run without a report",
        "2 runs, 1 cut short",
        "**no**",
    ]


@pytest.mark.parametrize(("inconclusive", "said"), [(0, "yes"), (8, "yes"), (9, "**no**")])
def test_inconclusive_cases_have_a_goal(inconclusive, said):
    runs = [("suite", SUITE)] * 9 + [("suite", SUITE | {"inconclusive": [{}] * inconclusive})]
    assert rows_of(*runs)["wrong verdicts; inconclusive: idle"][3] == said


@pytest.mark.parametrize(
    ("slower", "control", "said"),
    [(297, 0, "yes"), (296, 0, "**no**"), (297, 1, "**no**")],
    ids=["enough", "too few", "a right one"],
)
def test_programs_that_are_off_must_be_noticed_and_right_ones_left_alone(slower, control, said):
    run = {
        "slower": {"refuted": slower, "holds": 300 - slower},
        "faster": {"refuted": 297, "inconclusive": 3},
        "control": {"holds": 600 - control, "refuted": control},
    }
    assert rows_of(("noticed", run))["programs 25 % off are refuted, right ones are not"] == [
        "at least 99 %; none",
        f"{slower} of 300 slower, {300 - slower} passed; 297 of 300 faster, 0 passed; "
        f"of 600 that take as long as claimed {control}",
        "1 run",
        said,
    ]


def test_in_short_there_are_three_rows():
    run = {name: {"refuted": 300} for name in ("slower", "faster")} | {"control": {"holds": 600}}
    lines = [a_line("suite", SUITE), a_line("hogs", SUITE), a_line("nice", SUITE), a_line("noticed", run)]
    assert [line.split(" | ")[0] for line in in_short(lines).splitlines()[2:]] == [f"| {what}" for what in SHORT]


def test_few_programs_are_not_enough_to_say():
    rows = rows_of(("noticed", {"slower": {"refuted": 20}, "faster": {}, "control": {}}))
    assert rows["programs 25 % off are refuted, right ones are not"][3] == "so far (20 of 300 programs)"


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
    measured = "1.0 ms (the bare one: 11.0; with assert_duration and claim: 34.0 more)"
    assert rows["import pytest_claims, over a bare interpreter"][1] == measured
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
    assert lines[2] == (
        "| threads | 4 hogs a core | wrong 1 of 4; 10 s | wrong 3 of 4; 0.12 s | wrong 1 of 3, 1 inconclusive; 1.4 s |"
    )


def test_what_a_run_did_not_come_to_has_no_price():
    run = {way: {name: [] for name in ("threads", "pool", "tasks")} for way in ("literal", "shrunken", "claims")}
    assert "| tasks | idle | - | - | - |" in tables([a_line("today", run)])


def test_the_notes_name_what_was_measured_where_and_what_was_not():
    table = tables([a_line("suite", SUITE, "abc"), a_line("n0", SUITE, "def")], strangers=2)
    assert "Measured at commit abc, cpython 3.13.0 on Linux, 2 CPUs: suite." in table
    assert "Measured at commit def, cpython 3.13.0 on Linux, 2 CPUs: n0." in table
    missing = [name for name in FIGURES if name not in ("suite", "n0")]
    assert f"Not measured: {', '.join(missing)}." in table
    assert "2 lines of the results could not be read." in table


def test_rows_without_a_goal_have_nothing_to_meet():
    assert Row("a", "", "1", "1 run").met == ""
