"""Reports read from files: whatever is wrong is one message with the file and the remedy."""

import contextlib
import gc
import json
import sys
import time
from pathlib import Path

import pytest
from made_reports import a_case, a_claim, a_report, written

from pytest_claims.model.errors import ClaimError
from pytest_claims.report import load

ROOT = Path(__file__).parents[2]
ANEW = r"\. Write it anew: pytest --claims-json FILE\.$"


def test_a_report_is_read_as_it_is(tmp_path):
    report = a_report(news={"kept": True})
    (path,) = written(tmp_path, report)
    assert load.load(path) == [report]


def test_merged_reports_are_several(tmp_path):
    reports = [a_report(python="3.13.0"), a_report(python="3.14.0")]
    (path,) = written(tmp_path, {"schema": 1, "reports": reports})
    assert load.load(path) == reports


def test_a_byte_order_mark_does_not_matter(tmp_path):
    path = tmp_path / "report.json"
    path.write_text(json.dumps(a_report()), encoding="utf-8-sig")
    assert len(load.load(path)) == 1


@pytest.mark.parametrize("file", sorted((ROOT / "evidence").glob("*.json")), ids=lambda file: file.stem)
def test_reports_without_newer_fields_are_read(file):
    (report,) = load.load(file)
    assert len(report["claims"]) > 50


WHOLE = json.dumps(a_report()).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", f"empty{ANEW}"),
        (b" \n\t", f"empty{ANEW}"),
        (WHOLE[:100], rf"not a whole JSON document \(line 1, column \d+: .*\){ANEW}"),
        (WHOLE + b"{}", rf"not a whole JSON document .*{ANEW}"),
        ("Grüße".encode("latin-1"), rf"not UTF-8 \(byte 2\){ANEW}"),
        (WHOLE.decode().encode("utf-16"), rf"not UTF-8 \(byte 0\){ANEW}"),
        (b"\x89PNG\r\n", rf"not UTF-8 \(byte 0\){ANEW}"),
        (b"[" * 200_000, f"nested too deep to be a report{ANEW}"),
        (b'{"schema": 1, "a": ' + b'{"a":' * 200_000, f"nested too deep to be a report{ANEW}"),
        (b"[]", "no report of pytest-claims. Name a file written by pytest --claims-json"),
        (b'"text"', "no report of pytest-claims"),
        (b'{"schema": "1"}', "no report of pytest-claims"),
        (b'{"schema": true}', "no report of pytest-claims"),
        (b'{"created": 1, "tests": []}', "no report of pytest-claims"),
        (
            b'{"schema": 2}',
            r"newer pytest-claims \(the report's form is 2, and this one reads 1\)\. Upgrade: pip install",
        ),
        (b'{"schema": 1' + b"0" * 4000 + b"}", r"the report's form is \?,"),
        (b'{"schema": 1' + b"0" * 5000 + b"}", r"a number in it cannot be read"),
        (b'{"schema": NaN}', "a number in it cannot be read .NaN is no number in JSON."),
        (b'{"schema": 0}', r"not the report that it says it is: the document has no claims"),
        (WHOLE.replace(b'"cpus": 2', b'"cpus": 1e999'), r"environment\.cpus must be integer"),
        (WHOLE.replace(b'"complete": true', b'"complete": "yes"'), rf'complete must be boolean, not "yes"{ANEW}'),
    ],
)
def test_what_is_no_report_is_named_with_the_remedy(tmp_path, content, said):
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(ClaimError, match=said) as caught:
        load.load(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (a_report(a_claim("a.b"), a_claim("a.b")), "claims has a.b twice"),
        (
            a_report(a_claim("a.b", a_case(start_method="fork"), a_case(start_method="fork"))),
            "claim a.b has two cases for one start method",
        ),
        (a_report(a_claim("a.b", a_case("mixed"))), "claim a.b has a mixed case, but its runs do not say of what"),
        (a_report(a_claim("a.b", a_case("mixed", runs={"holds": 0, "new": "x"}))), "has a mixed case"),
        (a_report(ended="yesterday"), "ended must be a time such as 2026-11-24T22:59:30"),
        (a_report(ended="0001-01-01T00:00:00+23:00"), None),
    ],
)
def test_what_contradicts_itself_is_refused(tmp_path, report, said):
    (path,) = written(tmp_path, report)
    if said is None:
        assert load.load(path) == [report]
        return
    with pytest.raises(ClaimError, match=said) as one:
        load.load(path)
    assert "reports[" not in str(one.value)
    (path,) = written(tmp_path, {"schema": 1, "reports": [a_report(), report]})
    with pytest.raises(ClaimError, match=r"not the report that it says it is: reports\[1\]\."):
        load.load(path)


def test_a_file_that_is_not_there_a_folder_and_one_that_may_not_be_read(tmp_path, monkeypatch):
    with pytest.raises(ClaimError, match=r"nowhere\.json: no such file\. Reports are written by pytest --claims-json FILE\.$"):
        load.load(tmp_path / "nowhere.json")
    with pytest.raises(ClaimError, match=r": this is a folder\. Name the reports in it: .*/\*\.json\.$"):
        load.load(tmp_path)
    with pytest.raises(ClaimError, match=r": it cannot be read \(File name too long\)\.$"):
        load.load(tmp_path / ("x" * 5000))
    with pytest.raises(ClaimError, match=r": it cannot be read \(embedded null byte\)\.$"):
        load.load(tmp_path / "a\0b")


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(load, "MOST_BYTES", 2**20)
    path = tmp_path / "report.json"
    path.write_bytes(b" " * (2**20 + 1))
    with pytest.raises(ClaimError, match=r"larger than 1 MiB, the most that is read\."):
        load.load(path)
    with pytest.raises(ClaimError, match=r"larger than 1 MiB"):
        load.load(Path("/dev/zero"))


@pytest.mark.parametrize(
    ("ended", "timestamp"),
    [
        ({}, float("-inf")),
        ({"ended": "1970-01-01T01:00:00+01:00"}, 0),
        ({"ended": "1970-01-01T00:00:10"}, 10),
    ],
)
def test_when_a_run_ended(ended, timestamp, monkeypatch):
    monkeypatch.setenv("TZ", "XYZ-3")
    time.tzset()
    try:
        assert load.ended(a_report(**ended)) == timestamp
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("more", "runs"),
    [
        ({}, {"holds": 1}),
        ({"runs": {}}, {"holds": 1}),
        ({"runs": {"holds": 3, "refuted": 1, "broken": 0, "new": 4}}, {"holds": 3, "refuted": 1}),
    ],
)
def test_how_many_runs_a_case_stands_for(more, runs):
    assert load.runs_of(a_case(**more)) == runs


@pytest.mark.parametrize("content", [WHOLE, b"{"], ids=["a report", "no report"])
def test_the_garbage_collector_runs_again_afterwards(tmp_path, content):
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with contextlib.suppress(ClaimError):
        load.load(path)
    assert gc.isenabled()


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_does_not_run_meanwhile(tmp_path, enabled, monkeypatch):
    (path,) = written(tmp_path, a_report())
    meanwhile = []
    monkeypatch.setattr(load.schema, "departure", lambda *_: meanwhile.append(gc.isenabled()))
    try:
        if not enabled:
            gc.disable()
        load.load(path)
        assert gc.isenabled() is enabled
    finally:
        gc.enable()
    assert meanwhile == [enabled and sys.implementation.name == "pypy"]


def test_a_file_of_the_largest_size_is_read(tmp_path, monkeypatch):
    (path,) = written(tmp_path, a_report())
    monkeypatch.setattr(load, "MOST_BYTES", path.stat().st_size)
    assert len(load.load(path)) == 1


def test_cases_may_differ_in_their_parameters_only(tmp_path):
    cases = [a_case(start_method=method, parameters=parameters) for method in (None, "fork") for parameters in (None, "1", "2")]
    report = a_report(a_claim("a.b", *cases), a_claim("a.c", a_case("mixed", runs={"holds": 1, "refuted": 2})))
    assert load.load(written(tmp_path, report)[0]) == [report]
    with pytest.raises(ClaimError, match=r"claim a\.b has two cases for one start method"):
        load.load(written(tmp_path, a_report(a_claim("a.b", *cases, cases[-1])))[0])


def test_a_form_that_is_newer_is_told_by_its_number_unless_that_is_absurd(tmp_path):
    for version, said in ((999_999, "999999"), (1_000_000, r"\?")):
        with pytest.raises(ClaimError, match=rf"the report's form is {said}, and"):
            load.load(written(tmp_path, {"schema": version})[0])
