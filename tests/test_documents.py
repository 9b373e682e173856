"""The documents say what is so."""

import json
import re
from pathlib import Path

import pytest

import pytest_claims
from docs import api, renew

ROOT = Path(__file__).parents[1]
RECIPES = sorted((ROOT / "docs" / "recipes").glob("test_*.py"))


def _commands(text):
    return re.findall(r"^(python3 -m venv .*)$", text, re.MULTILINE)


def test_ci_runs_the_two_commands_of_the_readme():
    in_readme = _commands((ROOT / "README.md").read_text())
    in_ci = _commands((ROOT / ".ci" / "run").read_text())
    assert len(in_readme) == 2
    assert sorted(in_readme) == sorted(in_ci)


def test_readme_example_of_a_claim_is_a_claim_that_holds(pytester):
    readme = (ROOT / "README.md").read_text()
    example = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert example is not None
    pytester.makepyfile(test_example=example[1])
    result = pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*holds*"])


def test_every_claim_that_the_readme_cites_exists():
    from pytest_claims.judge.lint import ids_in

    known = ids_in(ROOT / "claims")
    cited = set(
        re.findall(
            r"`((?:pool|process|sharing|thread|lock|rlock|timeout|coroutine|await|task)\.[a-z-]+)`",
            (ROOT / "README.md").read_text(),
        )
    )
    assert cited
    assert cited <= known


@pytest.mark.parametrize("document", renew.DOCUMENTS)
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


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda file: file.stem)
def test_a_recipe_passes(pytester, recipe):
    pytester.makepyfile(**{recipe.stem: recipe.read_text(encoding="utf-8")})
    outcomes = pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider").parseoutcomes()
    # Among other tests a claim may be inconclusive.
    assert outcomes.keys() <= {"passed", "skipped"}


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
    from pytest_claims.judge import given, sequence, slope, witness

    page = " ".join((ROOT / "docs" / "method.md").read_text(encoding="utf-8").split())
    words = {16: "sixteen", 5: "five", 4: "four", 3: "three", 1: "one"}
    for said in (
        f"It ends after {words[sequence.MOST_RUNS]} runs or after {given.BUDGET:.0f} s",
        f"at units {words[slope.APART]} times apart",
        f"too long by {words[slope.SCATTER]} times the distance",
        f"a timer's tick ({1000 * slope.TICK:.0f} ms)",
        f"by {100 * slope.START_UP:.0f} % of the start-up",
        f"without counting it ({1000 * slope.STALL:.0f} ms)",
        f"as often as fits into {1000 * witness.CHEAP:.0f} ms",
        f"run until it flips, for {words[witness.HUNT]} second",
        f"a claim second is {witness.SHORTER:.0f} times shorter, in one of {words[witness.AGAIN]} runs",
    ):
        assert said in page, said
    assert witness.WATCHED == 0.5
    assert "watched for half a real second" in page


@pytest.mark.parametrize("file", sorted((ROOT / "evidence").glob("*.json")), ids=lambda file: file.stem)
def test_evidence_is_complete_and_as_documented(file):
    report = json.loads(file.read_text(encoding="utf-8"))
    environment = report["environment"]
    assert file.stem == f"{environment['implementation']}-{'.'.join(environment['python'].split('.')[:2])}"
    assert report["complete"]
    cases = [(claim["id"], case) for claim in report["claims"] for case in claim["cases"]]
    assert {id for id, _ in cases} >= set((ROOT / "tests" / "ids_of_the_notes.txt").read_text().split())
    told = [(id, case) for id, case in cases if case["verdict"] not in ("not-applicable", "inconclusive")]
    assert [id for id, case in told if case["verdict"] != case["expected"]] == []
