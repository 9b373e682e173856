"""docs/citing.md and the hooks for pre-commit: every command that they show works."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_claims.cite.check import check
from pytest_claims.cite.library import Kind
from pytest_claims.cite.settings import Settings
from pytest_claims.cite.words import VERDICTS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "citing.md").read_text(encoding="utf-8")
CLAIM = '''
from pytest_claims import claim

def one(): return 1
def two(): return 2

@claim("number.unit", says="One is one.", source="notes 1", program=one, contrast=two)
def test_one(program):
    """By definition."""
    assert program() == 1
'''


def shown(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def commands():
    return [line for block in shown("sh") for line in block.splitlines()]


def run(folder, command):
    words = shlex.split(command)
    assert words[0] == "pytest-claims"
    command = [sys.executable, "-m", "pytest_claims", *words[1:]]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, timeout=100)


def test_every_command_that_the_page_shows_works(tmp_path):
    # Two reports are enough for a verdict that depends on the version, and each command reads all that there are.
    (tmp_path / "evidence").mkdir()
    for name in ("cpython-3.13.json", "cpython-3.14.json"):
        (tmp_path / "evidence" / name).symlink_to(ROOT / "evidence" / name)
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "test_numbers.py").write_text(CLAIM)
    register = tmp_path / "claims" / "claims-register.json"
    register.write_text('{"register": 1, "claims": {"number.one": {"sentences": ["1 is 1."], "retired": {"why": ""}}}}')
    [settings], [document] = shown("toml"), shown("markdown")
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "README.md").write_text(document, encoding="utf-8")
    assert len(commands()) == 11
    for command in commands():
        result = run(tmp_path, command)
        assert (result.returncode, result.stderr) == (0, ""), command
        if "check README.md" in command and "write" not in command:
            assert result.stdout == "3 citations in 1 document, none of them wrong\n"
    assert "✓ holds everywhere" in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "It has a better name." in register.read_text(encoding="utf-8")


def test_the_page_names_every_kind_of_wrong_citation_and_every_verdict():
    assert [word for word in (*Kind, *VERDICTS) if f"`{word}`" not in PAGE] == []


def test_the_documents_of_this_project_cite_what_is_so():
    found = check([ROOT / "README.md", ROOT / "docs"], Settings().library())
    assert (found.wrong, found.unread) == ([], [])
    assert found.citations > 10


@pytest.mark.parametrize("hook", re.findall(r"entry: (.*)", (ROOT / ".pre-commit-hooks.yaml").read_text()))
def test_hooks_run_a_command_that_fails_where_it_should(tmp_path, hook):
    (tmp_path / "good.md").write_text("`thread.join-after-loop`\n")
    (tmp_path / "bad.md").write_text("`thread.join-after-lop`\n<!-- claims: table -->\n")
    assert run(tmp_path, f"{hook} good.md").returncode == 0
    assert run(tmp_path, f"{hook} bad.md").returncode != 0


def test_every_hook_is_named_on_the_page():
    hooks = re.findall(r"id: (.*)", (ROOT / ".pre-commit-hooks.yaml").read_text())
    assert len(hooks) == 2
    assert [hook for hook in hooks if f"- id: {hook}\n" not in PAGE] == []
