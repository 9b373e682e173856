"""The documents say what is so."""

import json
import re
import shlex
import sys
from configparser import ConfigParser
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from development_tools import needs

import pytest_claims
from docs import api, renew, rooms

ROOT = Path(__file__).parents[1]
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/verdicts.md",
    "docs/what-is-not-so.md",
    "tests/README.md",
]
RECIPES = sorted((ROOT / "docs" / "recipes").glob("test_*.py"))


def _commands(text):
    return re.findall(r"^(python3 -m venv .*)$", text, re.MULTILINE)


def test_ci_runs_the_two_commands_of_the_readme():
    in_readme = _commands((ROOT / "README.md").read_text())
    in_ci = _commands((ROOT / ".ci" / "run").read_text())
    assert len(in_readme) == 2
    assert sorted(in_readme) == sorted(in_ci)


def test_readme_is_a_front_door():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 130


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_that_are_there(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def _shell_commands(page):
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [
        shlex.split(part, comments=True) for line in lines for part in line.split("&&") if part.strip().startswith(".venv/bin/")
    ]


@needs("ruff", "tox", "import-linter")
@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "tests/README.md"])
def test_commands_name_programs_files_claims_and_environments_that_are_there(page):
    commands = _shell_commands(page)
    assert commands
    environments = {name.removeprefix("testenv:") for name in _tox_ini().sections()}
    for program, *arguments in commands:
        assert Path(sys.executable).with_name(Path(program).name).exists(), program
        for option, value in pairwise(arguments):
            assert option != "-e" or Path(program).name != "tox" or value in environments, value
            assert option not in ("--claim", "explain") or value in _ids(), value
        files = [word for word in arguments if re.match(r"(tests|claims|docs|evidence)/[^*]*$", word)]
        assert [file for file in files if not (ROOT / file).exists()] == []


def _tox_ini():
    parser = ConfigParser(interpolation=None)
    parser.read(ROOT / "tox.ini")
    return parser


def _ids():
    from pytest_claims.judge.declared import ids_in

    return ids_in(ROOT / "claims")


@needs("import-linter")
def test_modules_that_the_page_on_architecture_names_exist():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = {name for name in re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)`", page) if name.partition(".")[0] in rooms.rooms()}
    assert len(told) >= 25
    assert {name for name in told if find_spec(f"pytest_claims.{name}") is None} == set()


def test_an_arrow_stands_for_each_import_that_no_longer_way_shows(monkeypatch):
    monkeypatch.setattr(rooms, "rooms", lambda: ["top", "middle", "low"])
    monkeypatch.setattr(rooms, "imported_rooms", {"top": {"middle", "low"}, "middle": {"low"}, "low": set()}.get)
    assert re.findall(r"\w+ --> \w+", rooms.picture()) == ["top --> middle", "middle --> low"]


def test_every_helper_of_the_tests_stands_on_their_page():
    page = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    helpers = {path.name for path in (ROOT / "tests").glob("*.py") if not path.name.startswith(("test_", "__"))}
    assert {name for name in helpers if f"`{name}`" not in page} == set()


def test_a_marker_that_nothing_makes_is_told():
    with pytest.raises(LookupError, match="<!-- what is this -->: nothing is known that makes this"):
        renew.renewed("<!-- what is this -->\n<!-- end -->", outputs=False)


@pytest.mark.slow
def test_readme_example_of_a_claim_is_a_claim_that_holds(pytester):
    readme = (ROOT / "README.md").read_text()
    example = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert example is not None
    pytester.makepyfile(test_example=example[1])
    result = pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*holds*"])


@pytest.mark.parametrize("page", PAGES)
def test_every_claim_that_a_page_cites_exists(page):
    subjects = "pool|process|sharing|thread|lock|rlock|timeout|coroutine|await|task"
    cited = set(re.findall(rf"`((?:{subjects})\.[a-z-]+)`", (ROOT / page).read_text(encoding="utf-8")))
    assert cited or page not in ("README.md", "docs/what-is-not-so.md")
    assert cited <= _ids()


@pytest.mark.parametrize(
    "document",
    [pytest.param(name, marks=[needs("import-linter")] if name == "docs/architecture.md" else []) for name in renew.DOCUMENTS],
)
def test_what_documents_quote_is_what_is_there(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    assert "<!-- end -->" in text
    assert renew.renewed(text, outputs=False) == text


def test_every_recipe_stands_on_the_page():
    page = (ROOT / "docs" / "test-your-own-code.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"<!-- file: recipes/(.*?) -->", page)) == sorted(file.name for file in RECIPES)


def test_every_public_name_stands_on_the_page_of_names():
    assert sorted(name for names in api.CHAPTERS.values() for name in names) == sorted(pytest_claims.__all__)
    assert api.PAGE.read_text(encoding="utf-8") == api.page()


@pytest.mark.parametrize("name", [name for name in pytest_claims.__all__ if name.islower()])
def test_every_public_function_is_shown_in_an_example(name):
    assert "::" in api.docstring(getattr(pytest_claims, name))


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda file: file.stem)
def test_a_recipe_passes(pytester, recipe):
    pytester.makepyfile(**{recipe.stem: recipe.read_text(encoding="utf-8")})
    outcomes = pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider").parseoutcomes()
    # Among other tests a claim may be inconclusive.
    assert outcomes.keys() <= {"passed", "skipped"}


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda file: file.stem)
def test_a_recipe_fails_with_its_bug(pytester, monkeypatch, recipe):
    text = recipe.read_text(encoding="utf-8")
    pytester.makepyfile(**{recipe.stem: text})
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests"))
    result = pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider", "-p", "contrast_in_place")
    outcomes = result.parseoutcomes()
    assert outcomes.get("failed", 0) + outcomes.get("skipped", 0) == text.count("@claim(")


def test_page_on_the_method_shows_what_was_measured():
    from docs.method.page import PAGE, SAMPLES, renewed

    page = PAGE.read_text(encoding="utf-8")
    assert renewed(page, json.loads(SAMPLES.read_text(encoding="utf-8"))) == page
    pictures = re.findall(r"!\[.+?\]\((.+?)\)", page)
    assert len(pictures) == 3
    assert [picture for picture in pictures if not (PAGE.parent / picture).is_file()] == []


def test_numbers_in_the_page_on_the_method_are_those_of_the_judge():
    from pytest_claims.judge import given, line, next_unit, sequence, slope, witness

    page = " ".join((ROOT / "docs" / "method.md").read_text(encoding="utf-8").split())
    words = {100: "a hundred", 16: "sixteen", 5: "five", 4: "four", 3: "three", 2: "twice", 1: "one"}
    for said in (
        f"It ends after {words[sequence.MOST_RUNS]} runs or after {given.BUDGET:.0f} s",
        f"at units {words[next_unit.APART]} times apart",
        f"by {words[line.ONE_OF - 1]} times the distance between them, which errs in one case of {words[line.ONE_OF]}",
        f"a refutation errs in one of {words[line.ONE_OF_STRICT]}",
        f"the sleeps take {words[line.OUTWEIGH]} as long as the start-up",
        f"a timer's tick ({1000 * line.TICK:.0f} ms)",
        f"by {100 * line.START_UP:.0f} % of the start-up",
        f"without counting it ({1000 * slope.STALL:.0f} ms)",
        f"as often as fits into {1000 * witness.REPEAT_SECONDS:.0f} ms",
        f"run until it flips, for {words[witness.SEARCH_SECONDS]} second",
        f"a claim second is {witness.SHORTER:.0f} times shorter, in one of {words[witness.SHORTER_RUNS]} runs",
    ):
        assert said in page, said
    assert witness.WATCH_SECONDS == 0.5
    assert "watched for half a real second" in page


@pytest.mark.parametrize("file", sorted((ROOT / "evidence").glob("*.json")), ids=lambda file: file.stem)
def test_evidence_is_complete_and_as_documented(file):
    report = json.loads(file.read_text(encoding="utf-8"))
    environment = report["environment"]
    threaded = "t" if environment["gil"] is False else ""
    # Of two patch releases one has its whole version.
    versions = [environment["python"], ".".join(environment["python"].split(".")[:2])]
    assert file.stem in [f"{environment['implementation']}-{version}{threaded}" for version in versions]
    assert report["complete"]
    cases = [(claim["id"], case) for claim in report["claims"] for case in claim["cases"]]
    assert {id for id, _ in cases} >= set((ROOT / "tests" / "ids_of_the_notes.txt").read_text().split())
    told = [(id, case) for id, case in cases if case["verdict"] not in ("not-applicable", "inconclusive")]
    assert [id for id, case in told if case["verdict"] != case["expected"]] == []
