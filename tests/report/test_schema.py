"""The form of reports: what is published, what is checked, and what is written are the same."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from development_tools import module_needs
from made_reports import a_case, a_claim, a_part, a_report

from pytest_claims.report import form, schema

module_needs("jsonschema")
import jsonschema  # noqa: E402 (it may be missing)

ROOT = Path(__file__).parents[2]
PUBLISHED = jsonschema.Draft202012Validator(json.loads(schema.text()))

CLAIMS = """
from pytest_claims import Timeline, assert_duration, assert_overlap, claim, cpus, everywhere, require, seconds
from time import sleep

def nap(count):
    for _ in range(count):
        sleep(seconds(1))

def nap_once(count):
    sleep(seconds(1))

@claim("nap.adds-up", says="Naps add up.", source="here", program=nap, contrast=nap_once)
def test_naps(program):
    with assert_duration(approx=3, rivals={"one": 1}):
        program(3)

@claim("nap.differs", says="Naps are one.", source="here", program=nap, contrast=nap_once)
def test_surprise(program):
    with assert_duration(approx=1, rivals={"each": 3}):
        program(3)

@claim("nap.method", says="A method matters.", source="here", program=nap, contrast=nap_once)
def test_method(program, processes):
    require(processes.get_start_method() != "spawn", "not under spawn")
    timeline = Timeline()
    with timeline.span("nap"):
        program(2)
    with timeline.span("nap"):
        assert program is nap

@claim("nap.nowhere", says="Never judged.", source="here", program=nap, contrast=nap_once, needs=cpus >= 9999)
def test_needs(program):
    assert program(1) is None
"""


def problem(report, name="run"):
    """What both the published schema and the checks made from it say: None, or where it departs."""
    found = schema.departure(report, name)
    assert PUBLISHED.is_valid(report) is (found is None)
    return found


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(json.loads(schema.text()))
    assert json.loads(schema.text())["$id"] == "urn:pytest-claims:report:1"


@pytest.mark.parametrize("file", sorted((ROOT / "evidence").glob("*.json")), ids=lambda file: file.stem)
def test_evidence_has_the_published_form(file):
    assert problem(json.loads(file.read_text(encoding="utf-8"))) is None


def test_what_a_run_writes_has_the_published_form(pytester):
    pytester.makepyfile(test_naps=CLAIMS)
    pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider", "--claims-json", "report.json")
    report = json.loads((pytester.path / "report.json").read_text(encoding="utf-8"))
    verdicts = {case["verdict"] for claim in report["claims"] for case in claim["cases"]}
    assert verdicts >= {"holds", "refuted", "not-applicable", "broken"}
    assert report["claims"][0]["sources"]["program"].startswith("def nap(count):")
    assert problem(report) is None


def test_a_run_that_judged_nothing_has_the_published_form(pytester):
    pytester.makepyfile("def test_other():\n    pass\n")
    pytester.runpytest_subprocess("-n", "0", "--claims-json", "report.json")
    assert problem(json.loads((pytester.path / "report.json").read_text(encoding="utf-8"))) is None


def test_newer_fields_are_let_through_wherever_they_are():
    report = a_report(a_claim("nap.ten", a_case(news=[1]), news={"deep": [{}]}), news="more")
    report["environment"]["news"] = None
    report["claims"][0]["cases"][0]["evidence"]["news"] = 1.5
    report["claims"][0]["cases"][0]["evidence"]["program"]["examples"][0]["readings"][0] |= {"overhead": 0.2, "band": [9, None]}
    report["claims"][0]["cases"][0]["evidence"]["program"]["examples"][0]["runs"][0] |= {"noise": {"load": 0.5}, "scales": True}
    assert problem(report) is None


def put(report, path, value):
    """A copy of `report` with `value` at `path`; ``...`` removes what is there."""
    changed = deepcopy(report)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return changed


def paths_in(value, path=()):
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from paths_in(inner, (*path, step))


WHOLE = a_report(
    a_claim("nap.ten", a_case(runs={"holds": 2}), sources={"program": "p", "contrast": None, "helpers": ["h"]}),
    ended="2026-11-24T22:59:30+00:00",
    runs=2,
)


@pytest.mark.parametrize("value", [None, True, -1, 1e13, "", "word", [], {"a": {}}, ...], ids=repr)
def test_published_schema_and_checks_agree_on_whatever_stands_anywhere(value):
    told = [problem(put(WHOLE, path, value)) for path in paths_in(WHOLE) if path]
    assert len(told) > 90
    assert any(told)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["claims"], {}, "claims must be array, not an object"),
        (["claims", 0], 5, "claims[0] must be object, not 5"),
        (["claims", 0, "says"], ..., "claims[0] has no says"),
        (["claims", 0, "id"], "", 'claims[0].id must be longer than or equal to 1 characters, not ""'),
        (["claims", 0, "cases"], [], "claims[0].cases must contain at least 1 items"),
        (
            ["claims", 0, "cases", 0, "expected"],
            "perhaps",
            "claims[0].cases[0].expected must be one of "
            "['holds', 'refuted', 'inconclusive', 'not-applicable', 'broken'], not \"perhaps\"",
        ),
        (["environment", "cpus"], True, "environment.cpus must be integer, not true"),
        (
            ["environment", "cpus"],
            10**4000,
            "environment.cpus must be smaller than or equal to 1000000000, not a number of more than 20 digits",
        ),
        (["seconds", "real"], float("nan"), "seconds.real is a number that is not finite"),
        (["seconds", "real"], float("inf"), "seconds.real must be smaller than or equal to 1000000000000.0, not Infinity"),
    ],
)
def test_a_departure_is_named_with_its_place(path, value, said):
    assert schema.departure(put(WHOLE, path, value), "run") == said


def test_a_name_in_a_path_is_short_and_visible():
    report = a_report()
    program = a_part()
    program["examples"][0]["figures"] = {"\u202e" + "x" * 10**6: "no"}
    report["claims"][0]["cases"][0]["evidence"]["program"] = program
    said = schema.departure(report, "run")
    assert "<U+202E>" in said
    assert len(said) < 250


def nested(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


def test_unknown_fields_are_not_nested_without_end():
    assert schema.departure(a_report(news=nested(schema.MOST_DEEP - 2)), "run") is None
    said = schema.departure(a_report(news=nested(10**5)), "run")
    assert said.startswith("news[0][0]")
    assert said.endswith(f" is nested more than {schema.MOST_DEEP} levels deep")


#: Which definition of the schema says what type.
TYPES = {
    "merged": form.MergedReports,
    "run": form.Report,
    "environment": form.EnvironmentEntry,
    "claim": form.ClaimEntry,
    "case": form.CaseEntry,
    "part": form.PartEntry,
    "example": form.ExampleEntry,
    "reading": form.ReadingEntry,
    "sample": form.RunEntry,
    "span": form.SpanEntry,
}
#: What is said within one of them.
INNER = {
    ("run", "seconds"): form.SecondsEntry,
    ("claim", "sources"): form.SourcesEntry,
    ("claim", "chapter"): form.ChapterEntry,
    ("case", "evidence"): form.EvidenceEntry,
    ("example", "given"): form.GivenEntry,
}
#: What few runs write: merged ones, those of tests that are marked to fail or run again, and of programs that leave something.
SELDOM = {"runs", "xfail", "reruns", "left", "reports", "revision"}


def published():
    """Each object of the schema, with the type of what is written."""
    definitions = json.loads(schema.text())["$defs"]
    yield from ((definitions[name], entry) for name, entry in TYPES.items())
    yield from ((definitions[outer]["properties"][name], entry) for (outer, name), entry in INNER.items())


def test_what_is_published_is_what_is_typed():
    for node, entry in published():
        assert set(node["properties"]) == set(entry.__annotations__), entry
        assert set(node.get("required", ())) == entry.__required_keys__, entry
    objects = [node for node in json.loads(schema.text())["$defs"].values() if "properties" in node]
    assert len(objects) == len(TYPES)


def names_in(value):
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from names_in(inner)


def test_what_is_published_is_written():
    reports = [json.loads(file.read_text(encoding="utf-8")) for file in (ROOT / "evidence").glob("*.json")]
    found = {name for report in reports for name in names_in(report)}
    assert {name for node, _ in published() for name in node["properties"]} - found <= SELDOM


def test_unknown_fields_can_be_written_again():
    assert schema.departure(a_report(news=[{"a": float("inf")}]), "run") == "news[0].a is a number that is not finite"
