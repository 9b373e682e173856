"""The register: sentences that were worded anew, ids that were given up."""

import json
from pathlib import Path

import pytest
from made_reports import a_case, a_claim, a_report, json_says, written

from pytest_claims.cite.library import CitationError, Kind, Library
from pytest_claims.cite.register import NAME
from pytest_claims.cli.main import main
from pytest_claims.report.merge import merge

CLAIM = '''
from pytest_claims import claim

def one():
    return 1

def two():
    return 2

@claim("{id}", says="{says}", source="notes 1", program=one, contrast=two{more})
def test_one(program):
    """By definition."""
    assert program() == 1
'''


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with one claim, and its register."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claims").mkdir()
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    declare(tmp_path)
    return tmp_path


def declare(folder, id="number.one", says="One is one.", more=""):
    (folder / "claims" / "test_numbers.py").write_text(CLAIM.format(id=id, says=says, more=more))


def entries(folder):
    return json.loads((folder / "claims" / NAME).read_text(encoding="utf-8"))["claims"]


def registered(folder, capsys, *words):
    status = main(["register", *words])
    printed = capsys.readouterr()
    return status, printed.out + printed.err


# Each collects claims in this process: pytest leaves modules behind.
@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    """No module of the tests that are collected stays."""
    import sys

    yield
    for name in [name for name in sys.modules if name == "test_numbers"]:
        del sys.modules[name]


def again(folder, **more):
    """Declare the claim anew, so that Python does not take the compiled file of before."""
    import shutil
    import sys

    sys.modules.pop("test_numbers", None)
    shutil.rmtree(folder / "claims" / "__pycache__", ignore_errors=True)
    declare(folder, **more)


def test_sentences_are_remembered_and_new_revisions_added(folder, capsys):
    assert registered(folder, capsys) == (1, "number.one is new\n")
    assert not (folder / "claims" / NAME).exists()
    assert registered(folder, capsys, "--write") == (0, "number.one is new\n")
    assert entries(folder) == {"number.one": {"sentences": ["One is one."]}}
    assert registered(folder, capsys) == (0, "")
    again(folder, says="One equals one.", more=", revision=2")
    assert registered(folder, capsys, "--write") == (0, "number.one~2 is worded anew\n")
    assert entries(folder) == {"number.one": {"sentences": ["One is one.", "One equals one."]}}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"says": "One equals one."},
            "its sentence was worded anew, and documents that cite it would not be told: write revision=2, "
            "and note it with pytest-claims register --write. It was: One is one.",
        ),
        ({"more": ", revision=2"}, "revision=2, but the sentence is that of revision 1: write revision=1."),
        ({"says": "One equals one.", "more": ", revision=3"}, "revision=3, but the register has 1: write revision=2."),
        ({"id": "number.new", "more": ", revision=2"}, "revision=2, but the id is new: leave revision= out."),
    ],
)
def test_what_is_not_as_registered_is_refused_when_it_is_collected(folder, capsys, change, problem):
    registered(folder, capsys, "--write")
    again(folder, **change)
    status, said = registered(folder, capsys)
    assert status == 2
    assert f"claim '{change.get('id', 'number.one')}': {problem}" in said
    assert entries(folder) == {"number.one": {"sentences": ["One is one."]}}


def test_a_run_of_pytest_refuses_what_is_not_as_registered(pytester, folder, capsys):
    registered(folder, capsys, "--write")
    again(folder, says="One equals one.")
    result = pytester.runpytest_subprocess(
        "-n", "0", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder / "claims")
    )
    result.stdout.fnmatch_lines(["*claim 'number.one': its sentence was worded anew*write revision=2*It was: One is one."])
    result.assert_outcomes(errors=1)


def test_blanks_are_no_new_wording(folder, capsys):
    registered(folder, capsys, "--write")
    again(folder, says="One  is   one.")
    assert registered(folder, capsys) == (0, "")


def test_an_id_is_given_up_and_never_used_again(folder, capsys):
    registered(folder, capsys, "--write")
    again(folder, id="number.unit")
    assert registered(folder, capsys) == (
        2,
        "pytest-claims: claim 'number.one' is gone. "
        "Say so: pytest-claims register --retire number.one --why TEXT --replaced-by ID.\n",
    )
    words = ("--retire", "number.one", "--replaced-by", "number.unit", "--why", "It has a better name.")
    assert registered(folder, capsys, *words) == (0, "number.unit is new\n")
    assert entries(folder) == {
        "number.one": {
            "sentences": ["One is one."],
            "retired": {"replaced_by": "number.unit", "why": "It has a better name."},
        },
        "number.unit": {"sentences": ["One is one."]},
    }
    again(folder)
    status, said = registered(folder, capsys)
    assert status == 2
    assert "claim 'number.one': this id was given up, and an id is never used again" in said


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--retire", "number.one"], "--retire number.one: the claim is still there. Remove its test first."),
        (["--retire", "number.uno"], "--retire number.uno: the register has no such id. Nearest: number.one."),
        (["--why", "x"], "--replaced-by and --why belong to --retire ID."),
    ],
)
def test_what_cannot_be_given_up_is_told(folder, capsys, words, problem):
    registered(folder, capsys, "--write")
    assert registered(folder, capsys, *words) == (2, f"pytest-claims: {problem}\n")


def test_a_torn_register_is_one_message_when_claims_are_collected(folder, capsys):
    torn = '{"register": 1,'
    (folder / "claims" / NAME).write_text(torn)
    status, said = registered(folder, capsys)
    assert status == 2
    assert f"no register of claims: {json_says(torn)}. Write it anew" in said


def test_the_register_of_the_suite_is_up_to_date(monkeypatch, capsys):
    monkeypatch.chdir(Path(__file__).parents[2])
    assert registered(None, capsys, "claims") == (0, "")


def test_verdicts_on_an_earlier_wording_do_not_count(tmp_path):
    old = a_report(a_claim("nap.ten", a_case("refuted"), says="It takes ten."), ended="2026-11-02T10:00:00+00:00")
    new = a_report(a_claim("nap.ten", revision=2), ended="2026-11-01T10:00:00+00:00", python="3.14.0")
    for order in ([old, new], [new, old]):
        files = written(tmp_path, *order)
        cited = Library.load(files).find("nap.ten~2")
        assert (cited.verdict, cited.revision, cited.says) == ("holds", 2, "It takes 10 s.")
        assert cited.interpreters == ("CPython 3.14.0",)
        [claim] = merge(files).claims
        assert (claim.revision, claim.wordings) == (2, ("It takes ten.",))
        with pytest.raises(CitationError) as raised:
            Library.load(files).find("nap.ten~1")
        assert raised.value.kind is Kind.SUPERSEDED
        assert "It said: It takes ten. It says now: It takes 10 s." in str(raised.value)


def test_a_revision_that_no_report_judges_is_unverified(tmp_path):
    register = tmp_path / "register"
    register.write_text(json.dumps({"register": 1, "claims": {"nap.ten": {"sentences": ["It takes 10 s.", "Ten."]}}}))
    library = Library.load(written(tmp_path, a_report()), register)
    for cited in ("nap.ten", "nap.ten~2"):
        with pytest.raises(CitationError) as raised:
            library.find(cited)
        assert raised.value.kind is Kind.UNVERIFIED
        assert "its sentence was worded anew (nap.ten~2), and reports judge revision 1 only" in str(raised.value)
