"""What a run changes for the whole process is put back, and told."""

import gc
import io
import json
import locale
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from bdb import Bdb

import pytest

from pytest_claims.judge.isolation import process_state
from pytest_claims.judge.isolation.process_state import Setting, describe, process_state_put_back, settings


def changed(*_):
    """A hook, a handler, a trace function."""


def everything():
    return {setting.name: setting.read() for setting in settings()}


def at_most_one_cpu():
    os.sched_setaffinity(0, set(list(os.sched_getaffinity(0))[:1]))


def basic_logging():
    logging.root.handlers[:] = []
    logging.basicConfig(level=logging.DEBUG)


CHANGES = {
    "the thread switch interval": (lambda: sys.setswitchinterval(0.25), "250 ms, put back to 5 ms"),
    "the recursion limit": (lambda: sys.setrecursionlimit(54321), "54321, put back to "),
    "the stack size of new threads": (lambda: threading.stack_size(2**20), "1048576, put back to 0"),
    "sys.excepthook": (lambda: setattr(sys, "excepthook", changed), "test_process_state.changed, put back to "),
    "threading.excepthook": (lambda: setattr(threading, "excepthook", changed), "test_process_state.changed, put back to "),
    "sys.unraisablehook": (lambda: setattr(sys, "unraisablehook", changed), "test_process_state.changed, put back to "),
    "sys.stdout": (lambda: setattr(sys, "stdout", io.StringIO()), "a StringIO, put back to "),
    "the profile function": (lambda: sys.setprofile(changed), "test_process_state.changed, put back to "),
    "the profile function of new threads": (lambda: threading.setprofile(changed), "test_process_state.changed, put back to "),
    "the trace function of new threads": (lambda: threading.settrace(changed), "test_process_state.changed, put back to "),
    "the garbage collector": ((gc.disable if gc.isenabled() else gc.enable), "o"),
    "the environment": (lambda: os.environ.update(CLAIMED="a secret", PATH="/"), "CLAIMED, PATH, put back"),
    "the current directory": (lambda: os.chdir("/"), "/, put back to /"),
    "the umask": (lambda: os.umask(0o777 ^ os.umask(0)), ", put back to "),
    "the handlers of the root logger": (basic_logging, "a StreamHandler, put back to "),
    "the level of the root logger": (lambda: logging.root.setLevel(17), "17, put back to "),
    "the level that logging.disable set": (lambda: logging.disable(17), "17, put back to 0"),
    "logging.raiseExceptions": (lambda: setattr(logging, "raiseExceptions", False), "False, put back to True"),
    "the default start method": (lambda: multiprocessing.set_start_method("spawn", force=True), "spawn, put back to "),
    "signal handlers": (lambda: signal.signal(signal.SIGTERM, changed), "SIGTERM: test_process_state.changed, put back to "),
    "the signals that are blocked": (
        lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1]),
        "SIGUSR1, put back to none",
    ),
    "the CPUs to run on": (at_most_one_cpu, ", put back to 0, "),
}


@pytest.fixture(autouse=True)
def _put_back(tmp_path, monkeypatch):
    """Even where these tests fail."""
    monkeypatch.chdir(tmp_path)
    with process_state_put_back():
        yield


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_changed_is_put_back_and_told(name):
    change, words = CHANGES[name]
    before = everything()
    if name not in before:
        pytest.skip("not here")
    with process_state_put_back() as left:
        change()
        if everything()[name] == before[name]:
            pytest.skip("it cannot be changed here")
    assert everything() == before
    assert [said for said in left if said.startswith(f"{name}: ") and words in said], left
    assert "secret" not in str(left)


def test_what_is_not_changed_is_not_touched(monkeypatch):
    def never(value):
        raise AssertionError(value)

    found = [setting._replace(put_back=never) for setting in settings()]
    monkeypatch.setattr(process_state, "settings", lambda: found)
    with process_state_put_back() as left:
        multiprocessing.get_context("spawn").Event()
    assert left == []


def test_it_is_put_back_when_the_block_fails():
    limit = sys.getrecursionlimit()
    with pytest.raises(KeyError), process_state_put_back() as left:
        [sys.setrecursionlimit(54321), {}["missing"]]
    assert (sys.getrecursionlimit(), len(left)) == (limit, 1)


def test_what_cannot_be_put_back_is_told_and_the_rest_is_put_back(monkeypatch):
    def refuse(value):
        raise PermissionError("not yours")

    values = iter([3, 4, 1, 2])
    one, other = next_of(values, refuse), next_of(values, lambda value: put_back.append(value))
    put_back = []
    monkeypatch.setattr(process_state, "settings", lambda: [one, other])
    with process_state_put_back() as left:
        pass
    assert left[0] == "a number: 1, and it cannot be put back to 3 (PermissionError: not yours)"
    assert (left[1], put_back) == ("a number: 2, put back to 4", [4])


def next_of(values, put_back):
    return Setting("a number", lambda: next(values), put_back)


def test_a_directory_that_is_gone_cannot_be_put_back(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    with process_state_put_back() as left:
        os.chdir(tmp_path)
        gone.rmdir()
    (said,) = left
    assert "gone (FileNotFoundError: " in said


def test_the_use_of_the_default_start_method_is_no_change():
    multiprocessing.set_start_method(None, force=True)
    with process_state_put_back() as left:
        multiprocessing.Event()
        assert multiprocessing.get_start_method(allow_none=True) is not None
    assert (left, multiprocessing.get_start_method(allow_none=True)) == ([], None)
    multiprocessing.set_start_method(multiprocessing.get_all_start_methods()[0], force=True)
    with process_state_put_back() as left:
        multiprocessing.set_start_method(None, force=True)
    assert left == []


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone is not the environment's here")
def test_the_time_zone_goes_with_the_environment():
    zone = time.tzname
    with process_state_put_back():
        os.environ["TZ"] = "XYZ-7"
        time.tzset()
    assert time.tzname == zone


def test_a_locale_is_put_back():
    now = locale.setlocale(locale.LC_ALL)
    other = "C" if now != "C" else "C.UTF-8"
    with process_state_put_back() as left:
        try:
            locale.setlocale(locale.LC_ALL, other)
        except locale.Error:
            pytest.skip("there is one only")
    assert locale.setlocale(locale.LC_ALL) == now
    assert left == [f"the locale: {other}, put back to {now}"]


def test_a_debugger_that_comes_is_left_alone():
    debugger = Bdb()
    before = threading.gettrace()
    # Coverage has one of its own.
    threading.settrace(None)
    try:
        with process_state_put_back() as left:
            threading.settrace(debugger.trace_dispatch)
        assert (left, threading.gettrace()) == ([], debugger.trace_dispatch)
    finally:
        threading.settrace(before)


def test_in_another_thread_signal_handlers_are_left_alone():
    told, entered, may_leave = [], threading.Event(), threading.Event()

    def run():
        with process_state_put_back() as left:
            entered.set()
            may_leave.wait()
        told.append(left)

    thread = threading.Thread(target=run)
    thread.start()
    entered.wait()
    signal.signal(signal.SIGTERM, changed)
    may_leave.set()
    thread.join()
    assert (told, signal.getsignal(signal.SIGTERM)) == ([[]], changed)


def test_values_are_named_without_addresses():
    told = [describe(value) for value in (None, "C", changed, changed.__get__(3), [], {2, 1}, signal.SIG_DFL, 0.5, Bdb())]
    named = "test_process_state.changed"
    assert told == ["none", "C", named, named, "none", "1, 2", "SIG_DFL", "0.5", "a Bdb"]


PROGRAMS = """
import os, signal, sys


def careless(nap):
    before = os.environ.get("CARELESS"), sys.getswitchinterval(), signal.getsignal(signal.SIGUSR1)
    os.environ["CARELESS"] = "yes"
    sys.setswitchinterval(1)
    signal.signal(signal.SIGUSR1, careless)
    return before


def careful(nap):
    return None
"""
CLAIMS = """
import os, signal, sys
import programs
from pytest_claims import claim, seconds

FRESH = (None, sys.getswitchinterval(), signal.SIG_DFL)


@claim("state.fresh", says="Each run begins afresh.", source="s", program=programs.careless, contrast=programs.careful)
def test_each_run_begins_afresh(program):
    assert program(seconds(1)) == FRESH


@claim("state.false", says="It leaves none.", source="s", program=programs.careless, contrast=programs.careful)
def test_false(program):
    assert program(seconds(1)) is None


def test_what_comes_after():
    assert ("CARELESS" in os.environ, sys.getswitchinterval(), signal.getsignal(signal.SIGUSR1)) == (False, *FRESH[1:])
"""


@pytest.mark.slow
def test_runs_of_a_careless_program_do_not_meet(pytester):
    pytester.makepyfile(programs=PROGRAMS, test_claims=CLAIMS)
    result = pytester.runpytest_subprocess("-n", "0", "--claims-json", "out.json", "-p", "no:cacheprovider")
    report = json.loads((pytester.path / "out.json").read_text())
    fresh, false = sorted(report["claims"], key=lambda claim: claim["id"], reverse=True)
    assert (fresh["verdict"], false["verdict"]) in {("holds", "refuted"), ("holds", "inconclusive")}, result.stdout.str()
    runs = [run for example in fresh["cases"][0]["evidence"]["program"]["examples"] for run in example["runs"]]
    assert {tuple(run["left"]) for run in runs} == {
        (
            "the thread switch interval: 1 s, put back to 5 ms",
            "the environment: CARELESS, put back",
            "signal handlers: SIGUSR1: programs.careless, put back to SIG_DFL",
        )
    }
    contrast = fresh["cases"][0]["evidence"]["contrast"]["examples"][0]["runs"]
    assert [run for run in contrast if "left" in run] == []
    # Only who asks why a claim failed is told.
    told = "left behind   the environment: CARELESS, put back" in result.stdout.str()
    assert told == (false["verdict"] == "refuted")
    assert "1 passed" in result.stdout.str() or "2 passed" in result.stdout.str()
