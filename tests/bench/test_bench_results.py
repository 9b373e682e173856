"""The results are only ever appended to, and whatever else stands in the file is passed over."""

import json
from dataclasses import replace

import pytest

from bench import results
from bench.results import Stamp, append, by_figure, made, newest, read

HERE = Stamp("abc", False, "3.13.0", "cpython", "Linux", 2)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "evidence" / "bench.jsonl"


def test_what_is_appended_can_be_read(file):
    append(file, "suite", HERE, {"wall": 40})
    append(file, "suite", HERE, {"wall": 41})
    append(file, "memory", HERE, {"suite": 1})
    lines, strangers = read(file)
    assert by_figure(lines) == {"suite": [{"wall": 40}, {"wall": 41}], "memory": [{"suite": 1}]}
    assert strangers == 0
    assert {line["commit"] for line in lines} == {"abc"}
    assert all(line["date"].endswith("+00:00") for line in lines)


def test_no_file_holds_no_results(file):
    assert read(file) == ([], 0)


def test_a_torn_line_is_counted_and_does_not_spoil_the_next(file):
    append(file, "suite", HERE, {"wall": 40})
    with file.open("a") as torn:
        torn.write('{"schema": 1, "figure": "sui')
    append(file, "suite", HERE, {"wall": 41})
    lines, strangers = read(file)
    assert by_figure(lines) == {"suite": [{"wall": 40}, {"wall": 41}]}
    assert strangers == 1


@pytest.mark.parametrize(
    "stranger", ["not json", "[]", "{}", '"suite"', '{"schema": 1}', "\udcff", '{"schema": 2, "figure": "suite"}']
)
def test_lines_that_are_not_ours_are_counted(file, stranger):
    append(file, "suite", HERE, {"wall": 40})
    with file.open("ab") as other:
        other.write(stranger.encode(errors="surrogateescape") + b"\n\n")
    lines, strangers = read(file)
    assert (len(lines), strangers) == (1, 1)


@pytest.mark.parametrize("change", [{"schema": 2}, {"data": None}, {"data": [1]}])
def test_lines_of_another_form_are_counted(file, change):
    append(file, "suite", HERE, {"wall": 40})
    line = json.loads(file.read_text())
    file.write_text(json.dumps(line | change) + "\n")
    assert read(file) == ([], 1)


def test_the_newest_run_of_a_figure_says_which_of_its_runs_count(file):
    for commit in ("old", "new", "new"):
        append(file, "suite", replace(HERE, commit=commit), {"of": commit})
    append(file, "memory", replace(HERE, commit="old"), {"of": "old"})
    append(file, "suite", replace(HERE, commit="new", cpus=4), {"of": "four CPUs"})
    append(file, "suite", replace(HERE, commit="new", cpus=4), {"of": "four CPUs"})
    lines, _ = read(file)
    assert by_figure(newest(lines)) == {"suite": [{"of": "four CPUs"}] * 2, "memory": [{"of": "old"}]}
    assert by_figure(newest(lines, ["old"])) == {"suite": [{"of": "old"}], "memory": [{"of": "old"}]}
    assert newest([]) == []


def test_runs_that_were_made_before_count_if_nothing_has_changed(file):
    for stamp in (HERE, HERE, replace(HERE, commit="other"), replace(HERE, dirty=True)):
        append(file, "suite", stamp, {})
    append(file, "memory", HERE, {})
    lines, _ = read(file)
    assert made(lines, "suite", HERE) == 2
    assert made(lines, "suite", replace(HERE, dirty=True)) == 0


def test_a_stamp_names_a_commit_and_a_place():
    stamp = results.stamp()
    assert stamp.commit
    assert stamp.cpus >= 1


def test_without_git_the_commit_is_unknown(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert results.stamp().commit == "unknown"
