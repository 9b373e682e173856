"""A new field of a claim, from the decorator to what people see: three files are edited, each in one place."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from development_tools import needs

import pytest_claims

FIELD = "    found_on: NotRequired[str | None]\n"
#: File, what stands there, and what is written in its place. Another line is not needed anywhere.
EDITS = [
    ("model/claim.py", "    revision: int = 1\n", "    revision: int = 1\n    found_on: str | None = None\n"),
    ("model/claim.py", "    revision: int = 1,\n", "    revision: int = 1,\n    found_on: str | None = None,\n"),
    ("model/claim.py", "truth, alone, revision)", "truth, alone, revision, found_on)"),
    (
        "report/form.py",
        "    sources: NotRequired[SourcesEntry]\n",
        "    sources: NotRequired[SourcesEntry]\n    found_on: NotRequired[str]\n",
    ),
    ("report/report.schema.json", '        "why": {', '        "found_on": {"type": ["string", "null"]},\n        "why": {'),
]
CLAIM = '''
from pytest_claims import claim

def one():
    return 1

def two():
    return 2

@claim("number.one", says="One is one.", source="notes 1", program=one, contrast=two, found_on="page <9>")
def test_one(program):
    """By definition."""
    assert program() == 1
'''


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """A folder with a copy of the package, edited, and a claim that uses the new field."""
    folder = tmp_path_factory.mktemp("edited")
    package = folder / "lib" / "pytest_claims"
    shutil.copytree(Path(pytest_claims.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, old, new in EDITS:
        text = (package / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        (package / name).write_text(text.replace(old, new), encoding="utf-8")
    (folder / "test_number.py").write_text(CLAIM, encoding="utf-8")
    run(folder, "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "--claims-json", "a.json")
    return folder


def run(folder, *words):
    environment = {**os.environ, "PYTHONPATH": str(folder / "lib")}
    ran = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=100,
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    return ran.stdout


def claims_in(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    return [claim for report in document.get("reports", [document]) for claim in report["claims"]]


@needs("jsonschema")
def test_it_is_in_the_report_and_in_the_schema(edited):
    import jsonschema

    (claim,) = claims_in(edited / "a.json")
    assert claim["found_on"] == "page <9>"
    assert "found_on" not in claim["cases"][0]
    schema = json.loads(run(edited, "pytest_claims", "schema"))
    validator = jsonschema.Draft202012Validator(schema)
    document = json.loads((edited / "a.json").read_text(encoding="utf-8"))
    assert validator.is_valid(document)
    document["claims"][0]["found_on"] = 9
    assert not validator.is_valid(document)


def test_merged_reports_have_it(edited):
    run(edited, "pytest_claims", "report", "a.json", "a.json", "-o", "all.json")
    assert [claim["found_on"] for claim in claims_in(edited / "all.json")] == ["page <9>"]


def test_it_is_shown_in_the_terminal_and_on_the_page(edited):
    explained = run(edited, "pytest_claims", "explain", "number.one", "--report", "a.json").splitlines()
    assert explained[explained.index("Found on") + 1] == "  page <9>"
    run(edited, "pytest_claims", "report", "a.json", "-o", "page.html")
    page = (edited / "page.html").read_text(encoding="utf-8")
    assert "Found on: <bdi>page &lt;9&gt;</bdi>" in page
