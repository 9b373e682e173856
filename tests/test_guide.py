"""The guide cites claims: they exist, they are as it says, and its programs print what it shows."""

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from pytest_claims.judge.lint import ids_in

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
REPORTS = sorted((ROOT / "evidence").glob("*.json"))

#: {claim}`id` and {claim}`id <verdict>`; the second relies on the verdict.
ROLE = re.compile(r"\{claim\}`([^`<]*?)(?: <([^`>]*)>)?`")
DIRECTIVE = re.compile(r"^```\{claim\} (\S+)$", re.MULTILINE)
#: A program, and what it prints where that is shown right below it.
PROGRAM = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
DECIDED = {"holds", "refuted"}


def pages(test):
    return pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)(test)


def read(page):
    return page.read_text(encoding="utf-8")


def citations(text):
    """Pairs of an id and the verdict that the text relies on, None where it leaves that to the sign."""
    return [(name, relied or None) for name, relied in ROLE.findall(text)] + [(name, None) for name in DIRECTIVE.findall(text)]


def programs():
    for page in PAGES:
        for number, (program, printed) in enumerate(PROGRAM.findall(read(page)), start=1):
            yield pytest.param(program, printed, id=f"{page.stem}-{number}")


@cache
def evidence():
    return [claim for report in REPORTS for claim in json.loads(report.read_bytes())["claims"]]


def decided(name):
    """The verdicts, on all interpreters and start methods, that are an answer."""
    cases = [case for claim in evidence() if claim["id"] == name for case in claim["cases"]]
    return {case["verdict"] for case in cases} & DECIDED


def of_the_notes():
    """The ids of the notes' sentences, and of those that limit or correct one of them."""
    known = ids_in(ROOT / "claims")
    sources = {claim["id"]: claim["source"] for claim in evidence() if claim["id"] in known}
    ids = {name for name, source in sources.items() if re.search(r"\bnotes\b", source)}
    return ids | {name for name, source in sources.items() if source.rpartition(" ")[2] in ids}


@pages
def test_every_claim_that_the_guide_cites_exists(page):
    cited = {name for name, _ in citations(read(page))}
    assert cited
    assert cited <= ids_in(ROOT / "claims")


def test_every_claim_of_the_notes_is_cited_in_the_guide():
    listed = set((ROOT / "tests" / "ids_of_the_notes.txt").read_text().split())
    assert of_the_notes() > listed
    cited = {name for page in PAGES for name, _ in citations(read(page))}
    assert of_the_notes() - cited == set()


@pages
def test_the_evidence_is_as_the_guide_says(page):
    contradicted = [(name, relied) for name, relied in citations(read(page)) if relied and decided(name) != {relied}]
    assert contradicted == []


@pages
def test_a_sentence_that_is_refuted_everywhere_is_never_cited_as_if_it_held(page):
    refuted = [name for name, relied in ROLE.findall(read(page)) if not relied and decided(name) == {"refuted"}]
    assert refuted == [], f"say so: {{claim}}`{refuted[0]} <refuted>`"


def test_every_refuted_sentence_stands_among_the_things_that_are_not_so():
    page = read(GUIDE / "twenty-things-that-are-not-so.md")
    assert len(re.findall(r"^\d+\. \*\*", page, re.MULTILINE)) == 20
    refuted = {name for name in of_the_notes() if "refuted" in decided(name)}
    assert refuted <= {name for name, _ in citations(page)}


@pages
def test_a_chapter_begins_with_its_question_and_ends_with_three_sentences(page):
    heading, question, *_ = read(page).split("\n\n")
    assert heading.startswith("# ")
    assert page.stem == "index" or re.fullmatch(r"\*\*.*\?\*\*", question, re.DOTALL)
    _, _, ending = read(page).partition("## Three sentences to remember\n\n")
    assert re.fullmatch(r"1\. .*\n2\. .*\n3\. .*\n", ending)


def test_every_chapter_stands_in_the_table_of_contents():
    contents = re.search(r"```\{toctree\}\n:maxdepth: 1\n\n(.*?)```", read(GUIDE / "index.md"), re.DOTALL)
    assert contents is not None
    assert sorted([*contents[1].split(), "index"]) == [page.stem for page in PAGES]


@pages
def test_links_between_chapters_lead_somewhere(page):
    missing = [target for target in re.findall(r"\]\(([^)]*)\)", read(page)) if not (GUIDE / target).is_file()]
    assert missing == []


@pytest.mark.parametrize(("program", "printed"), list(programs()))
def test_a_program_of_the_guide_prints_what_is_shown(tmp_path, program, printed):
    file = tmp_path / "program.py"
    file.write_text(program, encoding="utf-8")
    ended = subprocess.run([sys.executable, file], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=100)
    assert ended.returncode == 0, ended.stderr
    if printed:
        assert ended.stdout == printed, ended.stderr
