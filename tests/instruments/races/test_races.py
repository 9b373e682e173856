"""What can happen, and what never does in so many tries."""

import asyncio
import contextlib
import json
import multiprocessing
import re
import sys
import threading
from math import inf, nan

import pytest
import workers
from processes_seen import FORKS_BESIDE_THREADS

from pytest_claims import ClaimError, Inconclusive, SlowToAdd, SlowToPickle, assert_never, assert_sometimes, each
from pytest_claims.instruments.races import races
from pytest_claims.instruments.seconds.run import Run, running

#: Forking beside the threads of a test runner is what users do too; newer Pythons warn of it.
pytestmark = FORKS_BESIDE_THREADS

BOTH = [assert_sometimes, assert_never]


def in_two_threads(work):
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def lost_updates(lock, one, rounds):
    total = 0

    def add():
        nonlocal total
        for _ in range(rounds):
            with lock:
                total += one

    in_two_threads(add)
    return 2 * rounds - total


def lost_items(rounds):
    found = []
    in_two_threads(lambda: [found.append(number) for number in range(rounds)])
    return 2 * rounds - len(found)


def made_twice(make, lock, rounds):
    cache, made = {}, []

    def look():
        for key in range(rounds):
            with lock:
                if key not in cache:
                    made.append(key)
                    cache[key] = make()

    in_two_threads(look)
    return len(made) - rounds


def never(rounds):
    return sum(0 for _ in range(rounds))


def once_in(often):
    """What happens in every so many tries."""
    tried = 0

    def happens(rounds):
        nonlocal tried
        before, tried = tried, tried + rounds
        return tried // often - before // often

    return happens


def noted(check, *args, **more):
    with running(Run(0.01)) as run, contextlib.suppress(AssertionError):
        check(*args, **more)
    return run


def test_what_is_seen_ends_the_look():
    calls = []

    def happens(rounds):
        calls.append(rounds)
        return rounds - 1

    assert_sometimes(happens)
    assert calls == [1, 2]


def test_what_was_seen_is_told_as_figures_and_in_words():
    run = noted(assert_sometimes, lambda rounds: int(rounds > 500), tries=40_000)
    assert run.figures["seen"] == 1
    tries = int(run.figures["tries"])
    assert 500 < tries <= 40_000
    assert run.notes["seen"] == f"1 in {tries:,}"
    assert re.fullmatch(r"about 1 in [\d,]+ \(95 %: 1 in [\d,]+ to 1 in [\d,]+\)", run.notes["how rare"])
    assert run.assertions == 1


def test_what_was_not_seen_is_told_with_the_number_of_tries():
    run = noted(assert_never, never, tries=300)
    assert run.figures == {"seen": 0, "tries": 300}
    assert run.notes == {"seen": "0 in 300", "how rare": "rarer than 1 in 100 (95 %)"}
    assert run.assertions == 1


def test_what_can_happen_and_was_not_seen_is_contradicted():
    with pytest.raises(AssertionError) as failed:
        assert_sometimes(never, tries=25_600)
    assert str(failed.value) == "not seen in 25,600 tries: rarer than 1 in 8,500 (95 %); predicted sometimes."


def test_what_never_happens_and_was_seen_is_contradicted():
    with pytest.raises(AssertionError) as failed:
        assert_never(once_in(1), tries=100)
    assert str(failed.value) == "seen once in 1 try: every time; predicted never."
    with pytest.raises(AssertionError) as failed:
        assert_never(lambda rounds: 5 * (rounds > 1), tries=100)
    assert str(failed.value) == "seen 5 times in 3 tries: about 1.7 times a try; predicted never."


@pytest.mark.parametrize("check", BOTH)
def test_an_assertion_counts_whether_it_passes_or_fails(check):
    assert noted(check, never, tries=1).assertions == noted(check, once_in(1), tries=1).assertions == 1


def test_without_a_number_of_tries_a_budget_is_used_up():
    few, many = (noted(assert_never, never, budget=budget).figures["tries"] for budget in (0.001, 0.3))
    assert many > 10 * few


@pytest.mark.parametrize("happens", [never, once_in(1)], ids=["never", "always"])
def test_threads_take_turns_quickly_meanwhile_and_as_before_afterwards(happens):
    seen = []

    def look(rounds):
        seen.append(sys.getswitchinterval())
        return happens(rounds)

    before = sys.getswitchinterval()
    noted(assert_never, look, tries=2)
    noted(assert_never, look, tries=2, switch_interval=0.25)
    assert {round(interval, 6) for interval in seen} == {1e-5, 0.25}
    assert sys.getswitchinterval() == before


def test_the_switch_interval_is_put_back_where_the_program_raises():
    before = sys.getswitchinterval()
    with pytest.raises(ZeroDivisionError):
        assert_never(lambda rounds: rounds / 0)
    assert sys.getswitchinterval() == before


@pytest.mark.skipif(sys.implementation.name != "pypy", reason="CPython's switches do not depend on a compiler")
def test_pypy_loses_updates_often_although_its_compiler_would_hide_that():
    loses = []
    for _ in range(5):
        run = noted(assert_sometimes, lost_updates, contextlib.nullcontext(), 1)
        loses.append(run.figures["seen"])
    assert all(loses)


def test_arguments_stand_before_the_rounds():
    asked = []
    assert_never(lambda *args: asked.append(args) or 0, "a", 2, tries=1)
    assert asked == [("a", 2, 1)]


def test_an_attempt_is_made_once_a_try():
    asked = []
    with pytest.raises(AssertionError, match=r"^not seen in 5 tries"):
        assert_sometimes(each(lambda *args: asked.append(args), "a"), "b", tries=5)
    assert asked == [("a", "b")] * 5
    assert each(lambda: "true")(3) == 3
    assert each(bool, 0)(3) == 0
    assert repr(each(bool)) == "each(<class 'bool'>)"


def test_threads_that_hold_an_update_open_lose_it():
    assert_sometimes(lost_updates, contextlib.nullcontext(), SlowToAdd(1))


def test_threads_that_hold_an_update_open_under_a_lock_never_lose_it():
    assert_never(lost_updates, threading.Lock(), SlowToAdd(1), budget=0.05)


def test_threads_never_lose_what_they_append():
    assert_never(lost_items, budget=0.05)


@pytest.mark.parametrize(("check", "lock"), [(assert_sometimes, contextlib.nullcontext()), (assert_never, threading.Lock())])
def test_checking_and_acting_later_needs_a_lock(check, lock):
    assert_sometimes(made_twice, lambda: 0 + SlowToAdd(1), contextlib.nullcontext())
    check(made_twice, lambda: 0 + SlowToAdd(1), lock, tries=100)


@pytest.mark.slow
@pytest.mark.parametrize("start_method", multiprocessing.get_all_start_methods())
def test_processes_lose_updates_of_a_value_without_its_lock(start_method):
    processes = multiprocessing.get_context(start_method)
    assert_sometimes(workers.lost_in_processes, processes, False, SlowToAdd(1), tries=1000)
    assert_never(workers.lost_in_processes, processes, True, SlowToAdd(1, nap=0), tries=50)


def test_a_queue_of_processes_is_empty_right_after_a_put():
    assert_sometimes(each(workers.is_empty_after_a_put), multiprocessing.get_context(), SlowToPickle("item"))


class Machine:
    """Made up: how long calls take, for how much of that they have a CPU, and whether somebody waits for one."""

    def __init__(self, monkeypatch, share, waits, priority=0):
        self.now = self.used = 0.0
        self.share = share
        monkeypatch.setattr(races, "perf_counter", lambda: self.now)
        monkeypatch.setattr(races, "cpu_seconds", lambda: self.used)
        monkeypatch.setattr(races, "read_pressure", lambda: None)
        monkeypatch.setattr(races.os, "getpriority", lambda which, who: priority, raising=False)
        monkeypatch.setattr(races, "longest_wait_since", lambda before, elapsed: waits * elapsed)

    def never(self, rounds):
        self.now += 0.01 * rounds
        self.used += self.share * 0.01 * rounds
        return 0


@pytest.mark.parametrize("check", BOTH)
def test_what_was_not_seen_for_want_of_a_cpu_tells_nothing(monkeypatch, check):
    machine = Machine(monkeypatch, share=0.005, waits=0.99)
    with pytest.raises(Inconclusive) as told:
        check(machine.never, budget=0.3)
    said = r"not seen in \d+ tries, but others kept the CPUs busy: in 1\.\d+ s this process had one for \d\.?\d* ms"
    assert re.fullmatch(said, str(told.value))


@pytest.mark.parametrize(
    ("share", "waits", "more"),
    [(0.005, 0.4, {}), (0.02, 0.99, {}), (0.005, 0.99, {"tries": 10})],
    ids=["asleep", "had a CPU now and then", "all the tries that were asked for"],
)
def test_what_sleeps_and_what_is_slow_was_tried(monkeypatch, share, waits, more):
    machine = Machine(monkeypatch, share, waits)
    # Inconclusive would make this test a skip.
    with contextlib.suppress(Inconclusive):
        assert_never(machine.never, **more)
        with pytest.raises(AssertionError):
            assert_sometimes(machine.never, **more)
        return
    pytest.fail("inconclusive")


@pytest.mark.parametrize(("priority", "waits", "told"), [(19, 0.6, True), (19, 0.4, False), (0, 0.6, False)])
def test_a_process_of_low_priority_sees_less_beside_others(monkeypatch, priority, waits, told):
    machine = Machine(monkeypatch, 0.2, waits, priority)
    refused = pytest.raises(Inconclusive, match=r"s, and its priority is low$") if told else contextlib.nullcontext()
    with refused:
        assert_never(machine.never)


def test_what_was_seen_counts_on_a_busy_machine_too(monkeypatch):
    machine = Machine(monkeypatch, share=0.0, waits=1.0)
    assert_sometimes(lambda rounds: 1 + machine.never(rounds))
    with pytest.raises(AssertionError):
        assert_never(lambda rounds: 1 + machine.never(rounds))


TAKES = (
    "give a function that takes a number of rounds as its last argument and returns how often it happened in them, or "
    "each(function) for one that tries once."
)


async def coroutine(rounds):
    return 0


@pytest.mark.parametrize("check", BOTH)
@pytest.mark.parametrize(
    ("args", "more", "message"),
    [
        ([3], {}, f"(3): {TAKES}"),
        ([coroutine], {}, f"(coroutine): it is a coroutine function; {TAKES} In it, call asyncio.run."),
        ([never, 2], {}, rf": never cannot be called with 2 arguments (too many positional arguments); {TAKES}"),
        ([never], {"budget": 0}, "(budget=0): write a finite number of seconds, more than 0."),
        ([never], {"budget": inf}, "(budget=inf): write a finite number of seconds, more than 0."),
        ([never], {"budget": "1"}, "(budget='1'): write a finite number of seconds, more than 0."),
        ([never], {"tries": 0}, "(tries=0): write a whole number, 1 or more."),
        ([never], {"tries": 2.5}, "(tries=2.5): write a whole number, 1 or more."),
        ([never], {"tries": True}, "(tries=True): write a whole number, 1 or more."),
        ([never], {"switch_interval": 0}, "(switch_interval=0): write a finite number of seconds, more than 0."),
        ([never], {"switch_interval": nan}, "(switch_interval=nan): write a finite number of seconds, more than 0."),
    ],
)
def test_arguments_that_make_no_sense_are_refused(check, args, more, message):
    with running(Run(0.01)) as run, pytest.raises(ClaimError) as refused:
        check(*args, **more)
    assert str(refused.value) == check.__name__ + message
    assert run.assertions == 0


@pytest.mark.parametrize("check", BOTH)
@pytest.mark.parametrize("said", [None, True, False, -1, 2.0, "1"])
def test_what_says_no_number_of_times_is_refused(check, said):
    with pytest.raises(ClaimError) as refused:
        check(lambda rounds: said)
    assert f" returned {said!r}; return how often it happened in these rounds, a whole number, 0 or more." in str(refused.value)
    assert str(refused.value).endswith("Where it returns whether it happened, write each(function).")


def test_an_attempt_that_nobody_awaits_is_refused():
    with pytest.raises(ClaimError, match=r"^each\(.*\): it returns a coroutine; give a function that runs it: asyncio\.run"):
        assert_never(each(lambda: coroutine(1)))
    assert_never(each(lambda: asyncio.run(coroutine(1))), tries=1)


@pytest.mark.parametrize("attempt", [None, 3, True])
def test_an_attempt_that_is_no_function_is_refused(attempt):
    with pytest.raises(ClaimError) as refused:
        each(attempt)
    assert str(refused.value) == f"each({attempt!r}): give a function that tries once and returns whether it happened."


THINGS = '''
"""Somebody's code under test."""
from contextlib import nullcontext
from threading import Lock, Thread


def lost(lock, one, rounds):
    total = 0

    def add():
        nonlocal total
        for _ in range(rounds):
            with lock:
                total += one

    threads = [Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 2 * rounds - total


def without_a_lock(one, rounds):
    return lost(nullcontext(), one, rounds)


def under_a_lock(one, rounds):
    return lost(Lock(), one, rounds)
'''
CLAIMS = """
import things
from pytest_claims import SlowToAdd, assert_never, assert_sometimes, claim, everywhere


@claim("counter.loses", says="Two threads that add to one number can lose updates.", source="a report",
       program=things.without_a_lock, contrast=things.under_a_lock)
def test_loses(program):
    assert_sometimes(program, SlowToAdd(1), budget=0.1)


@claim("counter.never", says="Under a lock no update is lost.", source="a report",
       program=things.under_a_lock, contrast=things.without_a_lock)
def test_never(program):
    assert_never(program, SlowToAdd(1), budget=0.1)


@claim("counter.myth", says="Because of the GIL no update is lost.", source="a blog", refuted_where=everywhere,
       truth="counter.loses", program=things.without_a_lock, contrast=things.under_a_lock)
def test_myth(program):
    assert_never(program, SlowToAdd(1), budget=0.1)


@claim("counter.wrong-never", says="Because of the GIL no update is lost.", source="a blog",
       program=things.without_a_lock, contrast=things.under_a_lock)
def test_wrong_never(program):
    assert_never(program, SlowToAdd(1), budget=0.1)


@claim("counter.wrong-sometimes", says="Under a lock updates can be lost.", source="a blog",
       program=things.under_a_lock, contrast=things.without_a_lock)
def test_wrong_sometimes(program):
    assert_sometimes(program, SlowToAdd(1), budget=0.1)


@claim("counter.same", says="Under a lock no update is lost.", source="a blog",
       program=things.under_a_lock, contrast=things.under_a_lock)
def test_same(program):
    assert_never(program, SlowToAdd(1), budget=0.1)
"""


@pytest.mark.slow
def test_claims_on_races_are_judged(pytester):
    pytester.makepyfile(things=THINGS, test_claims=CLAIMS)
    result = pytester.runpytest_subprocess("-n", "0", "--claims-json", "out.json", "-p", "no:cacheprovider")
    report = json.loads((pytester.path / "out.json").read_text())
    verdicts = {claim["id"].removeprefix("counter."): claim["verdict"] for claim in report["claims"]}
    assert verdicts == {
        "loses": "holds",
        "never": "holds",
        "myth": "refuted",
        "wrong-never": "refuted",
        "wrong-sometimes": "refuted",
        "same": "broken",
    }, result.stdout.str()
    line = r"{} +\d+ in \d+ \| 0 in \d+$"
    result.stdout.re_match_lines([line.format(r" +\S+\.loses +holds"), line.format(r" +\S+\.myth +refuted, as documented")])
    said = re.sub(r"\s+", " ", result.stdout.str())
    assert re.search(r"not seen in [\d,]+ tries: rarer than 1 in [\d,]+ \(95 %\); predicted sometimes", said)
    assert re.search(r"how rare +rarer than 1 in [\d,]+ \(95 %\)", said)
