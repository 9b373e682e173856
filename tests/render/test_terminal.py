"""What a run shows."""

from datetime import UTC, datetime

import pytest
from made_reports import a_part as any_part
from made_reports import a_reading, an_example
from made_reports import a_row as any_row
from wcwidth import wcswidth

from pytest_claims.model.environment import Environment
from pytest_claims.model.language import language_named, speaking
from pytest_claims.render import terminal
from pytest_claims.report.document import build
from pytest_claims.report.merge import one_run

HERE = Environment("3.13.1", "cpython", True, "linux", 2, ("fork", "spawn", "forkserver"))


def a_part(verdict, slope=None, approx=None, figures=None):
    readings = [a_reading(slope, approx=approx, error=0.1, rivals={})] if slope else []
    return any_part(verdict, examples=[an_example(verdict, readings=readings, figures=figures or {}, runs=[], spans=[])])


def a_row(id="thread.naps", start_method=None, verdict="holds", *, program=None, contrast=None, **more):
    evidence = {"jitter": 0.0, "program": program, "contrast": contrast}
    return any_row(id, start_method, verdict, contrast=contrast["verdict"] if contrast else None, evidence=evidence, **more)


def summarized(rows, *, complete=True):
    document = build(rows, HERE, complete=complete, wall_seconds=2.0, ended=datetime(2026, 11, 27, tzinfo=UTC))
    return list(terminal.summary(one_run(document)))


def shown(rows, **options):
    return [line.text for line in summarized(rows, **options)]


def test_header_names_interpreter_lock_platform_cpus_start_methods_and_noise():
    assert terminal.header(HERE, 0.00012).splitlines() == [
        "claims: cpython 3.13.1, GIL on, linux, 2 CPUs",
        "        start methods fork, spawn, forkserver; sleeps end up to 0.12 ms late",
    ]


def test_measured_figure_stands_beside_the_claimed_one_and_the_contrast():
    row = a_row(program=a_part("holds", 9.93, 10), contrast=a_part("refuted", 100.2, 10))
    lines = shown([row])
    assert lines[0].split() == ["thread", "verdict", "figures"]
    assert lines[1].split() == ["thread.naps", "holds", "9.93", "(10)", "|", "100", "s"]


def test_cpu_use_is_a_figure_and_a_contrast_without_one_shows_its_verdict():
    row = a_row(program=a_part("holds", figures={"cpu_per_wall": 0.991}), contrast=a_part("refuted"))
    assert shown([row])[1].split() == ["thread.naps", "holds", "0.99", "CPUs", "|", "refuted"]


def test_expected_refutation_is_said_to_be_documented():
    lines = shown([a_row(verdict="refuted", expected="refuted")])
    assert "refuted, as documented" in lines[1]
    assert "nothing unexpected" in lines


def test_start_methods_that_differ_have_lines_of_their_own():
    rows = [
        a_row(start_method="spawn"),
        a_row(start_method="fork", verdict="refuted", expected="refuted"),
        a_row(start_method="forkserver"),
    ]
    lines = shown(rows)
    assert [line.split()[:2] for line in lines[1:4]] == [["thread.naps"], ["fork", "refuted,"], ["spawn,", "forkserver"]]


def test_start_methods_that_agree_share_a_line():
    lines = shown([a_row(start_method="fork"), a_row(start_method="spawn")])
    assert lines[1].split()[:2] == ["thread.naps", "holds"]
    assert "1 claims in 2 cases: 2 holds" in lines


@pytest.mark.parametrize(("length", "lines"), [(37, 1), (38, 2), (60, 2)])
def test_a_name_that_has_no_room_beside_its_verdict_stands_above_it(length, lines):
    id = "thread." + "n" * (length - 7)
    found = shown([a_row(id)])[1 : 1 + lines]
    assert [line.split() for line in found] == (
        [[id, "holds", "-", "|", "-"]] if lines == 1 else [[id], ["holds", "-", "|", "-"]]
    )
    assert found[-1].index("holds") == terminal.NAME


def test_each_parameter_has_a_line_of_its_own():
    rows = [
        a_row(parameters="10", program=a_part("holds", 20.1, 20)),
        a_row(parameters="3", program=a_part("holds", 6.1, 6)),
        a_row("thread.one", parameters="1"),
    ]
    assert [line.split() for line in shown(rows)[1:5]] == [
        ["thread.naps"],
        ["[3]", "holds", "6.1", "(6)", "|", "-"],
        ["[10]", "holds", "20.1", "(20)", "|", "-"],
        ["thread.one", "holds", "-", "|", "-"],
    ]


def test_parameters_and_start_methods_are_told_together():
    rows = [
        a_row(start_method=method, parameters=parameter, verdict="refuted" if (method, parameter) == ("fork", "3") else "holds")
        for method in ("fork", "spawn")
        for parameter in ("1", "3")
    ]
    assert [" ".join(line.split()[:-2]) for line in shown(rows)[2:5]] == [
        "fork, spawn [1] holds -",
        "fork [3] refuted -",
        "spawn [3] holds -",
    ]
    assert "  thread.naps under fork [3]: refuted, expected holds" in shown(rows)


def test_a_surprise_is_not_told_with_cases_that_are_as_expected():
    rows = [a_row(start_method="fork"), a_row(start_method="spawn", expected="refuted")]
    lines = summarized(rows)
    assert [(line.text.split()[0], line.colour) for line in lines[2:4]] == [("fork", "green"), ("spawn", "red")]


def test_a_figure_that_is_not_known_is_not_left_blank():
    unread = a_part("broken", 1.0, 6)
    unread["examples"][0]["readings"][0]["slope"] = None
    assert shown([a_row(verdict="broken", program=unread)])[1].split() == ["thread.naps", "broken", "-", "(6)", "|", "-"]
    wide = a_part("inconclusive", 8.19, 12)
    wide["examples"][0]["readings"][0]["error"] = 2.9
    assert shown([a_row(verdict="inconclusive", program=wide)])[1].split()[2:6] == ["5.3", "to", "11", "(12)"]


def test_a_test_that_is_marked_to_fail_is_named_so_and_is_no_surprise():
    (row,) = [a_row(verdict="refuted", xfail=True)]
    lines = summarized([row])
    assert "refuted, xfail" in lines[1].text
    assert lines[1].colour == "yellow"
    assert "nothing unexpected" in [line.text for line in lines]
    assert "1 claims in 1 cases: 1 refuted, xfail" in [line.text for line in lines]


def test_totals_name_surprises_first_and_those_that_could_not_be_told_with_the_reason():
    rows = [
        a_row("pool.a", verdict="not-applicable", reason="needs cpus >= 2 (here 1)"),
        a_row("pool.b", "fork", verdict="refuted"),
        a_row("pool.c", verdict="inconclusive", reason="too noisy"),
    ]
    lines = shown(rows)
    totals = lines[lines.index("1 unexpected:") :]
    assert totals == [
        "1 unexpected:",
        "  pool.b under fork: refuted, expected holds",
        "1 inconclusive:",
        "  pool.c: too noisy",
        "1 not-applicable:",
        "  pool.a: needs cpus >= 2 (here 1)",
        "3 claims in 3 cases: 1 not-applicable, 1 refuted, 1 inconclusive",
        "0 claim seconds verified in 2 real ones",
    ]


def test_claim_seconds_of_program_and_contrast_are_added_up():
    row = a_row(program=a_part("holds", 10.0, 10), contrast=a_part("refuted", 100.0, 10))
    assert shown([row])[-1] == "110 claim seconds verified in 2 real ones"


def test_a_run_that_was_cut_short_says_so():
    assert "the run was cut short: not every claim was judged" in shown([a_row()], complete=False)


def test_lines_fit_80_columns():
    rows = [
        a_row("pool.maxtasksperchild-new-process-per-task", verdict="refuted", expected="refuted"),
        a_row("thread.x", program=a_part("holds", 9.931, 10), contrast=a_part("refuted", 100.2, 10)),
    ]
    assert max(map(len, shown(rows))) <= 80


def test_colour_is_never_the_only_sign():
    rows = [a_row(), a_row("thread.b", verdict="refuted"), a_row("thread.c", verdict="inconclusive")]
    coloured = [line for line in summarized(rows) if line.colour]
    words = {"green": ["holds", "nothing"], "red": ["refuted", "unexpected"], "yellow": ["inconclusive", "thread.c"]}
    for line in coloured:
        assert any(word in line.text for word in words[line.colour])


def test_progress_counts_cases_and_claims_and_shows_a_surprise_at_once():
    progress = terminal.Progress(planned=3)
    assert list(progress.judged(a_row())) == []
    surprise = list(progress.judged(a_row("thread.b", "fork", verdict="broken")))
    assert [line.text for line in surprise] == ["  surprise: thread.b under fork: broken, expected holds"]
    assert progress.status(a_row("thread.b")) == "  2/3 cases, 2 claims, 1 unexpected; thread.b"


@pytest.mark.parametrize(
    ("verdict", "expected", "said"),
    [
        ("holds", "holds", ("HOLDS", {"green": True})),
        ("refuted", "refuted", ("REFUTED, AS DOCUMENTED", {"green": True})),
        ("refuted", "holds", ("REFUTED", {"red": True})),
        ("inconclusive", "holds", ("INCONCLUSIVE", {"yellow": True})),
    ],
)
def test_verbose_mode_says_the_verdict(verdict, expected, said):
    assert terminal.verbose_word(a_row(verdict=verdict, expected=expected)) == said


def a_holder(pid, claim="thread.gil", folder="/project", since=100.0):
    return {"pid": pid, "claim": claim, "folder": folder, "since": since, "alone": True, "born": None}


@pytest.mark.parametrize(
    ("holders", "said"),
    [
        ([], "  waits for another run on this machine"),
        ([a_holder(12)], "  waits for pid 12 (claim thread.gil in /project, for 3 s now)"),
        ([a_holder(12), a_holder(13)], "  waits for pid 12 and 1 more (claim thread.gil in /project, for 3 s now)"),
        # Of another process's clock, and its words.
        ([a_holder(12, since=200.0)], "  waits for pid 12 (claim thread.gil in /project, for 0 s now)"),
        ([a_holder(12, claim="a\x1b[2J\nb")], "  waits for pid 12 (claim a<U+001B>[2J b in /project, for 3 s now)"),
    ],
)
def test_who_waits_says_for_whom(holders, said):
    assert terminal.waits(holders, 103.2).text == said


def test_who_waited_says_how_long():
    assert terminal.waited(12.4).text.startswith("waited 12 s for other claims: ")


def test_claims_that_were_run_again_are_told_with_how_often_and_what_came_of_it():
    rows = [{**a_row("a.b", "fork"), "reruns": 1}, {**a_row("c.d", verdict="refuted"), "reruns": 2}, a_row("e.f")]
    lines = shown(rows)
    start = lines.index("2 run again, the last verdict counts:")
    assert lines[start + 1 : start + 3] == ["  a.b under fork: 1 rerun, then holds", "  c.d: 2 reruns, then refuted"]
    assert "run again" not in "".join(shown([a_row()]))


def test_a_case_that_is_judged_again_counts_once():
    progress = terminal.Progress(planned=2)
    wrong, right = a_row(verdict="refuted"), a_row()
    assert [line.text for line in progress.judged(wrong)] != []
    assert list(progress.judged(right, wrong)) == []
    assert progress.status(right) == "  1/2 cases, 1 claims, 0 unexpected; thread.naps"


def test_a_hint_stands_with_what_was_not_decided():
    program = a_part("inconclusive", 6.0, 6)
    program["examples"][0]["runs"] = [
        {"unit": unit, "elapsed": [6.0], "held": [0.0], "scales": True, "verdict": "holds"} for unit in (0.005, 0.03)
    ]
    lines = shown([a_row(verdict="inconclusive", reason="too noisy", program=program)])
    assert any("too noisy. The program took 6 s both times" in line for line in lines)


def test_columns_line_up_in_chinese():
    rows = [a_row(parameters=parameter, program=a_part("holds", 9.9, 10)) for parameter in ("abcd", "一二")]
    first, second = shown(rows)[2:4]
    assert wcswidth(first[: first.index("holds")]) == wcswidth(second[: second.index("holds")]) == terminal.NAME


@pytest.fixture
def in_chinese():
    with speaking(language_named("zh_CN")):
        yield


@pytest.mark.usefixtures("in_chinese")
def test_in_chinese_the_summary_keeps_its_columns():
    rows = [
        a_row(program=a_part("holds", 9.93, 10), contrast=a_part("refuted", 100.2, 10)),
        a_row("thread.odd", verdict="refuted"),
    ]
    lines = shown(rows)
    assert lines[0].split() == ["thread", "判定", "数值"]
    assert lines[1].split() == ["thread.naps", "成立", "9.93", "(10)", "|", "100", "s"]
    columns = [wcswidth(line[: line.index(word)]) for line, word in zip(lines, ["数值", "9.93", "-"], strict=False)]
    assert columns == [terminal.NAME + terminal.VERDICT] * 3
    assert "1 个意外：" in lines
    assert "  thread.odd：不成立，预期成立" in lines
    assert lines[-2:] == ["2 条论断，2 个用例：1 成立, 1 不成立", "用 2 个真实秒验证了 110 个论断秒"]


@pytest.mark.usefixtures("in_chinese")
def test_in_chinese_the_line_that_says_who_judges_is_chinese():
    assert "GIL 已启用" in terminal.header(HERE, 0.00012)
    assert "2 个 CPU" in terminal.header(HERE, 0.00012)
