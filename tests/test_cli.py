"""The command pytest-claims, run as a user runs it."""

import subprocess
import sys

import pytest

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


def test_list_shows_ids_and_sentences(folder):
    result = run(folder, "list", ".")
    assert result.stdout.splitlines() == [
        "number.one",
        "  One is one.",
        "number.two",
        "  One is two.",
        "  Refuted everywhere.",
    ]
    assert result.returncode == 0


def test_explain_judges_the_claim_and_shows_its_correction(folder):
    result = run(folder, "explain", "number.two", ".")
    assert "  refuted, as documented; the contrast is holds" in result.stdout
    assert "  What is true instead: One is one. (number.one)" in result.stdout
    assert "def one():" in result.stdout
    assert result.returncode == 0


def test_explain_of_an_unknown_id_names_the_nearest(folder):
    result = run(folder, "explain", "number.on", ".")
    assert result.stderr == "pytest-claims: no claim has the id number.on. Nearest: number.one, number.two.\n"
    assert result.returncode == 4


def test_a_folder_that_does_not_exist_is_one_clear_message(folder):
    result = run(folder, "list", "nowhere")
    assert result.stderr == "pytest-claims: nowhere: no such file or folder.\n"
    assert result.returncode == 4


def test_claims_that_cannot_be_collected_are_named_without_a_traceback(folder):
    (folder / "test_numbers.py").write_text(CLAIM.replace('"number.two"', '"number.one"'))
    result = run(folder, "list", ".")
    assert "claim 'number.one': declared twice" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.returncode == 4


def test_unknown_options_and_commands_are_refused(folder):
    assert "unrecognized arguments: --colour" in run(folder, "list", "--colour").stderr
    assert "invalid choice: 'prove'" in run(folder, "prove").stderr


def test_verify_runs_the_installed_suite_and_passes_options_on(folder):
    result = run(folder, "verify", "--claim", "thread.nothing-like-it")
    assert "--claim thread.nothing-like-it: no claim has such an id" in result.stderr
    assert result.returncode == 4
