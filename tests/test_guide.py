"""The guide cites claims: they exist, they are as it says, and its programs print what it shows."""

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from pytest_claims.judge.declared import ids_in

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
REPORTS = sorted((ROOT / "evidence").glob("*.json"))

#: {claim}`id` for a sentence that holds, {claim}`id <verdict>` for others.
ROLE = re.compile(r"\{claim\}`([^`<]*?)(?: <([^`>]*)>)?`")
DIRECTIVE = re.compile(r"^```\{claim\} (\S+)$", re.MULTILINE)
#: A program, and what it prints where that is shown right below it.
PROGRAM = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


def pages(test):
    return pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)(test)


def read(page):
    return page.read_text(encoding="utf-8")


def citations(text):
    """Pairs of an id and the verdict that the text relies on."""
    return [(name, relied or "holds") for name, relied in ROLE.findall(text)]


def cited_in(text):
    return {name for name, _ in citations(text)} | set(DIRECTIVE.findall(text))


def programs():
    for page in PAGES:
        for number, (program, printed) in enumerate(PROGRAM.findall(read(page)), start=1):
            yield pytest.param(program, printed, id=f"{page.stem}-{number}")


@cache
def evidence():
    return [claim for report in REPORTS for claim in json.loads(report.read_bytes())["claims"]]


def verdict(name):
    """What all interpreters and start methods say that could tell: the word for it in a citation."""
    cases = [case for claim in evidence() if claim["id"] == name for case in claim["cases"]]
    told = {case["verdict"] for case in cases} & {"holds", "refuted"}
    return told.pop() if len(told) == 1 else "depends" if told else "inconclusive"


def of_the_notes():
    """The ids of the notes' sentences, and of those that limit or correct one of them."""
    known = ids_in(ROOT / "claims")
    sources = {claim["id"]: claim["source"] for claim in evidence() if claim["id"] in known}
    ids = {name for name, source in sources.items() if re.search(r"\bnotes\b", source)}
    return ids | {name for name, source in sources.items() if source.rpartition(" ")[2] in ids}


@pages
def test_every_claim_that_the_guide_cites_exists(page):
    cited = cited_in(read(page))
    assert cited
    assert cited <= ids_in(ROOT / "claims")


def test_every_claim_of_the_notes_is_cited_in_the_guide():
    listed = set((ROOT / "tests" / "ids_of_the_notes.txt").read_text().split())
    assert of_the_notes() > listed
    assert of_the_notes() - set().union(*(cited_in(read(page)) for page in PAGES)) == set()


@pages
def test_the_evidence_is_as_the_guide_says(page):
    cited = citations(read(page))
    assert [f"{name} <{verdict(name)}>" for name, relied in cited if relied != verdict(name)] == []


def test_each_of_the_twenty_things_is_refuted_somewhere_and_has_what_is_true_instead():
    page = read(GUIDE / "twenty-things-that-are-not-so.md")
    listed, _, _ = page.partition("\n## ")
    things = re.split(r"^\d+\. (?=\*\*)", listed, flags=re.MULTILINE)[1:]
    assert len(things) == 20
    for thing in things:
        (_, relied), *instead = citations(thing)
        assert relied in {"refuted", "depends"}, thing
        assert [relied for _, relied in instead if relied == "refuted"] == [], thing
        assert instead, thing


@pages
def test_a_chapter_begins_with_its_question_and_ends_with_three_sentences(page):
    heading, question, *_ = read(page).split("\n\n")
    assert heading.startswith("# ")
    assert page.stem == "index" or re.fullmatch(r"\*\*.*\?\*\*", question, re.DOTALL)
    _, _, ending = read(page).partition("## Three sentences to remember\n\n")
    assert re.findall(r"^\S+", ending, re.MULTILINE) == ["1.", "2.", "3."]


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
