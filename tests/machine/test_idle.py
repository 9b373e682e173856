"""Whether processes wait or compute."""

import os
import time
from pathlib import Path

import pytest

from pytest_claims.machine import idle
from pytest_claims.machine.idle import Activity, activity

pytestmark = pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="needs schedstat")
WAITS = "print('ready', flush=True); input()"
COMPUTES = "print('ready', flush=True)\nwhile True: pass"


def seen(*processes):
    """Two looks, until between them the system has counted something, or nothing for long."""
    before = activity(processes)
    until = time.monotonic() + 0.2
    while time.monotonic() < until:
        time.sleep(0.01)
    return before, activity(processes)


def test_a_process_that_waits_for_input_is_idle(started):
    process = started(WAITS)
    before, now = seen(process)
    while now.busy:  # it may not have come to its input yet
        before, now = seen(process)
    assert now.is_idle_since(before)


def test_a_process_that_computes_is_not_nor_are_several_of_which_one_does(started):
    waits, computes = started(WAITS), started(COMPUTES)
    for processes in ([computes], [waits, computes]):
        before, now = seen(*processes)
        assert now.busy
        assert not now.is_idle_since(before)


def test_what_wakes_now_and_then_is_idle_and_what_computes_a_tenth_of_the_time_is_not():
    before = Activity(10.0, 3.0, 1.0, False)
    assert Activity(12.0, 3.19, 1.5, False).is_idle_since(before)
    assert not Activity(12.0, 3.21, 1.5, False).is_idle_since(before)
    assert not Activity(12.0, 3.0, 1.0, True).is_idle_since(before)


def test_of_a_process_that_is_gone_nothing_is_known(monkeypatch, tmp_path):
    assert activity([]) is None
    assert activity([2**22 + 1]) is None
    monkeypatch.setattr(idle, "schedstat", lambda name: None)
    assert activity([os.getpid()]) is None
