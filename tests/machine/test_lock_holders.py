"""Notes of those who have a place on the machine."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from processes_seen import has_ended, wait_for

from pytest_claims.machine import lock_holders
from pytest_claims.machine.lock_holders import announce, other_holders

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")

#: Leaves a note in the folder that is named, says so, and ends with its input.
ANOTHER = """\
import sys
from pathlib import Path
from pytest_claims.machine.lock_holders import announce
with announce(Path(sys.argv[1]), sys.argv[2], alone=True):
    print("there", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "notes"


@pytest.fixture
def another(folder, tmp_path):
    """Starts another process that leaves a note on a claim."""
    started = []

    def start(claim):
        command = [sys.executable, "-c", ANOTHER, str(folder), claim]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path)
        started.append(process)
        assert process.stdout.readline() == "there\n"
        return process

    yield start
    for process in started:
        process.communicate(timeout=60)


def test_another_process_is_named_with_its_claim_its_folder_and_since_when(another, folder, tmp_path):
    before = time.time()
    process = another("unit.first")
    (holder,) = other_holders(folder)
    assert (holder.pid, holder.claim, holder.folder, holder.alone) == (process.pid, "unit.first", str(tmp_path), True)
    assert before - 1 <= holder.since <= time.time() + 1


def test_the_longest_there_comes_first(another, folder):
    processes = [another("unit.first"), another("unit.second")]
    assert [holder.pid for holder in other_holders(folder)] == [process.pid for process in processes]


def test_a_note_is_gone_with_its_block(another, folder):
    process = another("unit.first")
    process.communicate(timeout=60)
    assert other_holders(folder) == []
    assert list(folder.iterdir()) == []


def test_nobody_is_told_of_the_own_note(folder):
    with announce(folder, "unit.own", alone=False):
        written = json.loads((folder / str(os.getpid())).read_text())
        assert other_holders(folder) == []
    assert (written["claim"], written["alone"]) == ("unit.own", False)
    assert list(folder.iterdir()) == []


@needs_proc
def test_the_note_of_a_process_that_was_killed_is_not_believed_and_removed(another, folder):
    process = another("unit.killed")
    process.kill()
    process.wait(60)
    assert other_holders(folder) == []
    assert list(folder.iterdir()) == []


@needs_proc
def test_a_zombie_has_no_place(another, folder):
    process = another("unit.killed")
    process.kill()
    wait_for(lambda: has_ended(process.pid))
    assert other_holders(folder) == []


@needs_proc
def test_another_process_that_got_the_number_of_one_that_was_killed_is_not_taken_for_it(another, folder):
    process = another("unit.later")
    path = folder / str(process.pid)
    path.write_text(json.dumps({**json.loads(path.read_text()), "born": "1"}))
    assert other_holders(folder) == []


def test_where_the_system_does_not_tell_who_lives_a_note_counts(another, folder, monkeypatch):
    process = another("unit.first")
    monkeypatch.setattr(lock_holders, "stat_fields", lambda pid: {}[pid])
    monkeypatch.setattr(lock_holders, "_start_time", lambda pid: None)
    assert [holder.pid for holder in other_holders(folder)] == [process.pid]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', "null", "\x00"])
def test_a_note_that_is_half_written_or_none_tells_nothing_and_is_left(folder, text):
    folder.mkdir()
    (folder / "123").write_text(text)
    assert other_holders(folder) == []
    assert (folder / "123").exists()


def test_without_a_folder_there_is_nobody(folder):
    assert other_holders(folder) == []


def test_where_no_note_can_be_left_the_block_runs_all_the_same(tmp_path):
    (tmp_path / "file").touch()
    with announce(tmp_path / "file" / "notes", "unit.first", alone=True):
        ran = True
    assert ran


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs users")
def test_nothing_is_written_to_a_folder_of_somebody_else(folder, monkeypatch):
    folder.mkdir()
    monkeypatch.setattr(lock_holders.os, "getuid", lambda: folder.stat().st_uid + 1)
    with announce(folder, "unit.first", alone=True):
        assert list(folder.iterdir()) == []


def test_nothing_is_written_through_a_link(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    with announce(folder, "unit.first", alone=True):
        assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_the_block_raises_passes_through_and_the_note_is_gone(folder):
    with pytest.raises(OSError, match="no disk"), announce(folder, "unit.first", alone=True):
        raise OSError("no disk")
    assert list(folder.iterdir()) == []
