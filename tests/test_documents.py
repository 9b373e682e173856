"""The documents say what is so."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


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
    from pytest_claims.lint import ids_in

    known = ids_in(ROOT / "claims")
    cited = set(
        re.findall(
            r"`((?:pool|process|sharing|thread|lock|rlock|timeout|coroutine|await|task)\.[a-z-]+)`",
            (ROOT / "README.md").read_text(),
        )
    )
    assert cited
    assert cited <= known
