"""CPU seconds of this process and of all that it started, on real processes and made-up readings."""

import multiprocessing
import os
import signal
import subprocess
import sys
from math import inf
from multiprocessing import forkserver
from pathlib import Path
from time import thread_time
from types import SimpleNamespace

import pytest
import workers
from processes_seen import FORKS_BESIDE_THREADS, wait_for

from pytest_claims.judge.isolation.launcher import no_main_module
from pytest_claims.machine import cpu_time
from pytest_claims.machine.cpu_time import busy_before, cpu_seconds, some_are_unseen, used_since

pytestmark = FORKS_BESIDE_THREADS
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
#: How finely the system counts the CPU seconds of children that have ended.
TICK = 0.01
COMPUTES = "print(flush=True)\nwhile True: pass"


def test_the_seconds_of_this_process_count():
    before = cpu_seconds()
    workers.spin(0.05)
    assert cpu_seconds() - before >= 0.05


@needs_proc
@pytest.mark.parametrize("start_method", multiprocessing.get_all_start_methods())
def test_a_process_that_runs_counts_as_it_does_when_it_has_ended(start_method):
    with no_main_module():
        pool = multiprocessing.get_context(start_method).Pool(1)
    pool.apply(workers.double, (1,))
    before, own = cpu_seconds(), thread_time()
    pool.apply(workers.spin, (0.1,))
    running = cpu_seconds() - before - (thread_time() - own)
    assert running >= 0.1
    pool.close()
    pool.join()
    assert cpu_seconds() - before >= running - 2 * TICK


@needs_proc
def test_what_a_child_waited_for_counts(tmp_path):
    program = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', sys.argv[1]])\nprint(flush=True)\ninput()"
    work = "import time\nwhile time.process_time() < 0.2: pass"
    before = cpu_seconds()
    with subprocess.Popen([sys.executable, "-c", program, work], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        assert cpu_seconds() - before >= 0.2 - TICK


@needs_proc
def test_who_computes_already_is_somebody_else_s(monkeypatch, started):
    monkeypatch.setattr(cpu_time, "OLD", 0.0)
    monkeypatch.setattr(cpu_time, "WATCHED", 0.5)  # on a busy machine it may get no CPU for a while
    computes, waits = started(COMPUTES), started("print(flush=True); input()")
    found = busy_before()
    assert computes in found
    assert waits not in found
    wait_for(lambda: used_since({computes: found[computes]}) > 0)
    assert used_since({waits: 0.0}) < 1.0
    os.kill(computes, signal.SIGKILL)
    os.waitpid(computes, 0)
    assert used_since({computes: 5.0}) == 0


def test_where_nobody_has_been_there_for_long_nobody_is_watched(monkeypatch):
    monkeypatch.setattr(cpu_time, "all_descendants_of", lambda process: [])
    monkeypatch.setattr(cpu_time, "WATCHED", inf)  # nobody can sleep for so long
    assert busy_before() == {}


@pytest.mark.parametrize(("age", "used", "found"), [(1.1, 0.0012, True), (0.9, 0.0012, False), (1.1, 0.0009, False)])
def test_it_has_been_there_for_a_second_and_uses_a_tenth_of_a_cpu(monkeypatch, age, used, found):
    monkeypatch.setattr(cpu_time, "all_descendants_of", lambda process: [7])
    monkeypatch.setattr(cpu_time, "_age", lambda process: age)
    readings = iter([5.0, 5.0 + used])
    monkeypatch.setattr(cpu_time, "_seconds_of", lambda process: next(readings))
    assert busy_before() == ({7: 5.0 + used} if found else {})


@needs_proc
def test_who_was_just_started_may_start_up(monkeypatch, started):
    monkeypatch.setattr(cpu_time, "WATCHED", 0.5)
    monkeypatch.setattr(cpu_time, "OLD", 1000.0)
    computes = started(COMPUTES)
    assert busy_before() == {}
    assert 0 < cpu_time._age(computes) < 1000
    assert cpu_time._age(computes) < cpu_time._age(os.getpid())
    assert cpu_time._age(0) == 0


def test_without_a_list_of_children_those_that_ended_count(monkeypatch):
    resource = pytest.importorskip("resource")
    usages = {resource.RUSAGE_SELF: SimpleNamespace(ru_utime=1, ru_stime=2)}
    usages[resource.RUSAGE_CHILDREN] = SimpleNamespace(ru_utime=4, ru_stime=8)
    monkeypatch.setattr(resource, "getrusage", usages.__getitem__)
    monkeypatch.setattr(cpu_time, "all_descendants_of", lambda process: set())
    assert cpu_seconds() == 15


def test_without_resource_they_are_those_of_the_process(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.setattr(cpu_time.time, "process_time", lambda: 7.0)
    assert cpu_seconds() == 7.0


@needs_proc
def test_a_process_that_has_just_ended_counts_nothing(monkeypatch):
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait(workers.GIVE_UP)
    monkeypatch.setattr(cpu_time, "all_descendants_of", lambda process: {child.pid})
    assert cpu_seconds() > 0


@needs_proc
def test_where_each_process_names_its_children_none_is_unseen():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE):
        assert not some_are_unseen()


class TestWhereNoProcessNamesItsChildren:
    """As on macOS, and on Windows."""

    @pytest.fixture(autouse=True)
    def elsewhere(self, monkeypatch):
        monkeypatch.setattr(cpu_time, "children_of", lambda process: None)
        monkeypatch.setattr(forkserver._forkserver, "_forkserver_pid", None)

    def test_a_process_alone_sees_all(self):
        pytest.importorskip("resource")
        wait_for(lambda: not multiprocessing.active_children())
        assert not some_are_unseen()

    def test_a_child_that_runs_is_unseen(self):
        pytest.importorskip("resource")
        child = multiprocessing.get_context("spawn").Process(target=workers.stay)
        with no_main_module():
            child.start()
        assert some_are_unseen()
        child.kill()
        child.join(workers.GIVE_UP)
        assert not some_are_unseen()

    def test_the_children_of_a_fork_server_are_unseen(self, monkeypatch):
        monkeypatch.setattr(forkserver._forkserver, "_forkserver_pid", os.getpid())
        assert some_are_unseen()

    def test_without_resource_all_processes_are_unseen(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "resource", None)
        assert some_are_unseen()
