"""What work did together, from made-up steps, and from real ones."""

import os
import subprocess
import sys
from threading import Thread

import pytest

from pytest_claims.instruments.cpu.simultaneous import Simultaneity, SpinCall, StepLog, simultaneity
from pytest_claims.instruments.cpu.spin import Spin


def call(lane, start, end, on=(), ran=None, waited=0.0):
    """A call in process 1 as thread `lane`, or in the process and the thread that `lane` names."""
    lane = lane if isinstance(lane, tuple) else (1, lane)
    return SpinCall(lane, start, end, sum(stop - begin for begin, stop in on) if ran is None else ran, waited, on)


def turns(lane, start, end, first, length, every):
    """A call that was on a CPU for `length` from `first` on, again and again."""
    on, begin = [], first
    while begin + length <= end:
        on.append((begin, begin + length))
        begin += every
    return call(lane, start, end, on)


def test_of_no_calls_nothing_is_known():
    assert simultaneity([]) == Simultaneity()
    assert not any([Simultaneity().at_once, Simultaneity().ready, Simultaneity().in_turn])


def test_two_on_a_cpu_at_once_are_seen_and_compared_with_chance():
    found = simultaneity([call(1, 0, 8, [(0, 4)]), call(2, 0, 8, [(3, 7)])])
    assert (found.both, found.chance, found.shared, found.longest) == (1, 2, 1, 4)
    assert found.at_once
    assert not found.in_turn


def test_three_at_once_count_once():
    assert simultaneity([call(lane, 0, 2, [(0, 1)]) for lane in range(3)]).both == 1


def test_one_thread_is_never_beside_itself():
    found = simultaneity([call(1, 0, 1, [(0, 1)]), call(1, 1, 2, [(1, 2)])])
    assert (found.both, found.chance, found.shared, found.longest) == (0, 0, 0, 2)
    assert not any([found.at_once, found.in_turn])


def test_steps_that_only_touch_are_not_at_once():
    assert simultaneity([call(1, 0, 2, [(0, 1)]), call(2, 0, 2, [(1, 2)])]).both == 0


def test_threads_that_take_turns_and_sleep_meanwhile_are_in_turn():
    found = simultaneity([turns(1, 0, 1, 0, 0.005, 0.01), turns(2, 0, 1, 0.005, 0.005, 0.01)])
    assert (found.both, found.asleep) == pytest.approx((0, 0.5), abs=0.01)
    assert found.in_turn
    assert not found.at_once


def test_two_that_never_met_are_not_in_turn_if_all_that_they_waited_for_was_a_cpu():
    # The system gave both the same CPU.
    calls = [turns(lane, 0, 1, lane * 0.005, 0.005, 0.01) for lane in (0, 1)]
    calls = [call(one.lane, one.start, one.end, one.on, one.ran, waited=1 - one.ran) for one in calls]
    assert simultaneity(calls).asleep == pytest.approx(0)
    assert not simultaneity(calls).in_turn


def test_two_that_had_little_chance_to_meet_are_not_in_turn():
    calls = [call(1, 0, 1, [(0, 0.02)]), call(2, 0, 1, [(0.5, 0.52)])]
    assert simultaneity(calls).chance == pytest.approx(0.0004)
    assert not simultaneity(calls).in_turn


def test_a_moment_at_once_in_a_long_time_is_not_side_by_side():
    # One begins as the other ends.
    found = simultaneity([call(1, 0, 1, [(0, 1)]), call(2, 0.95, 2, [(0.95, 2)])])
    assert found.both == found.chance == pytest.approx(0.05)
    assert not found.at_once
    assert not found.in_turn


def test_a_moment_at_once_by_far_less_than_by_chance_tells_nothing():
    found = simultaneity([call(1, 0, 1, [(0, 0.5)]), call(2, 0, 1, [(0.45, 0.95)])])
    assert (found.both, found.chance) == (pytest.approx(0.05), pytest.approx(0.25))
    assert not any([found.at_once, found.in_turn])


@pytest.mark.parametrize(
    ("lanes", "waited", "ready"),
    [
        ([(1, 1), (2, 1)], 0.5, True),
        ([(1, 1), (2, 1)], 0.4, False),
        ([(1, 1), (2, 1)], None, False),
        ([(1, 1), (1, 2)], 0.5, False),
        ([(1, 1), (2, 1), (2, 2)], 0.5, False),
        ([(1, 1)], 0.5, False),
    ],
)
def test_processes_that_waited_for_nothing_but_a_cpu_are_ready(lanes, waited, ready):
    calls = [call(lane, 0, 1, [(0, 0.5)] if lane[1] == 1 and lane[0] == 1 else [(0.5, 1)], 0.5, waited) for lane in lanes]
    assert simultaneity(calls).ready is ready


def test_processes_that_compute_one_after_another_are_not_side_by_side():
    found = simultaneity([call((1, 1), 0, 1, [(0, 1)]), call((2, 1), 1, 2, [(1, 2)]), call((1, 1), 2, 3, [(2, 3)])])
    assert (found.shared, found.asleep) == (0, 0)
    assert not any([found.ready, found.at_once, found.in_turn])


def test_where_nobody_counts_nobody_is_known_to_sleep():
    calls = [turns(1, 0, 1, 0, 0.005, 0.01), turns(2, 0, 1, 0.005, 0.005, 0.01)]
    found = simultaneity([*calls, call(3, 0, 1, [(0, 1)], waited=None)])
    assert found.asleep is None
    assert not found.in_turn


def test_notes_are_read_as_they_are_written():
    notes = StepLog()
    begin = notes.begin()
    with open(notes.path, "a") as file:
        file.write("[7, 9, 1000000000, 3000000, [1000000, 4000000, 1000000], [1000000, 1000000, 990000]]\n[7, 9, 1000")
    assert notes.end(begin) == [
        SpinCall((7, 9), 1.0, 1.006, 0.00299, 0.003, [(1.0, 1.001), (pytest.approx(1.00501), pytest.approx(1.00599))])
    ]
    assert not os.path.exists(notes.path)


def test_where_nobody_counts_waits_the_notes_say_so():
    notes = StepLog()
    begin = notes.begin()
    with open(notes.path, "a") as file:
        file.write("[7, 9, 0, -1, [1000000], [1000000]]\n")
    assert [call.waited for call in notes.end(begin)] == [None]


def test_blocks_inside_each_other_have_the_notes_that_fall_into_them():
    notes = StepLog()
    work = Spin(10, notes.path, 5)
    outer = notes.begin()
    work()
    inner = notes.begin()
    work()
    assert (len(notes.end(inner)), os.path.exists(notes.path)) == (1, True)
    work()
    assert (len(notes.end(outer)), os.path.exists(notes.path)) == (3, False)


def test_threads_and_children_note_what_they_did():
    notes = StepLog()
    work = Spin(200_000, notes.path, 2_000)
    begin = notes.begin()
    thread = Thread(target=work)
    thread.start()
    program = f"from pytest_claims.instruments.cpu.spin import Spin; Spin(200_000, {notes.path!r}, 2_000)()"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    thread.join()
    calls = notes.end(begin)
    assert len({one.lane for one in calls}) == len({one.lane[0] for one in calls}) == 2
    for one in calls:
        assert 0 <= one.start < one.end
        assert 0 < one.ran < one.end - one.start + 0.001
        assert one.waited is None or one.waited >= 0
        assert all(one.start <= start < end <= one.end for start, end in one.on)
