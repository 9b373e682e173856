"""Files are written whole or not at all."""

import os
import stat

import pytest

from pytest_claims.model.errors import ClaimError
from pytest_claims.report import files


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "out.txt"
    path.write_text("old")
    files.replace(path, "new: ≥ 3\n")
    assert path.read_bytes() == "new: ≥ 3\n".encode()
    assert [file.name for file in tmp_path.iterdir()] == ["out.txt"]


def test_what_utf_8_has_no_form_for_is_escaped(tmp_path):
    files.replace(tmp_path / "out.txt", "half a pair: \ud83d")
    assert (tmp_path / "out.txt").read_bytes() == b"half a pair: \\ud83d"


def test_a_file_may_be_read_by_whom_the_users_files_may_be_read(tmp_path):
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    files.replace(tmp_path / "out.txt", "")
    assert stat.S_IMODE(os.stat(tmp_path / "out.txt").st_mode) == stat.S_IMODE(os.stat(ordinary).st_mode)


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_no_draft(tmp_path, monkeypatch):
    path = tmp_path / "out.txt"
    path.write_text("old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        files.replace(path, "new")
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.txt"]


def test_a_path_that_can_be_written_is_left_as_it_was(tmp_path):
    files.check_writable(tmp_path / "out.json", "-o")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_path_for_a_file(tmp_path):
    with pytest.raises(ClaimError, match=r"^-o .*: this is a folder; name a file in it\.$"):
        files.check_writable(tmp_path, "-o")


def test_a_missing_folder_is_no_place_for_a_file(tmp_path):
    with pytest.raises(ClaimError, match=r"^-o .*: no file can be written there \(No such file or directory\)\.$"):
        files.check_writable(tmp_path / "missing" / "out.json", "-o")
