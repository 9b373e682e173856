"""Merged reports as one document, which is a report again."""

import json

from made_reports import a_case, a_claim, a_part, a_report, written

from pytest_claims.report import combined, schema
from pytest_claims.report.load import load
from pytest_claims.report.merge import Evidence, merge

SOURCES = {"program": "def nap(): ...", "contrast": None, "helpers": []}


def document(tmp_path, *reports):
    return json.loads(combined.text(merge(written(tmp_path, *reports), Evidence.ALL)))


def test_a_report_alone_is_kept_as_it_is(tmp_path):
    report = a_report(a_claim(sources=SOURCES), ended="2026-11-24T22:59:30+00:00")
    expected = json.loads(json.dumps(report)) | {"runs": 1}
    expected["claims"][0]["cases"][0]["runs"] = {"holds": 1}
    assert document(tmp_path, report) == {"schema": 1, "reports": [expected]}


def test_the_document_has_the_published_form_and_is_read_again(tmp_path):
    found = document(tmp_path, a_report(), a_report(a_claim("nap.ten", a_case("refuted"))), a_report(python="3.14.0"))
    assert schema.departure(found, "merged") is None
    assert len(found["reports"]) == 2
    (path,) = written(tmp_path, found)
    assert load(path) == found["reports"]


def test_a_conflict_stays_one(tmp_path):
    found = document(tmp_path, a_report(), a_report(a_claim("nap.ten", a_case("refuted"))))
    (claim,) = found["reports"][0]["claims"]
    assert (claim["verdict"], claim["cases"][0]["verdict"]) == ("mixed", "mixed")
    assert claim["cases"][0]["runs"] == {"holds": 1, "refuted": 1}


def test_fields_that_are_not_known_are_kept_where_they_were(tmp_path):
    case = a_case(news="case")
    case["evidence"]["news"] = "evidence"
    case["evidence"]["program"] = a_part(news="part")
    newer = a_report(a_claim("nap.ten", case, news="claim"), news="report")
    newer["environment"]["news"] = newer["seconds"]["news"] = "inner"
    older = a_report(a_claim("nap.ten", a_case(), other="claim"), other="report")
    (found,) = document(tmp_path, older, newer)["reports"]
    (claim,) = found["claims"]
    assert (found["news"], found["other"], found["environment"]["news"], found["seconds"]["news"]) == ("report",) * 2 + (
        "inner",
    ) * 2
    assert (claim["news"], claim["other"]) == ("claim", "claim")
    assert (claim["cases"][0]["news"], claim["cases"][0]["evidence"]["news"]) == ("case", "evidence")
    assert claim["cases"][0]["evidence"]["program"]["news"] == "part"
