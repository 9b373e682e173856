"""The report: one document for a run, made from rows."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from made_reports import a_part
from made_reports import a_row as any_row

from pytest_claims.model.environment import Environment
from pytest_claims.report import document

HERE = Environment("3.13.1", "cpython", True, "linux", 2, ("fork", "spawn", "forkserver"))
ENDED = datetime(2026, 11, 24, 23, 59, 30, 123456, timezone(timedelta(hours=1)))


def a_row(id="unit.three", start_method=None, verdict="holds", *, slope=None, **more):
    evidence = {"jitter": 0.0, "program": a_part(slope=slope), "contrast": None}
    texts = {"says": "It is three.", "source": "here", "why": "Because."}
    return any_row(id, start_method, verdict, contrast="refuted", evidence=evidence, **texts, **more)


def built(*rows, complete=True):
    return document.build(rows, HERE, complete=complete, wall_seconds=1.23456, ended=ENDED)


def test_a_report_names_its_form_its_place_and_its_claims():
    assert built() == {
        "schema": 1,
        "complete": True,
        "ended": "2026-11-24T22:59:30+00:00",
        "environment": {
            "python": "3.13.1",
            "implementation": "cpython",
            "gil": True,
            "platform": "linux",
            "cpus": 2,
            "start_methods": ["fork", "spawn", "forkserver"],
        },
        "seconds": {"claimed": 0, "real": 1.235},
        "claims": [],
    }


def test_a_claim_says_once_what_its_cases_share():
    (entry,) = built(a_row())["claims"]
    assert entry == {
        "id": "unit.three",
        "says": "It is three.",
        "source": "here",
        "why": "Because.",
        "truth": None,
        "refuted_where": "nowhere",
        "expected": "holds",
        "verdict": "holds",
        "cases": entry["cases"],
    }
    assert set(entry["cases"][0]) == {
        "start_method", "expected", "verdict", "reason", "contrast", "examples", "evidence",
    }  # fmt: skip


def test_claims_are_in_the_order_of_their_ids_and_cases_in_that_of_start_methods():
    rows = [a_row("unit.two"), *(a_row("unit.one", method) for method in ("forkserver", "spawn", "fork"))]
    one, two = built(*rows)["claims"]
    assert (one["id"], two["id"]) == ("unit.one", "unit.two")
    assert [case["start_method"] for case in one["cases"]] == ["fork", "spawn", "forkserver"]


def test_the_order_of_the_rows_does_not_matter():
    rows = [a_row(id, method) for id in ("unit.two", "unit.one") for method in ("spawn", "fork")]
    assert built(*rows) == built(*reversed(rows))


@pytest.mark.parametrize(
    ("verdicts", "common"),
    [
        (["holds", "holds"], "holds"),
        (["holds", "refuted"], "mixed"),
        (["holds", "not-applicable"], "holds"),
        (["not-applicable", "not-applicable"], "not-applicable"),
        (["broken", "holds", "not-applicable"], "mixed"),
    ],
)
def test_the_verdict_on_a_claim_is_what_its_cases_share(verdicts, common):
    rows = [a_row("unit.one", method, verdict) for method, verdict in zip(HERE.start_methods, verdicts, strict=False)]
    assert built(*rows)["claims"][0]["verdict"] == common


def test_what_is_expected_may_be_mixed_too():
    rows = [a_row("unit.one", "fork"), a_row("unit.one", "spawn", expected="refuted")]
    assert built(*rows)["claims"][0]["expected"] == "mixed"


def test_claim_seconds_are_added_up():
    assert built(a_row(slope=10.0), a_row("unit.two", slope=2.5))["seconds"]["claimed"] == 12.5


def test_a_run_that_was_cut_short_is_not_complete():
    assert built(complete=False)["complete"] is False


def test_a_report_is_written_as_it_is_and_replaces_the_old_one(tmp_path):
    path = tmp_path / "out.json"
    path.write_text("old")
    report = built(a_row() | {"says": "Drei: ≥ 3."})
    document.write(report, path)
    assert json.loads(path.read_text(encoding="utf-8")) == report
    assert "Drei: ≥ 3." in path.read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["out.json"]


def test_a_report_that_cannot_be_written_leaves_the_old_one_and_no_draft(tmp_path):
    path = tmp_path / "out.json"
    path.write_text("old")
    with pytest.raises(TypeError):
        document.write({"no such type in JSON": object()}, path)
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.json"]


def test_what_one_case_knows_of_the_claim_is_said_of_the_claim():
    sources = {"program": "def nap(): ...", "contrast": None, "helpers": []}
    died, judged = a_row(start_method="fork", verdict="broken"), {**a_row(start_method="spawn"), "sources": sources}
    (claim,) = built(died, judged)["claims"]
    assert claim["sources"] == sources
    assert not any("sources" in case for case in claim["cases"])
