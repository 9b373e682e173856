"""pytest-claims check: documents whose citations are right, wrong or malformed."""

import sys
from time import process_time

import pytest
from made_reports import a_case, a_claim, a_report, written

from pytest_claims.cite.check import check
from pytest_claims.cite.library import Library
from pytest_claims.cli.main import main


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project with reports of claims that hold, are refuted and could not be told."""
    (tmp_path / "evidence").mkdir()
    written(
        tmp_path / "evidence",
        a_report(
            a_claim("nap.ten"), a_claim("nap.one-more", a_case("refuted")), a_claim("nap.not-told", a_case("inconclusive"))
        ),
    )
    (tmp_path / "pyproject.toml").write_text('[tool.pytest-claims]\nreports = ["evidence"]\n')
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_documents_that_cite_what_is_so(home, capsys):
    (home / "README.md").write_text('[ten](claim:nap.ten "holds"), `nap.one-more`\n')
    (home / "docs" / "page.rst").write_text(":claim:`nap.one-more <refuted>`\n")
    assert main(["check", "README.md", "docs"]) == 0
    assert capsys.readouterr().out == "3 citations in 2 documents, none of them wrong\n"


def test_every_wrong_citation_is_told_with_its_line(home, capsys):
    (home / "docs" / "page.md").write_text(
        "[a](claim:nap.tem)\n\n`nap.not-told` and\n[b](claim:nap.ten 'refuted')\n\n{claim}`<>`\n"
    )
    assert main(["check", "docs"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "docs/page.md:1: unknown: no claim has the id nap.tem. Nearest: nap.ten, nap.one-more, nap.not-told.",
        "docs/page.md:3: unverified: nap.not-told is not verified: all that judged it are inconclusive. "
        "Judge it (pytest --claim nap.not-told --claims-json FILE) and add the report, or say so: <inconclusive>.",
        "docs/page.md:4: contradicted: the text relies on nap.ten <refuted>, but the verdict is: holds everywhere.",
        "docs/page.md:6: malformed: '<>': write it as id, text <id>, id <verdict> or text <id> <verdict>.",
        "4 citations in 1 document, 4 of them wrong",
    ]


def test_documents_that_cannot_be_read_hide_nothing(home, capsys):
    (home / "latin.md").write_bytes("# \xfcber\n".encode() + b"\nna\xefve\n")
    (home / "binary.md").write_bytes(b"\0\1")
    (home / "page.md").write_text("[a](claim:nap.tem)")
    (home / "page.txt").write_text("text")
    assert main(["check", "latin.md", "binary.md", "none.md", "page.txt", "page.md"]) == 2
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [
        "pytest-claims: latin.md:3: not UTF-8. Save it as UTF-8.",
        "pytest-claims: binary.md: this is no text: it has null bytes.",
        "pytest-claims: none.md: no such file or folder.",
        "pytest-claims: page.txt: neither Markdown nor reStructuredText: "
        "its name must end in .md, .markdown, .mdx, .rst, .rest.",
    ]
    assert "page.md:1: unknown" in printed.out
    assert "1 citation in 1 document, 1 of them wrong; 4 documents could not be read" in printed.out


def test_documents_below_hidden_folders_and_those_of_others_are_left_out(home, capsys):
    for folder in (".venv", "node_modules", "deep/er"):
        (home / "docs" / folder).mkdir(parents=True)
        (home / "docs" / folder / "page.md").write_text("`nap.tem-peh`")
    assert main(["check", "docs", "docs/deep"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 citation in 1 document, 1 of them wrong"


def test_reports_can_be_named(home, tmp_path_factory, capsys):
    [report] = written(tmp_path_factory.mktemp("other"), a_report(a_claim("nap.ten", a_case("refuted"))))
    (home / "page.md").write_text('[ten](claim:nap.ten "holds")\n')
    assert main(["check", "page.md", "--reports", str(report)]) == 1
    assert "the verdict is: refuted everywhere" in capsys.readouterr().out


def test_a_bad_report_is_one_message_and_status_2(home, capsys):
    bad = home / "evidence" / "torn.json"
    bad.write_text('{"schema": 1, "claims": [')
    (home / "page.md").write_text("`nap.ten`")
    assert main(["check", "page.md"]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith(f"pytest-claims: {bad}: not a whole JSON document")
    assert (printed.out, printed.err.count("\n")) == ("", 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[tool.pytest-claims]\nreport = []", "[tool.pytest-claims] knows no report; it knows reports, register, page."),
        ("[tool.pytest-claims]\nreports = 'evidence'", "[tool.pytest-claims] reports must be a list"),
        ("[tool.pytest-claims]\nreports = [3]", "[tool.pytest-claims] reports must be a list"),
        ("[tool.pytest-claims]\nregister = 3", "[tool.pytest-claims] register must be a file"),
        ("[tool.pytest-claims]\npage = 3", "[tool.pytest-claims] page must be an address"),
        ("[tool]\npytest-claims = 3", "[tool.pytest-claims] must be a table"),
        ("[tool", "it cannot be read"),
    ],
)
def test_bad_settings_are_one_message(home, capsys, content, message):
    (home / "pyproject.toml").write_text(content)
    assert main(["check", "docs"]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith(f"pytest-claims: {home / 'pyproject.toml'}: {message}")


def test_settings_are_those_of_the_nearest_pyproject_that_has_some(home, monkeypatch, capsys):
    (home / "docs" / "pyproject.toml").write_text("[tool.other]\n")
    (home / "docs" / "page.md").write_text("`nap.ten`")
    monkeypatch.chdir(home / "docs")
    assert main(["check", "page.md"]) == 0
    assert "1 citation in 1 document" in capsys.readouterr().out


def test_without_settings_documents_are_checked_against_the_evidence_of_the_suite(tmp_path, monkeypatch, capsys):
    (tmp_path / "page.md").write_text('[daemons](claim:thread.daemon-dies-with-main "refuted")\n')
    monkeypatch.chdir(tmp_path)
    assert main(["check", "page.md"]) == 0
    assert capsys.readouterr().out == "1 citation in 1 document, none of them wrong\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.implementation.name != "cpython", reason="PyPy takes a second to compile what is done so often")
def test_a_thousand_documents_take_three_seconds_at_most(tmp_path):
    library = Library.load(written(tmp_path, a_report()))
    paragraph = "Some *text* with `code` and a [link](https://example.org), as `documents` have it, and more of it.\n" * 8
    part = f"## Title\n\n{paragraph}\n- item [x](claim:nap.ten)\n  goes on\n\n```python\nprint('`nap.ten`')\n```\n\n"
    for number in range(1000):
        (tmp_path / f"{number}.md").write_text(part * (10_000 // len(part)))
    # CPU seconds: others may use the machine, too.
    begun = process_time()
    found = check([tmp_path], library)
    took = process_time() - begun
    assert (found.documents, found.wrong, found.unread) == (1000, [], [])
    assert found.citations == 1000 * (10_000 // len(part))
    assert took < 3
