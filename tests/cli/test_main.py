"""The command pytest-claims, run as a user runs it."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from made_reports import a_case, a_claim, a_report, written

from pytest_claims.cli.main import main
from pytest_claims.report import schema

CLAIM = '''
from pytest_claims import claim, everywhere

def one():
    return 1

def two():
    return 2

@claim("number.one", says="One is one.", source="notes 1", program=one, contrast=two)
def test_one(program):
    """By definition."""
    assert program() == 1

@claim("number.two", says="One is two.", source="notes 1", program=one, contrast=two,
       refuted_where=everywhere, truth="number.one")
def test_two(program):
    """It is not."""
    assert program() == 2
'''


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "test_numbers.py").write_text(CLAIM)
    return tmp_path


def run(folder, *words):
    command = [sys.executable, "-m", "pytest_claims", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False)


@pytest.mark.slow
def test_list_shows_ids_and_sentences(folder):
    result = run(folder, "list", ".")
    assert result.stdout.splitlines() == [
        "number",
        "  number.one",
        "    One is one.",
        "  number.two",
        "    One is two.",
        "    Refuted everywhere.",
    ]
    assert result.returncode == 0


@pytest.mark.slow
def test_explain_judges_the_claim_and_shows_its_correction(folder):
    result = run(folder, "explain", "number.two", ".")
    assert ": refuted, as documented; the contrast is holds" in " ".join(result.stdout.split())
    assert "  What is true instead: One is one. (number.one)" in result.stdout
    assert "def one():" in result.stdout
    assert result.returncode == 0


@pytest.mark.slow
def test_explain_of_an_unknown_id_names_the_nearest(folder):
    result = run(folder, "explain", "number.on", ".")
    assert result.stderr == "pytest-claims: no claim has the id number.on. Nearest: number.one, number.two.\n"
    assert result.returncode == 4


@pytest.mark.slow
def test_a_folder_that_does_not_exist_is_one_clear_message(folder):
    result = run(folder, "list", "nowhere")
    assert result.stderr == "pytest-claims: nowhere: no such file or folder.\n"
    assert result.returncode == 4


@pytest.mark.slow
def test_claims_that_cannot_be_collected_are_named_without_a_traceback(folder):
    (folder / "test_numbers.py").write_text(CLAIM.replace('"number.two"', '"number.one"'))
    result = run(folder, "list", ".")
    assert "claim 'number.one': declared twice" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.returncode == 4


@pytest.mark.slow
def test_of_claims_that_cannot_be_collected_those_that_can_are_not_listed(folder):
    (folder / "test_broken.py").write_text("import nothing_like_it\n")
    result = run(folder, "list", ".")
    assert "No module named 'nothing_like_it'" in result.stderr
    assert "::" not in result.stderr
    assert "short test summary" not in result.stderr


@pytest.mark.slow
def test_unknown_options_and_commands_are_refused(folder):
    assert "unrecognized arguments: --colour" in run(folder, "list", "--colour").stderr
    assert "invalid choice: 'prove'" in run(folder, "prove").stderr


@pytest.mark.slow
def test_verify_runs_the_installed_suite_and_passes_options_on(folder):
    result = run(folder, "verify", "--claim", "thread.nothing-like-it")
    assert "--claim thread.nothing-like-it: no claim has such an id" in result.stderr
    assert result.returncode == 4


def test_report_writes_a_page_a_table_a_document_and_a_badge(tmp_path, capsysbinary):
    files = [str(path) for path in written(tmp_path, a_report(), a_report(python="3.14.0"))]
    for name, start in {"page.html": "<!DOCTYPE html>", "table.md": "# Claims", "all.json": '{"schema": 1, "reports"'}.items():
        assert main(["report", *files, "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert main(["report", str(tmp_path / "all.json"), "--format", "badge"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["message"] == "1 as documented in 2 environments"


def test_what_is_printed_is_what_would_be_written(tmp_path, capsysbinary):
    files = [str(path) for path in written(tmp_path, a_report(a_claim("a.b", says="half a pair \ud83d, ü")))]
    for form in ("markdown", "json", "badge"):
        out = tmp_path / form
        assert main(["report", *files, "--format", form, "-o", str(out)]) == 0
        assert main(["report", *files, "--format", form]) == 0
        assert capsysbinary.readouterr().out == out.read_bytes()
    assert json.loads((tmp_path / "json").read_bytes())["reports"][0]["claims"][0]["says"] == "half a pair \ud83d, ü"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report", "{good}"], "a page needs a file: add -o page.html"),
        (["report", "{good}", "-o", "{folder}/missing/page.html"], "missing/page.html: no file can be written there"),
        (["report", "{good}", "-o", "{folder}"], ": this is a folder; name a file in it."),
        (["report", "{good}", "{folder}/nothing.json", "--format", "json"], "nothing.json: no such file."),
        (["report", "{empty}", "--format", "json"], "empty.json: empty. Write it anew"),
        (["diff", "{good}", "{empty}"], "empty.json: empty. Write it anew"),
        (["diff", "{folder}", "{good}"], ": this is a folder. Name the reports in it"),
    ],
)
def test_wrong_input_is_one_clear_message(tmp_path, capsys, arguments, said):
    (good,) = written(tmp_path, a_report())
    empty = tmp_path / "empty.json"
    empty.touch()
    before = sorted(tmp_path.rglob("*"))
    assert main([word.format(good=good, empty=empty, folder=tmp_path) for word in arguments]) == 4
    captured = capsys.readouterr()
    assert captured.err.startswith("pytest-claims: ")
    assert said in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_a_page_that_cannot_be_made_leaves_the_old_one(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("old")
    bad = tmp_path / "bad.json"
    bad.write_text('{"schema": 1}')
    assert main(["report", str(bad), "-o", str(page)]) == 4
    assert page.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"page.html", "bad.json"}


def test_a_disk_that_fills_up_is_one_clear_message(tmp_path, capsys, monkeypatch):
    def full(path, text):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pytest_claims.report.files.replace", full)
    (good,) = written(tmp_path, a_report())
    assert main(["report", str(good), "-o", str(tmp_path / "all.json")]) == 4
    assert capsys.readouterr().err.endswith("all.json: it could not be written (No space left on device).\n")


def test_diff_fails_when_a_verdict_changed(tmp_path, capsys):
    old, new, more = written(
        tmp_path,
        a_report(),
        a_report(a_claim("nap.ten", a_case("refuted"))),
        a_report(a_claim("nap.ten"), a_claim("nap.new")),
    )
    assert main(["diff", str(old), str(old)]) == 0
    assert main(["diff", str(old), str(more)]) == 0
    assert capsys.readouterr().out.endswith("  nap.new: holds\n0 changed, 1 added, 0 removed, 1 the same\n")
    assert main(["diff", str(old), str(new)]) == 1
    assert "  nap.ten: holds -> refuted, expected holds\n" in capsys.readouterr().out


def test_schema_prints_what_is_published(capsysbinary):
    assert main(["schema"]) == 0
    printed = capsysbinary.readouterr().out
    assert json.loads(printed)["$id"] == "urn:pytest-claims:report:1"
    assert printed.decode() == schema.text()


@pytest.mark.slow
def test_report_runs_as_a_command_on_the_evidence(tmp_path):
    evidence = sorted(str(path) for path in (Path(__file__).parents[2] / "evidence").glob("*.json"))
    result = run(tmp_path, "report", *evidence, "-o", "summary.md")
    assert (result.stdout, result.stderr, result.returncode) == ("", "", 0)
    assert "nothing unexpected." in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_explain_reads_reports_and_judges_nothing(tmp_path, capsys):
    files = written(tmp_path, a_report(), a_report(a_claim("nap.ten", a_case("refuted")), python="3.14.0"))
    assert main(["explain", "nap.ten", *(word for path in files for word in ("--report", str(path)))]) == 0
    shown = capsys.readouterr().out
    assert "It takes 10 s." in shown
    assert "CPython 3.13.0" in shown
    assert "CPython 3.14.0" in shown


def test_explain_asks_first_and_only_in_a_terminal(tmp_path, capsys, monkeypatch):
    (report,) = written(tmp_path, a_report(a_claim(sources={"program": "def nap(): ...", "contrast": None, "helpers": []})))
    words = ["explain", "nap.ten", "--report", str(report), "--predict"]
    monkeypatch.setattr("pytest_claims.cli.quiz.check", lambda terminal: None)
    monkeypatch.setattr("pytest_claims.cli.quiz.ask", lambda: "refuted")
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert shown.index("def nap(): ...") < shown.index("You expected that it is refuted. It is not so: it holds.")
    monkeypatch.undo()
    monkeypatch.setattr("sys.stdin", StringIO("h\n"))
    assert main(words) == 4
    printed = capsys.readouterr()
    assert "there is no terminal to ask in" in printed.err
    assert printed.out == ""


def test_trace_writes_what_ran_beside_what(tmp_path):
    (report,) = written(tmp_path, a_report())
    assert main(["trace", "nap.ten", str(report), "-o", str(tmp_path / "trace.json")]) == 0
    assert "nap" in {event["name"] for event in json.loads((tmp_path / "trace.json").read_text())["traceEvents"]}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain", "nap.tne", "--report", "{good}"], "no report has the claim nap.tne. Nearest: nap."),
        (["explain", "nap.ten", ".", "--report", "{good}"], "explain: . and --report: name a folder to judge the claim now"),
        (["trace", "nap.tne", "{good}", "-o", "{folder}/trace.json"], "no report has the claim nap.tne. Nearest: nap."),
        (["trace", "nap.ten", "{good}", "-o", "{folder}"], ": this is a folder; name a file in it."),
        (["trace", "nap.not", "{good}", "-o", "{folder}/trace.json"], "nap.not: nothing of it was recorded on a timeline"),
    ],
)
def test_what_cannot_be_explained_or_traced_is_one_clear_message(tmp_path, capsys, arguments, said):
    (good,) = written(tmp_path, a_report(a_claim("nap.ten"), a_claim("nap.not", a_case("not-applicable"))))
    assert main([word.format(good=good, folder=tmp_path) for word in arguments]) == 4
    assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["0.json"]


def test_a_claim_is_explained_in_the_language_that_was_asked_for(tmp_path, capsys):
    (path,) = written(tmp_path, a_report(a_claim("nap.ten", says="Naps overlap.")))
    assert main(["explain", "nap.ten", "--report", str(path), "--lang", "zh_CN"]) == 0
    printed = capsys.readouterr().out
    assert "判定\n" in printed
    assert "Naps overlap." in printed
    assert "成立；" in printed


def test_without_a_word_the_language_is_that_of_the_locale(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    (path,) = written(tmp_path, a_report(a_claim("nap.ten")))
    assert main(["explain", "nap.ten", "--report", str(path)]) == 0
    assert "判定\n" in capsys.readouterr().out
    assert main(["cite", "nap.ten", "--reports", str(path)]) == 0
    assert "判定" not in capsys.readouterr().out  # what goes into a document does not change with who writes it


def test_a_language_without_a_translation_is_refused_before_anything_runs(folder, capsys):
    for command in (["list", str(folder)], ["explain", "number.one", str(folder)]):
        assert main([*command, "--lang", "xx"]) == 4
        assert capsys.readouterr().err == ("pytest-claims: --lang xx: there is no translation to it; choose from en, zh_CN.\n")


def test_the_page_is_made_in_the_language_that_was_asked_for(tmp_path):
    chapter = {"title": "Process pools", "place": 1, "suite": "Python concurrency"}
    (path,) = written(tmp_path, a_report(a_claim("pool.own", says="My own sentence.", chapter=chapter)))
    assert main(["report", str(path), "-o", str(tmp_path / "page.html"), "--lang", "zh_CN"]) == 0
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in text
    assert "<h1>Python 并发" in text
    assert "My own sentence." in text
    assert 'data-all="{total} 条论断"' in text
