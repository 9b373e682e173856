"""What this process, its descendants and their threads did in a block, where Linux counts it."""

import multiprocessing
import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import pytest
import workers
from processes_seen import FORKS_BESIDE_THREADS

from pytest_claims.judge.isolation.launcher import no_main_module
from pytest_claims.machine import cpu_account
from pytest_claims.machine.cpu_account import CpuTimes, ProcessCpu, cpu_between, read_processes
from pytest_claims.machine.process_tree import descendants, kill_new_descendants
from pytest_claims.machine.procfs import SchedStat

pytestmark = FORKS_BESIDE_THREADS


def needs_counts(test):
    """Mark a test that measures this machine, where Linux counts what threads do."""
    counted = Path("/proc/self/schedstat").exists() and Path("/proc/thread-self/children").exists()
    return pytest.mark.machine(pytest.mark.skipif(not counted, reason="needs Linux's counts")(test))


@pytest.fixture(params=multiprocessing.get_all_start_methods())
def context(request):
    before = descendants()
    with no_main_module():
        yield multiprocessing.get_context(request.param)
    kill_new_descendants(before)


def known(block):
    """The account of a block that ends nothing, tried until no thread from before has just ended either."""
    for _ in range(50):
        before = read_processes()
        block()
        found = cpu_between(before, read_processes(), {})
        if found is not None:
            return found
    raise AssertionError("the account is never known")


def assert_never_known(block, times):
    for _ in range(times):
        before = read_processes()
        block()
        assert cpu_between(before, read_processes(), {}) is None


@needs_counts
def test_what_the_calling_thread_ran_is_counted_to_the_moment():
    # Other threads of this process, such as those of xdist, run for less than the calling one.
    assert 0.02 <= known(lambda: workers.spin(0.02)).ran < 0.04


@needs_counts
def test_a_block_that_ends_nothing_is_nearly_always_known():
    """What the calling thread ran since it woke up stands nowhere in /proc, and must not look like a thread that has ended."""
    looks = [read_processes()]
    for _ in range(20):
        time.sleep(0.002)
        workers.spin(0.0005)
        looks.append(read_processes())
    assert sum(cpu_between(*pair, {}) is not None for pair in pairwise(looks)) > 10


@needs_counts
def test_two_processes_on_one_cpu_wait_for_each_other():
    """Pinned to one CPU, and both of them computing: one of them always waits."""
    allowed = os.sched_getaffinity(0)
    one = f"import os; os.sched_setaffinity(0, {{{min(allowed)}}}); print(); input();\nwhile True: pass"
    command = [sys.executable, "-S", "-c", one]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
    try:
        for child in children:
            child.stdout.readline()
            child.stdin.write(b"\n")
            child.stdin.flush()
        lasted = []

        def nap():
            began = time.perf_counter()
            time.sleep(0.2)
            lasted.append(time.perf_counter() - began)

        found = known(nap)
    finally:
        for child in children:
            child.kill()
            child.communicate()
    # Beside other work the nap is longer, and so are both figures: two looks at the machine lie outside of it.
    assert found.waited > 0.5 * lasted[-1]
    # What is not on a CPU waits for it: the two cannot have had more of it than there was.
    assert found.ran < 1.5 * lasted[-1] + 0.1


@needs_counts
def test_a_worker_that_stays_is_counted_from_its_start(context):
    with_pool = []

    def start():
        with_pool.append(context.Pool(1))
        with_pool[-1].apply(workers.spin, (0.02,))

    try:
        assert known(start).ran >= 0.02
        assert known(lambda: with_pool[-1].apply(workers.spin, (0.03,))).ran >= 0.03
    finally:
        for pool in with_pool:
            pool.terminate()


@pytest.mark.slow
@needs_counts
def test_a_child_that_ended_took_its_account_along(context):
    def start_and_join():
        child = context.Process(target=workers.double, args=(1,))
        child.start()
        child.join(workers.GIVE_UP)

    start_and_join()
    assert_never_known(start_and_join, times=5)


@needs_counts
def test_a_thread_that_ended_took_its_account_along():
    """It has ended for the system a little after Python has joined it, so wait until its directory is gone."""

    def start_and_join():
        thread = Thread(target=workers.spin, args=(0.001,))
        thread.start()
        directory = Path(f"/proc/self/task/{thread.native_id}")
        thread.join()
        while directory.exists():
            pass

    assert_never_known(start_and_join, times=20)


@needs_counts
def test_a_thread_that_stays_is_counted_from_its_start():
    end = Event()

    def start():
        done = Event()
        Thread(target=lambda: (workers.spin(0.02), done.set(), end.wait(workers.GIVE_UP))).start()
        assert done.wait(workers.GIVE_UP)

    try:
        assert known(start).ran >= 0.02
    finally:
        end.set()


def test_where_nobody_counts_nothing_is_known(monkeypatch):
    monkeypatch.setattr(cpu_account, "schedstat", lambda thread: None)
    assert read_processes() == {}
    assert cpu_between({}, {}, {}) is None


@pytest.mark.parametrize("missing", ["clock", "stat"])
def test_a_process_that_is_gone_by_the_second_look_makes_the_family_unknown(monkeypatch, missing):
    def gone(*_):
        raise ProcessLookupError

    monkeypatch.setattr(cpu_account, {"clock": "cpu_time_ns", "stat": "stat_fields"}[missing], gone)
    assert read_processes() == {}


@needs_counts
def test_a_process_that_is_never_still_is_unknown(monkeypatch):
    clock = iter(range(0, 10**9, 10**6))
    monkeypatch.setattr(cpu_account, "cpu_time_ns", lambda pid: next(clock))
    assert read_processes() == {}
    assert next(clock) == 2 * 3 * 10**6, "three tries of two looks"


THEN = {7: ProcessCpu({7: 100, 8: 50}, ran=1000, ended=10, reaped=3)}


@pytest.mark.parametrize(
    ("now", "known"),
    [
        ({7: ProcessCpu({7: 300, 8: 50}, 5000, 10, 3)}, CpuTimes(200e-9, 4000e-9)),
        ({7: ProcessCpu({7: 100, 8: 50, 9: 70}, 1500, 10, 3)}, CpuTimes(70e-9, 500e-9)),
        ({7: ProcessCpu({7: 100, 8: 50}, 1000, 10, 3), 11: ProcessCpu({11: 30}, 60, 0, 0)}, CpuTimes(30e-9, 60e-9)),
        ({7: ProcessCpu({7: 100, 8: 50}, 1000, 9000, 3)}, CpuTimes(0.0, 0.0)),
        ({7: ProcessCpu({7: 100}, 1000, 10, 3)}, None),
        ({7: ProcessCpu({7: 100, 8: 50}, 90_000, 80_000, 3)}, None),
        ({7: ProcessCpu({7: 100, 8: 50}, 1000, 10, 4)}, None),
        ({11: ProcessCpu({11: 30}, 60, 0, 0)}, None),
        ({7: ProcessCpu({7: 100, 8: 50}, 1000, 10, 3), 11: ProcessCpu({11: 30}, 90_000, 80_000, 0)}, None),
        ({7: ProcessCpu({7: 100, 8: 50}, 1000, 10, 3), 11: ProcessCpu({11: 30}, 60, 0, 2)}, None),
        ({}, None),
    ],
    ids=[
        "waited and ran",
        "a thread was born",
        "a child was born",
        "a little more is no thread's end",
        "a thread has ended",
        "a thread was born and has ended",
        "a child was born and has ended",
        "the process has ended",
        "a child's thread was born and has ended",
        "a child's child was born and has ended",
        "nobody counts",
    ],
)
def test_an_account_is_known_if_nothing_has_ended(now, known):
    assert cpu_between(THEN, now, {}) == (known and CpuTimes(pytest.approx(known.waited), pytest.approx(known.ran)))


@needs_counts
def test_a_look_is_taken_again_where_a_thread_is_gone_meanwhile(monkeypatch):
    looked = []

    def schedstat(thread):
        looked.append(thread)
        return None if len(looked) == 1 else real(thread)

    real = cpu_account.schedstat
    monkeypatch.setattr(cpu_account, "schedstat", schedstat)
    assert read_processes() != {}
    assert len(looked) > 1


OWN = os.getpid()


@pytest.mark.parametrize(
    ("now", "exited", "known"),
    [
        ({OWN: ProcessCpu({7: 100}, 90_000, 80_010, 3)}, {8: SchedStat(75_000, 30)}, CpuTimes(30e-9, 89_000e-9)),
        ({OWN: ProcessCpu({7: 100, 8: 40}, 90_000, 10, 3)}, {8: SchedStat(75_000, 30)}, CpuTimes(40e-9, 89_000e-9)),
        ({OWN: ProcessCpu({7: 100}, 900_000, 800_010, 3)}, {8: SchedStat(75_000, 30)}, None),
        (
            {OWN: ProcessCpu({7: 100}, 900_000, 800_010, 3)},
            {8: SchedStat(75_000, 30), 9: SchedStat(75_000, 10)},
            CpuTimes(40e-9, 899_000e-9),
        ),
        ({OWN: ProcessCpu({}, 90_000, 80_010, 3)}, {8: SchedStat(75_000, 30)}, None),
        ({OWN: ProcessCpu({7: 100}, 90_000, 80_010, 4)}, {8: SchedStat(75_000, 30)}, None),
    ],
    ids=[
        "one has noted what it did",
        "it is joined but not yet gone",
        "another one has ended as well",
        "each runs on for a little",
        "one from before has ended",
        "a child has ended",
    ],
)
def test_what_a_thread_noted_at_its_end_counts(now, exited, known):
    then = {OWN: ProcessCpu({7: 100}, ran=1000, ended=10, reaped=3)}
    assert cpu_between(then, now, exited) == (known and CpuTimes(pytest.approx(known.waited), pytest.approx(known.ran)))


def test_only_threads_of_this_process_note_their_ends():
    then, now = {OWN + 1: ProcessCpu({7: 100}, 1000, 10, 3)}, {OWN + 1: ProcessCpu({7: 100}, 90_000, 80_010, 3)}
    assert cpu_between(then, now, {8: SchedStat(75_000, 30)}) is None
