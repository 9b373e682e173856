"""Silences between made-up beats, and between real ones."""

import os
import threading
import time

import pytest

from pytest_claims.instruments.others import heartbeat
from pytest_claims.instruments.others.heartbeat import Beat, Heartbeat, thread_schedstats, wait_of_other_threads
from pytest_claims.machine.procfs import SchedStat

MS = 1_000_000


@pytest.fixture
def longest_of(monkeypatch):
    """Makes up beats and the block, and finds the longest silence, and what of it is sure."""

    def found(*moments, block=(0.0, 100.0), **arguments):
        made = Heartbeat(**arguments)
        made._block, made._until = block
        monkeypatch.setattr(made, "_now", iter(moments).__next__)
        made.start()
        for _ in moments[1:]:
            made.beat()
        return made.longest.length, made.longest_certain.certain

    return found


def at(moment, waited=0, slices=1, cpu=0.0):
    """A beat; waited in milliseconds."""
    return Beat(moment, None if waited is None else waited * MS, slices, cpu)


def test_the_longest_silence_counts(longest_of):
    assert longest_of(at(1), at(1.5), at(4.5), at(5)) == (3, 3)


def test_what_the_beating_thread_waited_for_a_cpu_is_not_sure(longest_of):
    assert longest_of(at(0), at(3, 2500, 2), at(4, 2500, 3)) == (3, 1)


def test_what_it_waited_between_two_tries_is_sure(longest_of):
    # It got a CPU ten times in that silence, and never could beat: two of ten waits of 0.2 s are doubtful, twice each.
    assert longest_of(at(0), at(3, 2000, 11)) == (3, pytest.approx(3 - 4 * 0.2))


def test_in_an_event_loop_all_waits_are_the_blocks(longest_of):
    assert longest_of(at(0), at(3, 2000, 11), in_block_thread=True) == (3, pytest.approx(1))


@pytest.mark.parametrize(
    ("cpu", "late", "certain"),
    [(0.0, 0.0, 3.0), (0.0, 0.1, 2.8), (2.9, 0.1, 2.9), (0.0, 5.0, 0.0), (3.0, 5.0, 3.0), (7.0, 5.0, 3.0)],
)
def test_where_nobody_counts_what_the_process_computed_is_sure_and_what_no_late_wake_up_explains(
    longest_of, cpu, late, certain
):
    assert longest_of(at(0, None), at(3, None, cpu=cpu), late=late) == (3, pytest.approx(certain))


@pytest.mark.parametrize(("block", "length"), [((1, 100), 2), ((0, 2), 2), ((1, 2), 1), ((4, 5), 0)])
def test_a_silence_counts_as_far_as_it_lies_in_the_block(longest_of, block, length):
    assert longest_of(at(0), at(3), block=block)[0] == length


def test_a_thread_beats_until_the_block_has_ended():
    made, begun, beats = Heartbeat(), threading.Event(), threading.Semaphore(0)

    def beat():
        made.start()
        begun.set()
        while made.beat():
            beats.release()
            time.sleep(0.001)

    thread = threading.Thread(target=beat)
    thread.start()
    begun.wait()
    began = made.begin_block()
    # Those before the block do not count.
    while beats.acquire(blocking=False):
        pass
    for _ in range(3):
        beats.acquire()
    took = made.end_block() - began
    thread.join()
    assert made.thread not in (0, threading.get_native_id())
    # On a busy machine all of a silence may be time that the thread waited for a CPU.
    assert 0 < made.longest.length <= took
    assert made.longest_certain.certain <= made.longest.length


def test_the_file_that_a_thread_reads_is_closed():
    made = Heartbeat()
    before = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else None
    made.start()
    made.begin_block()
    made.end_block()
    assert made.beat() is False
    assert before is None or len(os.listdir("/proc/self/fd")) == before


def test_where_the_system_does_not_count_beats_know_no_waits(monkeypatch):
    def missing(*_):
        raise FileNotFoundError

    monkeypatch.setattr(heartbeat.os, "open", missing)
    made = Heartbeat()
    made.start()
    assert (made._last.waited, made._last.slices) == (None, 0)


def test_others_are_all_threads_but_one_and_those_that_have_ended(monkeypatch):
    monkeypatch.setattr(
        heartbeat, "thread_schedstats", lambda: {1: SchedStat(0, 5 * MS), 2: SchedStat(0, 70 * MS), 3: SchedStat(0, 900 * MS)}
    )
    before = {1: SchedStat(0, 1 * MS), 2: SchedStat(0, 10 * MS)}
    exited = {4: SchedStat(0, 2000 * MS), 3: SchedStat(0, 800 * MS)}
    assert wait_of_other_threads(before, exited, but=2) == pytest.approx(0.004 + 0.9 + 2)


def test_the_threads_of_this_process_are_found():
    found = thread_schedstats()
    assert not found or threading.get_native_id() in found


def test_where_nobody_counts_no_threads_are_found(monkeypatch):
    def missing(_):
        raise FileNotFoundError

    monkeypatch.setattr(heartbeat.os, "listdir", missing)
    assert thread_schedstats() == {}
    assert wait_of_other_threads({}, {}, but=0) == 0
