"""Shared memory that nobody unlinked is told of, if it may be ours."""

import subprocess
import sys
from pathlib import Path

import pytest

from pytest_claims.judge.isolation import shared_memory
from pytest_claims.judge.isolation.shared_memory import shared_memory_noted

pytestmark = pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="shared memory has no names here")


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A folder in place of the one that all processes share."""
    monkeypatch.setattr(shared_memory, "_FOLDER", str(tmp_path))
    return tmp_path


def test_what_appears_and_stays_is_told(folder):
    folder.joinpath("psm_before").touch()
    left = []
    with shared_memory_noted(left):
        folder.joinpath("psm_left").touch()
        folder.joinpath("psm_gone").touch()
        folder.joinpath("of_another_program").touch()
        folder.joinpath("psm_gone").unlink()
    assert left == ["shared memory that nobody unlinked: psm_left"]
    assert folder.joinpath("psm_left").exists()


def test_it_is_told_when_the_block_fails(folder):
    left = []

    def fails():
        with shared_memory_noted(left):
            folder.joinpath("psm_left").touch()
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert len(left) == 1


def test_what_another_user_made_is_not_told(folder, monkeypatch):
    monkeypatch.setattr("os.getuid", lambda: -1)
    left = []
    with shared_memory_noted(left):
        folder.joinpath("psm_theirs").touch()
    assert left == []


HOLDS = """
import mmap, sys
with open(sys.argv[1], "w+b") as file:
    file.truncate(4096)
    held = mmap.mmap(file.fileno(), 4096)
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="nobody tells what a process has mapped")
@pytest.mark.parametrize("ours", [True, False], ids=["a descendant", "another process"])
def test_what_another_process_has_in_use_is_not_ours(folder, monkeypatch, ours):
    if not ours:
        monkeypatch.setattr(shared_memory, "descendants", set)
    left = []
    command = [sys.executable, "-c", HOLDS, str(folder / "psm_used")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        with shared_memory_noted(left):
            assert process.stdout.readline() == "held\n"
        process.communicate()
    assert (len(left) == 1) is ours


def test_where_there_is_no_such_folder_nothing_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(shared_memory, "_FOLDER", str(tmp_path / "missing"))
    left = []
    with shared_memory_noted(left):
        pass
    assert left == []
