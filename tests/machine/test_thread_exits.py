"""What a thread did stands in the notes once it has been joined."""

import _thread
import itertools
import os
import subprocess
import sys
import threading
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import process_time_ns

import pytest
import workers

from pytest_claims import assert_duration
from pytest_claims.instruments.seconds.run import Run, running
from pytest_claims.machine import cpu_account, noise, thread_exits
from pytest_claims.machine.noise import Noise
from pytest_claims.machine.thread_exits import ThreadExits, wait_for_exiting_threads

pytestmark = [
    pytest.mark.machine,
    pytest.mark.skipif(not Path("/proc/thread-self/schedstat").exists(), reason="needs Linux's counts"),
    pytest.mark.skipif(sys.implementation.name != "cpython", reason="objects end with their last reference in CPython only"),
    pytest.mark.skipif(threading.getprofile() is not None, reason="somebody else profiles the threads"),
]


@pytest.fixture
def exits():
    exits = ThreadExits()
    exits.start()
    yield exits
    exits.stop()
    assert threading.getprofile() is None


def run_in_a_thread(target, *args):
    thread = Thread(target=target, args=args)
    thread.start()
    thread.join(workers.GIVE_UP)
    return thread.native_id


def test_each_thread_that_was_joined_has_noted_what_it_ran(exits):
    for _ in range(20):
        thread = run_in_a_thread(workers.spin, 0.003)
        assert 0.003e9 <= exits.exited[thread].ran < 0.1e9
    assert len(exits.exited) == 20


def test_waiting_for_the_one_cpu_there_is_is_noted(exits):
    """Two processes pinned to one CPU and both computing: for a third of the time or more, either waits."""
    allowed = os.sched_getaffinity(0)
    code = f"import os; os.sched_setaffinity(0, {{{min(allowed)}}}); print(flush=True)\nwhile True: pass"

    def compete():
        os.sched_setaffinity(0, {min(allowed)})
        workers.spin(0.1)

    hog = subprocess.Popen([sys.executable, "-S", "-c", code], stdout=subprocess.PIPE)
    try:
        hog.stdout.readline()
        thread = run_in_a_thread(compete)
    finally:
        hog.kill()
        hog.communicate()
    assert exits.exited[thread].waited > 0.03e9


def test_a_thread_that_fails_notes_its_end_too(exits, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", lambda *_: None)
    assert run_in_a_thread(lambda: 1 / 0) in exits.exited


def test_a_thread_that_outlives_the_block_notes_nothing(exits):
    end, begun = Event(), Event()
    thread = Thread(target=lambda: (begun.set(), end.wait(workers.GIVE_UP)))
    thread.start()
    assert begun.wait(workers.GIVE_UP)
    exits.stop()
    assert exits.exited == {}
    end.set()
    thread.join(workers.GIVE_UP)


def test_nobody_notes_the_end_of_another():
    """Whoever drops the notes clears the storage of the threads that still live."""
    end, begun = Event(), Event()
    thread = Thread(target=lambda: (begun.set(), end.wait(workers.GIVE_UP)))

    def drop_the_notes_too_early():
        exits = ThreadExits()
        exits.start()
        thread.start()
        begun.wait(workers.GIVE_UP)
        exits.stop()
        return exits.exited

    exited = drop_the_notes_too_early()
    end.set()
    thread.join(workers.GIVE_UP)
    assert begun.is_set()
    assert exited == {}


def test_what_was_run_last_is_noted_too(exits):
    """The system brings a thread's account up to the moment only now and then, or when it is asked."""
    exited = []
    for _ in range(20):
        before = process_time_ns()
        thread = run_in_a_thread(sum, range(50_000))
        exited.append(exits.exited[thread].ran / (process_time_ns() - before))
    assert median(exited) > 0.5


def test_a_thread_that_begins_afterwards_notes_nothing(exits):
    exits.stop()
    run_in_a_thread(workers.double, 1)
    assert exits.exited == {}


def test_threads_are_not_profiled_after_their_first_moment(exits):
    profilers = []
    run_in_a_thread(lambda: profilers.append(sys.getprofile()))
    assert profilers == [None]


def test_whoever_profiles_threads_is_left_alone():
    def profiler(*_):
        pass

    exits = ThreadExits()
    threading.setprofile(profiler)
    try:
        exits.start()
        run_in_a_thread(workers.double, 1)
        exits.stop()
        assert threading.getprofile() is profiler
    finally:
        threading.setprofile(None)
    assert exits.exited == {}


def test_who_comes_second_leaves_the_notes_to_the_first(exits):
    second = ThreadExits()
    second.start()
    thread = run_in_a_thread(workers.double, 1)
    second.stop()
    assert (list(exits.exited), second.exited) == ([thread], {})


def test_a_thread_that_threading_does_not_start_notes_nothing(exits):
    done = Event()
    _thread.start_new_thread(done.set, ())
    assert done.wait(workers.GIVE_UP)
    assert exits.exited == {}


def test_where_nobody_counts_threads_are_left_alone(monkeypatch):
    monkeypatch.setattr(cpu_account, "schedstat", lambda thread: None)
    with running(Run(0.005)), assert_duration(approx=10):
        assert threading.getprofile() is None
    monkeypatch.undo()
    # One look in a few finds a thread on its way out, and knows nothing.
    hooks = []
    for _ in range(20):
        with running(Run(0.005)), assert_duration(approx=10):
            hooks.append(threading.getprofile())
    assert any(hooks)


def test_a_duration_whose_threads_have_ended_is_known_by_their_notes(monkeypatch):
    """The machine tells of 100 s of waits in each block. None of its ten threads can have waited that long."""
    pressure = itertools.count(step=100.0)
    monkeypatch.setattr(noise, "counted", lambda: Noise(next(pressure), 0.0, 0.0, 0.0))
    wait_bound = []
    for _ in range(20):
        with running(Run(0.005)) as run, assert_duration(approx=10):
            threads = [Thread(target=workers.double, args=(1,)) for _ in range(10)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(workers.GIVE_UP)
        wait_bound.append(run.measurements[0].wait_bound)
        # For the system they end a little later, and whoever looks at the machine next must not see them on their way.
        while any(Path(f"/proc/self/task/{thread.native_id}").exists() for thread in threads):
            pass
    assert threading.getprofile() is None
    known = [one for one in wait_bound if one < 1]
    assert len(known) > 10


@pytest.mark.slow
def test_threads_of_one_block_do_not_hide_what_the_next_one_did():
    """Of blocks that follow each other at once, one in ten was known while nobody waited for their threads to be gone."""
    known = 0
    for _ in range(100):
        watch = noise.Watch()
        run_in_a_thread(workers.spin, 0.001)
        watch.stop()
        known += cpu_account.cpu_between(watch._before.processes, noise.snapshot().processes, watch._exits.exited) is not None
    assert known > 50


def test_a_thread_that_does_not_go_is_waited_for_once(monkeypatch):
    monkeypatch.setattr(thread_exits, "PATIENCE", 0.01)
    thread_exits._exiting.add(threading.get_native_id())
    wait_for_exiting_threads()
    assert thread_exits._exiting == set()


def test_threads_that_are_gone_are_not_waited_for(exits, monkeypatch):
    monkeypatch.setattr(thread_exits, "PATIENCE", workers.GIVE_UP)
    for _ in range(3):
        run_in_a_thread(workers.spin, 0.001)
    assert len(thread_exits._exiting) >= 3
    before = threading.active_count()
    wait_for_exiting_threads()
    assert (thread_exits._exiting, threading.active_count()) == (set(), before)
