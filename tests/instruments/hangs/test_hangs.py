"""assert_ends and assert_hangs: the sentences "this ends within n seconds" and "this waits for ever"."""

import json
import multiprocessing
import os
import queue
import signal
import threading
from contextlib import nullcontext
from math import inf, nan
from time import sleep

import endless
import pytest
from processes_seen import NEEDS_FORK

from pytest_claims import Broken, ClaimError, Inconclusive, assert_ends, assert_hangs
from pytest_claims.instruments.hangs import hangs
from pytest_claims.instruments.hangs.call import CallEnded, CallWaits
from pytest_claims.instruments.seconds.run import SUMMARY_NOTE, Run, running

pytestmark = NEEDS_FORK

#: Real seconds that a call is given which ends at once, on a machine however busy.
LONG = 50


def test_what_ends_gives_back_what_it_returned():
    assert assert_ends(lambda a, b: [a, b], 1, b=2, within=LONG) == [1, 2]


def test_a_coroutine_function_is_run():
    assert assert_ends(endless.double_soon, 21, within=LONG) == 42
    assert assert_ends(lambda: endless.double_soon(4), within=LONG) == 8


@pytest.mark.parametrize("start_method", multiprocessing.get_all_start_methods())
def test_every_start_method_makes_the_call(start_method):
    assert assert_ends(endless.double_soon, 21, within=LONG, start_method=start_method) == 42


def test_what_hangs_does_not_end_and_the_message_tells_where_it_waits():
    with pytest.raises(AssertionError) as contradicted:
        assert_ends(endless.take_a_lock_twice, within=0.01)
    first, second = str(contradicted.value).splitlines()
    assert first.startswith("take_a_lock_twice() has not ended after 0.")
    assert first.endswith("s; predicted: within 0.01 s. It waits here:")
    assert second.startswith("MainThread: take_a_lock_twice (endless.py, line ")
    assert second.endswith(": lock.acquire())")


@pytest.mark.parametrize("in_thread", [False, True])
@pytest.mark.parametrize("call", [endless.take_a_lock_twice, endless.wait_for_an_event])
def test_what_hangs_hangs(call, in_thread):
    assert_hangs(call, during=0.01, in_thread=in_thread)


def test_what_ends_does_not_hang():
    with pytest.raises(AssertionError) as contradicted:
        assert_hangs(int, during=LONG)
    assert str(contradicted.value).startswith("int() returned a")
    assert str(contradicted.value).endswith("; predicted: it waits for 50 s and longer.")


def test_what_ends_late_did_not_end_in_time(monkeypatch):
    # Watched for longer than is predicted, so that it is seen to end.
    monkeypatch.setattr(hangs, "longest_wait_since", lambda pressure, elapsed: 0.0)
    monkeypatch.setattr(hangs, "_observe", lambda calling, real: (CallEnded(False, 2.0, "", b"", ""), ""))
    with pytest.raises(AssertionError, match=r"^nap\(\) ended after 2 s; predicted: within 1 s\.$"):
        assert_ends(nap, 0.2, within=1)
    monkeypatch.setattr(hangs, "longest_wait_since", lambda pressure, elapsed: 1.5)
    with pytest.raises(Inconclusive, match="others may have kept the CPUs busy"):
        assert_ends(nap, 0.2, within=1)


def nap(nap):
    sleep(nap)


@pytest.mark.parametrize("call", [assert_ends, assert_hangs])
def test_where_others_kept_the_cpus_busy_nothing_is_certain(monkeypatch, call):
    monkeypatch.setattr(hangs, "_observe", lambda calling, real: (CallWaits(12.0, 11.5), ""))
    with pytest.raises(Inconclusive) as unsure:
        call(nap, 0.2, **{"within" if call is assert_ends else "during": 1})
    assert str(unsure.value) == "it has not ended after 12 s, but others kept the CPUs busy for up to 12 s"


def test_the_call_is_made_in_another_thread_if_asked_for():
    assert assert_ends(endless.thread_name, within=LONG) == "MainThread"
    assert assert_ends(endless.thread_name, within=LONG, in_thread=True) == "the call's thread"


def test_the_exit_hangs_where_the_call_ends():
    assert_ends(endless.leave_a_full_queue, 10_000_000, within=LONG)
    assert_hangs(endless.leave_a_full_queue, 10_000_000, during=0.05, and_exit=True)
    assert_ends(endless.leave_a_full_queue, 10, within=LONG, and_exit=True)


def test_an_exception_breaks_the_experiment():
    for check in (
        lambda **rest: assert_ends(endless.fail, within=LONG, **rest),
        lambda **rest: assert_hangs(endless.fail, **rest),
    ):
        with pytest.raises(Broken) as broken:
            check()
        assert str(broken.value).startswith("fail() raised ValueError: as told (endless.py, line ")
        with pytest.raises(Broken):
            check(raises=(KeyError, TypeError))


def test_an_exception_that_is_asked_for_is_an_end():
    error = assert_ends(endless.fail, within=LONG, raises=(KeyError, ValueError))
    assert (type(error), error.args) == (ValueError, ("as told",))
    with pytest.raises(AssertionError, match=r"^fail\(\) raised ValueError: as told \(endless.py, line \d+\) a"):
        assert_hangs(endless.fail, during=LONG, raises=ValueError)


def test_an_assertion_of_the_call_is_one_of_the_test():
    with pytest.raises(AssertionError, match=r"^it is not so$"):
        assert_ends(endless.contradict, within=LONG)


def test_a_result_that_cannot_travel_is_told():
    with pytest.raises(ClaimError) as refused:
        assert_ends(threading.Lock, within=LONG)
    assert "what it returned cannot travel from its process to this one (" in str(refused.value)
    assert "pickle" in str(refused.value)
    # That it ended is known all the same.
    with pytest.raises(AssertionError, match="returned"):
        assert_hangs(threading.Lock, during=LONG)
    with pytest.raises(ClaimError, match="what it raised cannot travel"):
        assert_ends(endless.fail_in_a_way_that_does_not_travel, within=LONG)


@pytest.mark.parametrize(
    ("leave", "told"), [(lambda: os._exit(3), "exit code 3"), (lambda: os.kill(os.getpid(), 9), "signal 9")]
)
def test_a_process_that_ends_before_its_call_breaks_the_experiment(leave, told):
    with pytest.raises(Broken) as broken:
        assert_hangs(leave)
    assert str(broken.value) == f"the process that made the call ended before the call did: {told}"


@pytest.mark.parametrize("amount", [-1, 0, nan, inf, True, "1", None], ids=repr)
def test_what_is_no_number_of_seconds_is_refused(amount):
    with pytest.raises(ClaimError) as refused:
        assert_ends(int, within=amount)
    assert str(refused.value) == f"assert_ends(within={amount!r}): write a finite number of seconds, more than 0."
    with pytest.raises(ClaimError, match=r"^assert_hangs\(during="):
        assert_hangs(int, during=amount)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"call": 3}, "assert_hangs(3): give the function itself, and its arguments after it: assert_hangs(f, 1, 2)."),
        ({"raises": 3}, "assert_hangs(raises=3): write a class of exceptions, or a tuple of them."),
        ({"raises": (KeyError, int)}, "write a class of exceptions, or a tuple of them."),
        ({"start_method": "Fork"}, "assert_hangs(start_method='Fork'): choose from "),
    ],
    ids=str,
)
def test_arguments_that_are_wrong_are_refused(arguments, told):
    with pytest.raises(ClaimError) as refused:
        assert_hangs(**{"call": int, **arguments})
    assert told in str(refused.value)


def test_a_local_function_cannot_be_called_under_spawn():
    with pytest.raises(ClaimError) as refused:
        assert_ends(lambda: None, within=1, start_method="spawn")
    assert "Call a function at the top of a module, or leave start_method= out" in str(refused.value)
    assert " at 0x" not in str(refused.value)


def test_in_a_claim_seconds_are_those_of_the_claim_and_what_was_seen_is_kept():
    run = Run(unit=0.01)
    with running(run):
        assert_hangs(endless.take_a_lock_twice, during=3)
    assert (run.scales, run.assertions, run.notes[SUMMARY_NOTE]) == (True, 1, "waits")
    assert run.notes["where it waited"].startswith("MainThread: take_a_lock_twice (endless.py, line ")
    run = Run(unit=1e6)
    with running(run):
        assert_ends(int, within=1)
    assert (run.scales, run.assertions, run.notes[SUMMARY_NOTE].partition(" ")[0]) == (True, 1, "ended")
    assert run.notes.keys() == {SUMMARY_NOTE}


@pytest.mark.parametrize("unit", [None, 0.01])
def test_a_call_is_watched_for_claim_seconds_in_a_claim_and_for_real_ones_outside(monkeypatch, unit):
    watched = []
    monkeypatch.setattr(hangs, "_observe", lambda calling, real: watched.append(real) or (CallWaits(real, 0.0), ""))
    with running(Run(unit)) if unit else nullcontext():
        assert_hangs(int, during=3)
    assert watched == [3 * unit if unit else 3]


@pytest.mark.parametrize(("elapsed", "told"), [(0.0001, "at once"), (0.2, "after 20 s"), (0.0345, "after 3.5 s")])
def test_when_it_ended_is_told_in_claim_seconds(elapsed, told):
    with running(Run(unit=0.01)):
        assert hangs._when(CallEnded(False, elapsed, "", b"", "")) == told


PROGRAMS = """
import asyncio, queue, threading, time

def starts_slowly():
    time.sleep(0.2)

def at_once():
    pass

def lock_twice():
    lock = threading.Lock()
    with lock, lock:
        pass

def lock_twice_reentrant():
    lock = threading.RLock()
    with lock, lock:
        pass

async def event_never_set():
    await asyncio.Event().wait()

async def event_set():
    event = asyncio.Event()
    event.set()
    await event.wait()

def get(nap):
    queue.Queue().get()

def get_or_give_up(nap):
    queue.Queue().get(timeout=nap)

def two(nap):
    time.sleep(2 * nap)

def eight(nap):
    time.sleep(8 * nap)
"""
CLAIMS = """
import programs
import queue
from pytest_claims import assert_ends, assert_hangs, claim, everywhere, seconds

def say(id, program, contrast, **more):
    return claim(id, says="So it is.", source="a report", program=program, contrast=contrast, **more)

@say("lock.twice", programs.lock_twice, programs.lock_twice_reentrant)
def test_right_lock(program):
    assert_hangs(program)

@say("lock.reentrant", programs.lock_twice_reentrant, programs.lock_twice)
def test_right_reentrant(program):
    assert_ends(program, within=5)

@say("event.never-set", programs.event_never_set, programs.event_set)
def test_right_event(program):
    assert_hangs(program, in_thread=True)

@say("queue.get", programs.get, programs.get_or_give_up)
def test_right_get(program):
    assert_hangs(program, seconds(1), during=5, raises=queue.Empty)

@say("nap.within", programs.two, programs.eight)
def test_right_within(program):
    assert_ends(program, seconds(1), within=5)

@say("nap.too-long", programs.eight, programs.two)
def test_wrong_within(program):
    assert_ends(program, seconds(1), within=5)

@say("start.slow", programs.starts_slowly, programs.at_once)
def test_wrong_slow(program):
    assert_hangs(program, during=10)

@say("nap.never-ends", programs.two, programs.get, refuted_where=everywhere)
def test_right_refuted(program):
    assert_hangs(program, seconds(1), during=20)
"""


@pytest.mark.slow
def test_claims_come_out_as_their_names_say(pytester):
    pytester.makepyfile(programs=PROGRAMS, test_hangs=CLAIMS)
    result = pytester.runpytest_subprocess("-n", "0", "--claims-json", "out.json", "-p", "no:cacheprovider")
    report = json.loads((pytester.path / "out.json").read_text())
    judged = {claim["id"]: claim for claim in report["claims"]}
    verdicts = {name: claim["verdict"] for name, claim in judged.items()}
    wanted = dict.fromkeys(["lock.twice", "lock.reentrant", "event.never-set", "queue.get", "nap.within"], "holds")
    wanted |= dict.fromkeys(["nap.too-long", "start.slow", "nap.never-ends"], "refuted")
    # A machine may be too busy to tell, but what it tells is right.
    assert {name: verdict for name, verdict in verdicts.items() if verdict not in (wanted[name], "inconclusive")} == {}, (
        result.stdout.str()
    )
    assert verdicts["lock.twice"] == "holds", result.stdout.str()
    program = judged["lock.twice"]["cases"][0]["evidence"]["program"]["examples"][0]
    assert program["notes"]["seen"] == "waits"
    assert "with lock, lock:" in program["notes"]["where it waited"]


def test_a_queue_that_gives_up_is_no_hang():
    with pytest.raises(AssertionError, match="raised Empty"):
        assert_hangs(lambda: queue.Queue().get(timeout=0.001), during=LONG, raises=queue.Empty)


def test_signals_do_in_the_call_what_they_do_by_default(monkeypatch):
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: None)
        handled = assert_ends(endless.how_signals_are_handled, within=LONG)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert handled == [signal.default_int_handler, signal.SIG_DFL, signal.SIG_DFL, signal.SIG_IGN]
