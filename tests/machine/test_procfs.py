"""What the machine counts about its CPUs, read from files that stand in for those of the system."""

import os
import threading
from pathlib import Path

import pytest

from pytest_claims.machine import procfs

FILES = {
    "/proc/stat": """\
cpu  10000 20000 30000 40000 500 60 70 80 9000 0
cpu0 100 20 30 5000 600 7 8 9 1000 0
cpu1 9999 9999 9999 9999 9999 9999 9999 9999 0 0
cpu2 200 0 0 5000 0 0 0 26 0 0
intr 12345
""",
    "/proc/pressure/cpu": """\
some avg10=0.04 avg60=0.93 avg300=0.44 total=1818962
full avg10=0.00 avg60=0.00 avg300=0.00 total=7
""",
    "/proc/thread-self/schedstat": "42079218 39920000 20\n",
}
ALL = [procfs.busy_seconds, procfs.used_seconds, procfs.stolen_seconds, procfs.pressure_seconds, procfs.waited_seconds]


@pytest.fixture
def proc(monkeypatch):
    """The files that the system has; a test may take some away, or write others."""
    files = dict(FILES)
    monkeypatch.setattr(procfs, "_read", lambda path: files.get(path, ""))
    monkeypatch.setattr(os, "sysconf", {"SC_CLK_TCK": 100}.__getitem__)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 2}, raising=False)
    return files


def test_busy_seconds_are_all_but_idling_on_the_cpus_that_may_be_used(proc):
    assert procfs.busy_seconds() == (100 + 20 + 30 + 7 + 8 + 9 + 200 + 26) / 100


def test_used_seconds_are_all_but_idling_on_all_cpus_with_the_wait_for_disks(proc):
    assert procfs.used_seconds() == (10000 + 20000 + 30000 + 500 + 60 + 70 + 80) / 100


def test_stolen_seconds_are_the_eighth_column(proc):
    assert procfs.stolen_seconds() == 0.8


def test_what_the_cpus_had_to_give_is_the_time_times_their_number(monkeypatch):
    monkeypatch.setattr(procfs, "perf_counter", lambda: 2.5)
    monkeypatch.setattr(procfs, "cpu_count", lambda: 4)
    assert procfs.offered_seconds() == 10
    monkeypatch.setattr(procfs, "cpu_count", lambda: 1)
    assert procfs.offered_seconds() == 2.5


def test_pressure_is_that_of_some_task_in_seconds(proc):
    assert procfs.pressure_seconds() == 1.818962


def test_waited_seconds_are_the_second_figure_in_nanoseconds(proc):
    assert procfs.waited_seconds() == 0.03992


@pytest.mark.parametrize("counter", ALL)
def test_a_system_without_these_files_says_nothing(proc, counter):
    proc.clear()
    assert counter() is None


@pytest.mark.parametrize("counter", ALL)
def test_a_system_with_other_words_in_them_says_nothing(proc, counter):
    proc.update(dict.fromkeys(proc, "not supported\n"))
    assert counter() is None


def test_where_nobody_says_which_cpus_may_be_used_nobody_says_how_busy_they_were(proc, monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert procfs.busy_seconds() is None


def test_a_file_that_cannot_be_read_is_empty(tmp_path):
    assert procfs._read(str(tmp_path / "missing")) == ""
    assert procfs._read(str(tmp_path)) == ""


@pytest.mark.skipif(not Path("/proc/thread-self/schedstat").exists(), reason="needs schedstat")
def test_each_thread_has_its_own_waits():
    waited = []
    thread = threading.Thread(target=lambda: waited.append(procfs.waited_seconds()))
    thread.start()
    thread.join()
    # A thread that has only just begun has waited less than this one may ever have.
    assert waited[0] is not None
    assert waited[0] >= 0


@pytest.mark.skipif(not Path("/proc/stat").exists(), reason="needs /proc/stat")
def test_real_counters_only_rise():
    before = procfs.used_seconds()
    sum(range(200_000))
    assert 0 < before <= procfs.used_seconds()


def test_a_thread_is_asked_for_by_its_place(proc):
    proc["/proc/12/task/34/schedstat"] = "5000 700 3\n"
    assert procfs.schedstat("12/task/34") == procfs.SchedStat(ran=5000, waited=700)
    assert procfs.schedstat("12/task/35") is None


def test_the_pressure_is_not_asked_for_again_within_a_tenth_of_a_millisecond(monkeypatch):
    said = iter([b"at 5", b"at 5.00011", b"at 6"])
    monkeypatch.setattr(procfs, "read_pressure", lambda: next(said))
    monkeypatch.setattr(procfs, "_recent", (float("-inf"), None))
    answers = {}
    for now in (5, 5.00009, 5.00011, 5.0002, 6):
        monkeypatch.setattr(procfs, "perf_counter", lambda now=now: now)
        answers[now] = procfs.recent_pressure()
    assert answers == {5: b"at 5", 5.00009: b"at 5", 5.00011: b"at 5.00011", 5.0002: b"at 5.00011", 6: b"at 6"}
