"""What reports say of claims, to be cited."""

import json

import pytest
from made_reports import a_case, a_claim, a_report, json_says, written

from pytest_claims.cite.citation import citation
from pytest_claims.cite.library import CitationError, Kind, Library
from pytest_claims.model.errors import ClaimError


def library(folder, *reports, register=None):
    path = None
    if register is not None:
        path = folder / "register" / "register.json"
        path.parent.mkdir()
        path.write_text(json.dumps({"register": 1, "claims": register}), encoding="utf-8")
    return Library.load(written(folder, *reports), path)


def problem(library, cited):
    with pytest.raises(CitationError) as raised:
        library.find(cited)
    return raised.value


def test_a_claim_that_holds(tmp_path):
    cited = library(tmp_path, a_report(ended="2026-11-01T10:00:00+00:00")).find("nap.ten")
    assert (cited.id, cited.revision, cited.says, cited.source, cited.why) == (
        "nap.ten",
        1,
        "It takes 10 s.",
        "notes 1",
        "It sleeps.",
    )
    assert (cited.verdict, cited.sign, cited.meaning, cited.scope) == ("holds", "✓", "holds", "everywhere")
    assert cited.summary == "holds everywhere"
    assert (cited.interpreters, cited.ended, cited.truth, cited.doubt) == (
        ("CPython 3.13.0",),
        "2026-11-01T10:00:00+00:00",
        None,
        "",
    )
    assert cited.claim.cells


@pytest.mark.parametrize(
    ("cases", "verdict", "sign", "summary"),
    [
        ([a_case("refuted")], "refuted", "✗", "refuted everywhere"),
        ([a_case("holds", "spawn"), a_case("refuted", "fork")], "depends", "◐", "depends: holds under spawn"),
        ([a_case("holds", "spawn"), a_case("inconclusive", "fork")], "holds", "✓", "holds everywhere"),
        ([a_case("holds", "spawn"), a_case("not-applicable", "fork")], "holds", "✓", "holds under spawn"),
        ([a_case("holds", "spawn"), a_case("broken", "fork")], "holds", "✓", "holds everywhere"),
    ],
)
def test_the_verdict_of_cases(tmp_path, cases, verdict, sign, summary):
    cited = library(tmp_path, a_report(a_claim("nap.ten", *cases))).find("nap.ten")
    assert (cited.verdict, cited.sign, cited.summary) == (verdict, sign, summary)


def test_a_verdict_that_changes_with_no_pattern_is_told_by_its_history(tmp_path):
    reports = [
        a_report(a_claim("nap.ten", a_case(verdict)), python=python)
        for verdict, python in [("holds", "3.11.0"), ("refuted", "3.12.0"), ("holds", "3.13.0"), ("refuted", "3.14.0")]
    ]
    assert library(tmp_path, *reports).find("nap.ten").summary == (
        "depends: CPython: holds since 3.11 or earlier, refuted since 3.12, holds since 3.13, refuted since 3.14"
    )


@pytest.mark.parametrize(
    ("case", "verdict", "sign", "doubt"),
    [
        (a_case("inconclusive"), "inconclusive", "?", "all that judged it are inconclusive"),
        (a_case("broken"), "inconclusive", "?", "all that judged it are broken"),
        (a_case("not-applicable"), "not-applicable", "–", "it applies to no environment that judged it"),  # noqa: RUF001
    ],
)
def test_a_claim_that_nobody_could_tell_is_unverified(tmp_path, case, verdict, sign, doubt):
    claims = library(tmp_path, a_report(a_claim("nap.ten", case)))
    found = problem(claims, "nap.ten")
    assert found.kind is Kind.UNVERIFIED
    assert str(found).startswith(f"nap.ten is not verified: {doubt}.")
    assert (found.cited.verdict, found.cited.sign, found.cited.interpreters) == (verdict, sign, ())
    # Who writes so knows it.
    assert claims.find(citation("nap.ten", verdict)) is found.cited


def test_a_claim_on_which_runs_of_one_place_disagree_is_unverified(tmp_path):
    claims = library(tmp_path, a_report(), a_report(a_claim("nap.ten", a_case("refuted"))))
    found = problem(claims, "nap.ten")
    assert (found.kind, found.cited.verdict) == (Kind.UNVERIFIED, "inconclusive")
    assert "runs disagree under CPython 3.13.0, linux" in str(found)


@pytest.mark.parametrize(
    ("id", "message", "instead"),
    [
        ("nap.tem", "no claim has the id nap.tem. Nearest: nap.ten.", "nap.ten"),
        ("Nap.Ten", "no claim has the id Nap.Ten. Ids are lower-case: nap.ten.", "nap.ten"),
        ("zzz", "no claim has the id zzz.", None),
        ("nap.ten~2", "nap.ten has no revision 2: the newest is 1.", "nap.ten~1"),
        ("a\x1b[2J.b", "no claim has the id a<U+001B>[2J.b.", None),
    ],
)
def test_an_unknown_claim_names_the_nearest(tmp_path, id, message, instead):
    found = problem(library(tmp_path, a_report()), id)
    assert (found.kind, str(found), found.instead) == (Kind.UNKNOWN, message, instead)


def test_a_verdict_that_the_text_does_not_rely_on_is_a_contradiction(tmp_path):
    claims = library(
        tmp_path, a_report(a_claim("nap.ten", a_case("refuted"), truth="nap.eleven"), a_claim("nap.eleven", a_case()))
    )
    found = problem(claims, citation("nap.ten", "holds"))
    assert (found.kind, str(found)) == (
        Kind.CONTRADICTED,
        "the text relies on nap.ten <holds>, but the verdict is: refuted everywhere. What is true instead: nap.eleven.",
    )
    assert claims.find(citation("nap.ten", "refuted")).verdict == "refuted"


REGISTER = {
    "nap.ten": {"sentences": ["It takes ten.", "It takes 10 s."]},
    "nap.long": {"sentences": ["It is long."], "retired": {"replaced_by": "nap.ten", "why": "Nobody knows what is long."}},
    "nap.new": {"sentences": ["It is new."]},
}


def test_an_older_revision_shows_what_changed(tmp_path):
    claims = library(tmp_path, a_report(a_claim(revision=2)), register=REGISTER)
    found = problem(claims, "nap.ten~1")
    assert (found.kind, found.instead, str(found)) == (
        Kind.SUPERSEDED,
        "nap.ten~2",
        "nap.ten~1 was worded anew. It said: It takes ten. It says now: It takes 10 s. "
        "See that the text still fits, and cite nap.ten~2.",
    )
    assert claims.find("nap.ten~2").revision == claims.find("nap.ten").revision == 2


def test_a_retired_id_says_what_replaced_it(tmp_path):
    found = problem(library(tmp_path, a_report(), register=REGISTER), "nap.long")
    assert (found.kind, found.instead, str(found)) == (
        Kind.RETIRED,
        "nap.ten",
        "nap.long was given up: Nobody knows what is long. Cite nap.ten in its place.",
    )


def test_a_claim_that_no_report_judges_is_unverified(tmp_path):
    found = problem(library(tmp_path, a_report(), register=REGISTER), "nap.new")
    assert (found.kind, found.cited) == (Kind.UNVERIFIED, None)
    assert "no report judges it" in str(found)


def test_a_retired_claim_of_an_old_report_is_none_of_the_ids(tmp_path):
    claims = library(tmp_path, a_report(a_claim("nap.long"), a_claim("nap.ten")), register=REGISTER)
    assert claims.ids() == ("nap.ten",)
    assert claims.subjects() == {"nap"}


def test_a_folder_stands_for_the_reports_in_it(tmp_path):
    written(tmp_path, a_report(), a_report(a_claim("nap.one")))
    assert Library.load([tmp_path]).ids() == ("nap.one", "nap.ten")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty. Write it anew"),
        (b'{"schema": 1', "not a whole JSON document"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"schema": 99}', "made by a newer pytest-claims"),
    ],
)
def test_a_bad_report_is_one_message(tmp_path, content, message):
    bad = tmp_path / "bad.json"
    bad.write_bytes(content)
    with pytest.raises(ClaimError) as raised:
        Library.load([*written(tmp_path, a_report()), bad])
    assert str(raised.value).startswith(f"{bad}: ")
    assert message in str(raised.value)


def test_a_folder_with_no_report_and_no_path_at_all_are_told(tmp_path):
    with pytest.raises(ClaimError, match="no report"):
        Library.load([tmp_path])
    with pytest.raises(ClaimError, match="no report is named"):
        Library.load([])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", f"no register of claims: {json_says('{')}. Write it anew"),
        ("[]", "it must be"),
        ('{"register": 1}', "it must be"),
        ('{"register": 2, "claims": {}}', "made by a newer pytest-claims"),
        ('{"register": 1, "claims": {"Nap": {}}}', "claim Nap: an id is lower-case words"),
        ('{"register": 1, "claims": {"nap.ten": {"sentences": []}}}', "claim nap.ten: sentences must be"),
        ('{"register": 1, "claims": {"nap.ten": 3}}', "claim nap.ten: sentences must be"),
        ('{"register": 1, "claims": {"nap.ten": {"sentences": ["a"], "retired": true}}}', "claim nap.ten: retired must be"),
        (
            '{"register": 1, "claims": {"nap.ten": {"sentences": ["a"], "retired": {"replaced_by": 3}}}}',
            "claim nap.ten: retired must be",
        ),
    ],
)
def test_a_bad_register_is_one_message(tmp_path, content, message):
    register = tmp_path / "register"
    register.write_text(content)
    with pytest.raises(ClaimError) as raised:
        Library.load(written(tmp_path, a_report()), register)
    assert str(raised.value).startswith(f"{register}: ")
    assert message in str(raised.value)
