"""The suite as a whole: its ids are a contract, and each of its claims is complete."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_claims.judge.declared import ids_in

ROOT = Path(__file__).parents[1]

# In an interpreter of its own: here the claims may still have to be imported by pytest, which rewrites their asserts.
LIST = """
import importlib, json, pathlib, sys
sys.path.insert(0, ".")
from pytest_claims.model.claim import claim_of
claims = []
for file in sorted(pathlib.Path("claims").rglob("test_*.py")):
    module = importlib.import_module(".".join(file.with_suffix("").parts))
    for test in vars(module).values():
        claim = claim_of(test)
        if claim is not None:
            claims.append({"id": claim.id, "says": claim.says, "why": test.__doc__, "truth": claim.truth,
                           "refuted_where": repr(claim.refuted_where), "program": claim.program.__module__})
print(json.dumps(claims))
"""


@pytest.fixture(scope="module")
def claims():
    result = subprocess.run([sys.executable, "-c", LIST], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def test_every_statement_of_the_notes_has_its_claim():
    ids = (ROOT / "tests" / "ids_of_the_notes.txt").read_text().split()
    assert len(ids) == 77
    assert set(ids) - ids_in(ROOT / "claims") == set()


@pytest.mark.slow
def test_no_id_of_a_claims_test_holds_an_address():
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "claims"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=100)
    assert "::" in result.stdout
    assert " at 0x" not in result.stdout


def test_every_claim_says_why(claims):
    assert [claim["id"] for claim in claims if not (claim["why"] or "").strip()] == []


def test_every_sentence_is_one(claims):
    assert [claim["id"] for claim in claims if not claim["says"].endswith((".", "?"))] == []


def test_every_claim_that_is_refuted_somewhere_names_what_is_true_instead(claims):
    assert [claim["id"] for claim in claims if claim["refuted_where"] != "nowhere" and not claim["truth"]] == []


def test_no_correction_is_itself_refuted_everywhere(claims):
    refuted = {claim["id"] for claim in claims if claim["refuted_where"] == "everywhere"}
    assert [claim["id"] for claim in claims if claim["truth"] in refuted] == []


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["PYTHONASYNCIODEBUG", "PYTHONDEVMODE", "PYTHONOPTIMIZE"])
def test_settings_of_the_interpreter_change_no_verdict(variable, own_lock):
    """Each of these had made the suite hang or end with a traceback."""
    ids = ("loop.debug-reports-slow-steps", "asyncqueue.thread-may-put", "asyncqueue.threads-put-through-the-loop")
    options = [option for id in ids for option in ("--claim", id)]
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "claims", *options]
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=100, env=os.environ | {variable: "1"}
    )
    assert "\nnothing unexpected\n" in result.stdout, result.stdout + result.stderr
    assert "3 claims in 3 cases: 2 holds, 1 refuted, as documented\n" in result.stdout
