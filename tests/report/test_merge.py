"""Merging: runs by interpreter, conflicts shown, the newest first, and no more kept than is shown."""

import json
from itertools import permutations
from pathlib import Path

import pytest
from made_reports import a_case, a_claim, a_part, a_report, written

from pytest_claims.model.errors import ClaimError
from pytest_claims.report import combined
from pytest_claims.report.merge import MOST_REPORTS, Evidence, Merging, agreed, merge
from pytest_claims.report.merged import Interpreter

HERE = Interpreter("cpython", "3.13.0", True, "linux")


def merged(*reports, evidence=Evidence.SHOWN):
    merging = Merging(evidence)
    for report in reports:
        merging.add(report)
    return merging.result()


def cell(found, id="nap.ten", interpreter=HERE):
    (one,) = found.by_id[id].cells[interpreter]
    return one


def test_a_report_alone_is_what_it_says():
    found = merged(a_report(ended="2026-11-24T22:59:30+00:00"))
    (claim,) = found.claims
    assert (claim.id, claim.says, claim.source, claim.why) == ("nap.ten", "It takes 10 s.", "notes 1", "It sleeps.")
    assert (claim.truth, claim.refuted_where, claim.sources, claim.wordings) == (None, "nowhere", None, ())
    one = cell(found)
    assert (one.verdict, one.expected, one.contrast, one.runs) == ("holds", "holds", "refuted", (("holds", 1),))
    assert (one.figure, one.claimed, one.against, one.case) == ("9.98 s", "10", "100 s", None)
    runs = found.interpreters[HERE]
    assert (runs.count, runs.complete, runs.cpus, runs.ended) == (1, True, 2, "2026-11-24T22:59:30+00:00")
    assert (runs.claimed, runs.real, runs.start_methods) == (110.0, 2.5, ("fork", "spawn", "forkserver"))


def test_places_differ_by_version_implementation_lock_and_platform_and_not_by_cpus():
    other_cpus = a_report()
    other_cpus["environment"]["cpus"] = 64
    found = merged(
        a_report(),
        a_report(python="3.13.1"),
        a_report(implementation="pypy"),
        a_report(gil=False),
        a_report(platform="darwin"),
        other_cpus,
    )
    assert len(found.interpreters) == 5
    assert (found.interpreters[HERE].count, found.interpreters[HERE].cpus) == (2, 64)
    assert list(found.interpreters) == sorted(found.interpreters, key=lambda interpreter: interpreter.order)
    assert list(found.claims[0].cells) == list(found.interpreters)


def test_claims_and_start_methods_of_all_runs_are_there_in_order():
    found = merged(
        a_report(a_claim("b.b"), a_claim("a.a", a_case(start_method="spawn"))),
        a_report(a_claim("a.a", a_case(start_method="zzz"), a_case(start_method="fork")), a_claim("a.c")),
    )
    assert [claim.id for claim in found.claims] == ["a.a", "a.c", "b.b"]
    assert [one.start_method for one in found.claims[0].cells[HERE]] == ["fork", "spawn", "zzz"]


def test_cases_are_told_apart_by_their_parameters():
    def run(third, **more):
        return a_report(a_claim("a.a", a_case(parameters="10"), a_case(third, parameters="3", **more), a_case()))

    found = merged(run("holds"), run("refuted", xfail=True))
    cells = found.claims[0].cells[HERE]
    assert [(one.parameters, one.under, one.verdict) for one in cells] == [
        (None, None, "holds"),
        ("3", "[3]", "mixed"),
        ("10", "[10]", "holds"),
    ]
    (report,) = json.loads(combined.text(merged(run("holds"), run("refuted"), evidence=Evidence.ALL)))["reports"]
    assert [case.get("parameters") for case in report["claims"][0]["cases"]] == [None, "3", "10"]


def test_a_test_that_is_marked_to_fail_is_no_surprise_unless_runs_disagree():
    failed = a_report(a_claim("nap.ten", a_case("refuted", xfail=True)))
    found = merged(failed)
    assert (found.surprises, cell(found).word) == (0, "refuted, xfail")
    assert merged(a_report(), failed).surprises == 1


@pytest.mark.parametrize(
    ("verdicts", "common"),
    [
        (["holds", "holds"], "holds"),
        (["holds", "refuted"], "mixed"),
        (["holds", "broken"], "mixed"),
        (["holds", "inconclusive"], "holds"),
        (["refuted", "not-applicable", "inconclusive"], "refuted"),
        (["inconclusive", "not-applicable"], "inconclusive"),
        (["not-applicable"], "not-applicable"),
    ],
)
def test_runs_contradict_each_other_only_where_both_could_tell(verdicts, common):
    for order in permutations(verdicts):
        found = merged(*(a_report(a_claim("nap.ten", a_case(verdict))) for verdict in order))
        assert cell(found).verdict == agreed(order) == common
        assert dict(cell(found).runs) == {verdict: order.count(verdict) for verdict in order}


def test_a_conflict_is_counted_and_shows_both_verdicts():
    refuted = a_report(a_claim("nap.ten", a_case("refuted")))
    found = merged(a_report(), refuted, a_report())
    assert (found.conflicts, found.surprises) == (1, 1)
    assert cell(found).conflict
    assert dict(cell(found).runs) == {"holds": 2, "refuted": 1}
    assert {exhibit.verdict for exhibit in found.claims[0].exhibits} == {"holds", "refuted"}


def test_the_newest_run_is_that_which_ended_last():
    newer = a_report(
        a_claim("nap.ten", a_case(expected="refuted"), says="New."), ended="2026-11-24T12:00:00+00:00", complete=False
    )
    older = a_report(a_claim("nap.ten", a_case(), says="Old."), ended="2026-11-24T12:30:00+01:00")
    newer["environment"]["cpus"] = 9
    for order in permutations([newer, older]):
        found = merged(*order)
        assert (found.claims[0].says, found.claims[0].wordings) == ("New.", ("Old.",))
        assert cell(found).expected == "refuted"
        runs = found.interpreters[HERE]
        assert (runs.cpus, runs.ended, runs.complete, runs.real) == (9, "2026-11-24T12:00:00+00:00", True, 5.0)


def test_without_times_the_file_named_last_is_the_newest():
    found = merged(a_report(a_claim(says="Old.")), a_report(a_claim(says="New.")))
    assert found.claims[0].says == "New."


def test_a_run_that_could_not_tell_is_not_shown_where_another_could():
    told = a_case("holds", reason="decided")
    found = merged(a_report(a_claim("nap.ten", told)), a_report(a_claim("nap.ten", a_case("inconclusive", reason="busy"))))
    assert (cell(found).reason, cell(found).figure) == ("decided", "9.98 s")


def test_exhibits_are_the_newest_interpreters_cpython_first():
    reports = [
        a_report(python="3.12.0"),
        a_report(python="3.14.0"),
        a_report(python="3.13.0"),
        a_report(python="3.15.0", implementation="pypy"),
        a_report(a_claim("nap.ten", a_case("refuted")), python="3.11.0"),
        a_report(a_claim("nap.ten", a_case("not-applicable")), python="3.16.0"),
    ]
    for order in permutations(reports):
        shown = [(exhibit.interpreter.python, exhibit.verdict) for exhibit in merged(*order).claims[0].exhibits]
        assert shown == [("3.14.0", "holds"), ("3.11.0", "refuted")]


def test_exhibits_of_start_methods_are_in_the_usual_order():
    cases = [a_case(start_method=method) for method in ("forkserver", "spawn", "fork")]
    exhibits = merged(a_report(a_claim("nap.ten", *cases))).claims[0].exhibits
    assert [exhibit.start_method for exhibit in exhibits] == ["fork", "spawn", "forkserver"]
    assert exhibits[0].evidence["program"]["name"] == "programs.nap"


def test_evidence_is_kept_where_it_is_asked_for():
    report = a_report()
    assert merged(report, evidence=Evidence.NONE).claims[0].exhibits == ()
    assert cell(merged(report, evidence=Evidence.SHOWN)).case is None
    assert cell(merged(report, evidence=Evidence.ALL)).case == report["claims"][0]["cases"][0]


def test_sources_are_carried_and_older_reports_do_without():
    sources = {"program": "def nap(): ...", "contrast": None, "helpers": ["def sleep(): ..."]}
    with_sources = a_report(a_claim(sources=sources), ended="2026-11-24T12:00:00+00:00")
    for order in permutations([with_sources, a_report()]):
        found = merged(*order).claims[0].sources
        assert (found.program, found.contrast, found.helpers) == ("def nap(): ...", None, ("def sleep(): ...",))
    newer_without = a_report(ended="2026-11-25T12:00:00+00:00")
    assert merged(with_sources, newer_without).claims[0].sources is not None


def test_reruns_are_not_lost_and_add_up():
    once, twice = (
        a_report(a_claim("nap.ten", a_case(verdict, reruns=reruns))) for verdict, reruns in (("holds", 1), ("inconclusive", 2))
    )
    for order in permutations([once, twice, a_report()]):
        found = merged(*order, evidence=Evidence.ALL)
        assert cell(found).reruns == 3
        (report,) = json.loads(combined.text(found))["reports"]
        assert report["claims"][0]["cases"][0]["reruns"] == 3
        assert cell(merged(report, a_report())).reruns == 3


def test_a_field_that_only_an_older_report_has_is_kept_in_any_order():
    older = a_report(a_claim(news="old", says="Old."), ended="2026-11-24T12:00:00+00:00")
    newer = a_report(a_claim(says="New."), ended="2026-11-25T12:00:00+00:00")
    for order in permutations([older, newer]):
        fields = merged(*order).claims[0].fields
        assert (fields["says"], fields["news"]) == ("New.", "old")


def test_histories_come_from_all_places():
    found = merged(a_report(python="3.13.0"), a_report(a_claim("nap.ten", a_case("refuted")), python="3.14.0"))
    (history,) = found.claims[0].histories
    assert (history.where, history.sentence) == ("CPython", "holds since 3.13 or earlier, refuted since 3.14")


def test_files_are_merged_one_after_the_other(tmp_path):
    found = merge(written(tmp_path, a_report(), {"schema": 1, "reports": [a_report(), a_report(python="3.14.0")]}))
    assert [runs.count for runs in found.interpreters.values()] == [2, 1]


def test_a_bad_file_among_good_ones_is_named(tmp_path):
    files = written(tmp_path, a_report(), {"schema": 7})
    with pytest.raises(ClaimError, match=r"1\.json: made by a newer pytest-claims"):
        merge(files)


def test_merging_what_was_merged_is_merging_all_at_once():
    reports = [
        a_report(a_claim("a.a"), a_claim("b.b", news=1), news=[1]),
        a_report(a_claim("a.a", a_case("refuted")), a_claim("c.c"), more=2),
        a_report(a_claim("a.a", a_case("inconclusive")), a_claim("b.b", older=2), python="3.14.0"),
        a_report(a_claim("a.a", a_case("broken", news=[])), python="3.14.0"),
    ]

    def document(*some):
        return json.loads(combined.text(merged(*some, evidence=Evidence.ALL)))

    at_once = document(*reports)
    for split in range(1, len(reports)):
        parts = [document(*reports[:split]), document(*reports[split:])]
        assert document(*(report for part in parts for report in part["reports"])) == at_once


def test_memory_does_not_grow_with_the_number_of_runs():
    def bulky():
        example = a_part()["examples"][0] | {
            "spans": [{"label": "x", "lane": "y", "start": 1.5, "end": 2.5} for _ in range(200)]
        }
        case = a_case()
        case["evidence"]["program"]["examples"] = [dict(example) for _ in range(5)]
        return a_report(*(a_claim(f"nap.n{number}", json.loads(json.dumps(case))) for number in range(8)))

    tracemalloc = pytest.importorskip("tracemalloc", exc_type=ImportError)  # PyPy has none

    def kept(runs):
        tracemalloc.start()
        found = merged(*(bulky() for _ in range(runs)))
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert found.runs == runs
        return size

    few = kept(1)
    assert kept(6) < 1.2 * few


def test_reports_of_one_place_are_told_apart_the_newest_first():
    def report(number, verdict="holds"):
        ended = f"2026-11-{number:02}T12:00:00+00:00"
        evidence = {"jitter": 0.0, "program": a_part(verdict, slope=float(number)), "contrast": None}
        return a_report(a_claim("nap.ten", a_case(verdict, evidence=evidence)), ended=ended)

    merging = Merging(Evidence.NONE)
    numbers = [3, 1, 7, 2, 6]
    for number in numbers:
        merging.add(report(number, "refuted" if number == 7 else "holds"), f"{number}.json")
    (interpreter,) = merging.result().interpreters
    (cell,) = merging.result().by_id["nap.ten"].cells[interpreter]
    newest = sorted(numbers, reverse=True)[:MOST_REPORTS]
    assert len(numbers) > MOST_REPORTS
    assert [one.report for one in cell.reports] == [f"{number}.json" for number in newest]
    assert [one.verdict for one in cell.reports] == ["refuted", "holds", "holds"]
    assert [one.figure for one in cell.reports] == [f"{number} s" for number in newest]
    assert merging.result().interpreters[interpreter].reports[0] == "7.json"


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["a.json", "evidence/b.json"], ["a.json", "b.json"]),
        (["a/x.json", "b/x.json", "y.json"], ["a/x.json", "b/x.json", "y.json"]),
        (["a/c/x.json", "b/c/x.json"], ["a/c/x.json", "b/c/x.json"]),
        (["x.json", "a/x.json"], ["x.json", "a/x.json"]),
        (["x.json", "x.json"], ["x.json", "x.json"]),
        ([], []),
    ],
)
def test_a_report_is_called_by_its_file_with_the_folders_that_tell_it_from_others(tmp_path, monkeypatch, files, names):
    monkeypatch.chdir(tmp_path)
    for number, file in enumerate(files):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(a_report(python=f"3.{number}.0")), encoding="utf-8")
    merged = merge([*map(Path, files)])
    called = [name for runs in merged.interpreters.values() for name in reversed(runs.reports)]
    assert called == [*dict.fromkeys(names)]
