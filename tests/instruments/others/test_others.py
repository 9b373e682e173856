"""Whether others run while a block runs: made-up silences first, then real ones, then claims."""

import asyncio
import json
import sys
import threading
from contextlib import asynccontextmanager, suppress
from math import inf, nan
from time import sleep

import pytest

from pytest_claims import Broken, ClaimError, Inconclusive, assert_others_run, assert_others_wait
from pytest_claims.instruments.others import others as others_module
from pytest_claims.instruments.others.heartbeat import Silence
from pytest_claims.instruments.seconds.run import Run, running
from pytest_claims.model.environment import gil_enabled


@pytest.fixture
def silent(monkeypatch):
    """Makes up the longest silence, for how much of it the beating thread waited for a CPU, what others did, and the block."""

    def made_up(longest, waited=0.0, *, took=10.0, others=0.0, stolen=0.0):
        class MadeUp:
            def __init__(self, late, *, in_block_thread):
                self.longest = self.longest_certain = Silence(longest, waited)
                self.thread = 0

            def start(self):
                pass

            def beat(self):
                return False

            def begin_block(self):
                return 100.0

            def end_block(self):
                return 100.0 + took

        monkeypatch.setattr(others_module, "Heartbeat", MadeUp)
        monkeypatch.setattr(others_module, "wait_of_other_threads", lambda before, exited, but: others)
        monkeypatch.setattr(others_module, "stolen_seconds", iter([7.0, 7.0 + stolen]).__next__)
        monkeypatch.setattr(others_module.sys, "getswitchinterval", lambda: 0.005)

    return made_up


def verdict(assertion):
    try:
        with assertion:
            pass
    except (AssertionError, Inconclusive) as error:
        return type(error).__name__
    return "passes"


@pytest.mark.parametrize(
    ("longest", "waited", "run", "wait"),
    [
        (0.5, 0.0, "passes", "AssertionError"),
        # The GIL is handed on after 5 ms, and a beat comes each millisecond.
        (1.007, 0.0, "passes", "passes"),
        (1.01, 0.0, "AssertionError", "passes"),
        (0.9995, 0.0, "passes", "passes"),
        (0.998, 0.0, "passes", "AssertionError"),
        (3.0, 1.5, "AssertionError", "passes"),
        (3.0, 2.5, "Inconclusive", "Inconclusive"),
        (0.5, 0.5, "passes", "AssertionError"),
    ],
)
def test_the_longest_silence_is_compared_with_the_seconds(silent, longest, waited, run, wait):
    silent(longest, waited)
    assert verdict(assert_others_run(at_most=1)) == run
    silent(longest, waited)
    assert verdict(assert_others_wait(at_least=1)) == wait


@pytest.mark.parametrize("change", [{"others": 2.5}, {"stolen": 2.5}, {"others": 1.5, "stolen": 1.0}])
def test_what_other_threads_waited_and_what_was_stolen_is_not_sure(silent, change):
    silent(3.0, **change)
    assert verdict(assert_others_run(at_most=1)) == "Inconclusive"
    silent(3.0, **change)
    assert verdict(assert_others_wait(at_least=1)) == "Inconclusive"


@pytest.mark.parametrize(
    ("longest", "change", "run", "wait"),
    [
        (0.6, {}, "AssertionError", "passes"),
        (0.4, {}, "passes", "AssertionError"),
        # With a CPU for itself it would have taken 0.2 s.
        (0.95, {"others": 0.8}, "AssertionError", "passes"),
        (0.85, {"others": 0.8}, "Inconclusive", "Inconclusive"),
        (0.05, {"others": 0.8}, "passes", "AssertionError"),
        (0.9, {"others": 4.0}, "Inconclusive", "Inconclusive"),
        (0.01, {"others": 4.0}, "passes", "AssertionError"),
    ],
)
def test_without_seconds_it_is_compared_with_half_of_the_block(silent, longest, change, run, wait):
    silent(longest, took=1.0, **change)
    assert verdict(assert_others_run()) == run
    silent(longest, took=1.0, **change)
    assert verdict(assert_others_wait()) == wait


@pytest.mark.parametrize(
    ("assertion", "longest", "waited", "message"),
    [
        (
            lambda: assert_others_run(at_most=1),
            2.5,
            0.0,
            "other threads were kept waiting, and silent for at most 2.5 s of 10 s; predicted at most 1 s.",
        ),
        (
            lambda: assert_others_wait(at_least=3),
            2.5,
            0.0,
            "other threads ran on, and were silent for at most 2.5 s of 10 s; predicted at least 3 s.",
        ),
        (
            lambda: assert_others_wait(),
            2.5,
            0.0,
            "other threads ran on, and were silent for at most 2.5 s of 10 s; predicted at least half of it.",
        ),
        (
            lambda: assert_others_run(at_most=1),
            2.5,
            2.0,
            "other threads were kept waiting, and silent for at most 2.5 s of 10 s; predicted at most 1 s. "
            "For up to 2 s of it they may have waited for a CPU",
        ),
    ],
)
def test_the_message_says_what_was_predicted_and_seen(silent, assertion, longest, waited, message):
    silent(longest, waited)
    with pytest.raises((AssertionError, Inconclusive)) as failed, assertion():
        pass
    assert str(failed.value) == message


@pytest.mark.parametrize("longest", [0.15, 0.05])
def test_in_a_claim_the_seconds_are_claim_seconds(silent, longest):
    silent(longest, took=0.2)
    run = Run(0.05)
    with running(run):
        said = verdict(assert_others_wait(at_least=2))
    assert said == ("passes" if longest > 0.1 else "AssertionError")
    assert (run.scales, run.assertions) == (True, 1)
    assert run.figures == {"longest_silence": pytest.approx(longest / 0.05)}
    assert run.notes == {"seen": f"silent for {longest / 0.05:.2g} s"}


def test_in_a_claim_without_seconds_they_are_real_ones(silent):
    silent(0.15, took=0.2)
    run = Run(0.05)
    with running(run):
        assert verdict(assert_others_wait()) == "passes"
    assert (run.scales, run.figures, run.notes) == (False, {"longest_silence": 0.15}, {"seen": "silent for 0.15 of 0.2 s"})


def test_a_test_that_takes_claim_seconds_has_to_say_how_many(silent):
    silent(0.15, took=0.2)
    run = Run(0.05)
    run.scales = True
    with running(run), pytest.raises(ClaimError) as refused, assert_others_run():
        pass
    assert str(refused.value) == (
        "assert_others_run: the test takes claim seconds, so say how many: at_most=, in claim seconds."
    )


def test_a_block_that_is_too_short_is_broken(silent):
    silent(0.01, took=0.0499)
    with pytest.raises(Broken) as broken, assert_others_wait():
        pass
    assert str(broken.value) == "assert_others_wait: the block took 49.9 ms, too short to tell; make it take 50 ms or more"


def test_an_exception_in_the_block_passes_through_unjudged(silent):
    silent(5.0)
    with running(Run(0.05)) as run, pytest.raises(KeyError), assert_others_run(at_most=1):
        raise KeyError
    assert (run.assertions, run.notes) == (0, {})


@pytest.mark.parametrize("seconds", [-1, True, nan, inf, "1"], ids=repr)
def test_what_is_no_number_of_seconds_is_refused(seconds):
    with pytest.raises(ClaimError) as refused:
        assert_others_run(at_most=seconds)
    assert str(refused.value) == (
        f"assert_others_run(at_most={seconds!r}): write a finite number of seconds that is not negative."
    )
    with pytest.raises(ClaimError, match="assert_others_wait"):
        assert_others_wait(at_least=seconds)


def test_to_wait_for_at_least_nothing_is_refused():
    with pytest.raises(ClaimError, match=r"assert_others_wait\(at_least=0\): everybody is silent for 0 s"):
        assert_others_wait(at_least=0)


def test_in_another_loop_than_those_of_asyncio_and_trio_it_is_refused():
    async def inside():
        async with assert_others_run():
            pass

    async def inside_with():
        with assert_others_run():
            pass

    with pytest.raises(ClaimError, match="assert_others_run: async with needs the event loop of asyncio or of trio"):
        inside().send(None)
    with pytest.raises(ClaimError, match="assert_others_run: with watches other threads, but this is in a coroutine"):
        inside_with().send(None)


async def in_a_loop(assertion, block):
    async with assertion:
        await block()


async def blocks():
    sleep(0.2)


class Asyncio:
    """A call in the event loop of asyncio, and what goes on in another thread meanwhile."""

    def run(self, function, *args):
        return asyncio.run(function(*args))

    async def awaits(self):
        await asyncio.to_thread(sleep, 0.2)

    @asynccontextmanager
    async def cancelling(self):
        with suppress(asyncio.CancelledError):
            yield asyncio.current_task().cancel

    async def tasks(self):
        await asyncio.sleep(0.01)
        return len(asyncio.all_tasks())


class Trio:
    """The same in that of trio."""

    def run(self, function, *args):
        return pytest.importorskip("trio").run(function, *args)

    async def awaits(self):
        await sys.modules["trio"].to_thread.run_sync(sleep, 0.2)

    @asynccontextmanager
    async def cancelling(self):
        with sys.modules["trio"].CancelScope() as scope:
            yield scope.cancel

    async def tasks(self):
        await sys.modules["trio"].sleep(0.01)
        return sys.modules["trio"].lowlevel.current_statistics().tasks_living


@pytest.fixture(params=[Asyncio, Trio])
def loop(request):
    return request.param()


def decided(check):
    """Skip where others of the machine decide."""
    try:
        check()
    except Inconclusive as error:
        pytest.skip(str(error))


def test_a_sleep_in_a_coroutine_blocks_the_loop_and_nothing_else(loop):
    decided(lambda: loop.run(in_a_loop, assert_others_wait(at_least=0.2), blocks))
    decided(lambda: loop.run(in_a_loop, assert_others_run(at_most=0.15), loop.awaits))

    def another_thread():
        with assert_others_run(at_most=0.15):
            loop.run(blocks)

    decided(another_thread)
    with pytest.raises(AssertionError, match=r"other tasks were kept waiting, and silent for at most 0\.[2-9]"):
        decided(lambda: loop.run(in_a_loop, assert_others_run(at_most=0.01), blocks))


@pytest.mark.parametrize("make", [assert_others_run, assert_others_wait])
def test_in_a_coroutine_with_is_refused_since_a_pass_would_say_nothing_of_its_event_loop(make, loop):
    async def main():
        with make():
            await blocks()

    with pytest.raises(ClaimError, match=rf"^{make.__name__}: with watches other threads, but .*: write async with, to watch"):
        loop.run(main)


def test_an_exception_in_a_coroutine_passes_through_and_the_beats_end(loop):
    async def main():
        before = await loop.tasks()
        with pytest.raises(KeyError):
            await in_a_loop(assert_others_run(at_most=1), fails)
        return await loop.tasks() - before

    async def fails():
        raise KeyError

    assert loop.run(main) == 0


def test_where_it_is_cancelled_before_the_block_or_in_it_the_beats_end(loop):
    async def main():
        before = await loop.tasks()
        async with loop.cancelling() as cancel:
            cancel()
            async with assert_others_run(at_most=60):
                pytest.fail("it had been cancelled")
        async with loop.cancelling() as cancel, assert_others_run(at_most=60):
            cancel()
            await loop.awaits()
        return await loop.tasks() - before

    assert loop.run(main) == 0


def test_the_beating_thread_ends_with_the_block():
    def while_open():
        with assert_others_run(at_most=60) as others:
            return others, threading.active_count()

    before = threading.active_count()
    others, inside = while_open()
    assert (inside, threading.active_count()) == (before + 1, before)
    assert others.longest_silence >= 0


@pytest.mark.slow
def test_a_call_that_holds_the_gil_keeps_others_waiting_and_one_that_does_not_lets_them_run():
    numbers = range(20_000_000)

    def holds():
        with assert_others_wait():
            sum(numbers)

    def lets_go():
        with assert_others_run():
            sleep(0.1)

    decided(lets_go)
    if sys.implementation.name != "cpython" or not gil_enabled():
        pytest.skip("sum is bytecode, or there is no GIL")
    decided(holds)


CLAIMS = """
import asyncio
import time

from pytest_claims import assert_others_run, assert_others_wait, claim, seconds


def block(nap):
    async def main(others):
        async with others:
            time.sleep(nap)
    return main


def hand_over(nap):
    async def main(others):
        async with others:
            await asyncio.to_thread(time.sleep, nap)
    return main


def say(id, says, program, contrast):
    return claim(id, says=says, source="a report", program=program, contrast=contrast)


@say("loop.blocks", "time.sleep(3) in a coroutine blocks the loop for 3 s.", block, hand_over)
def test_right(program):
    asyncio.run(program(seconds(3))(assert_others_wait(at_least=3)))


@say("loop.runs", "A sleep in a thread lets the loop run.", hand_over, block)
def test_right_too(program):
    asyncio.run(program(seconds(10))(assert_others_run(at_most=2)))


@say("loop.false", "time.sleep(10) in a coroutine lets other tasks run.", block, hand_over)
def test_wrong(program):
    asyncio.run(program(seconds(10))(assert_others_run(at_most=2)))


@say("gil.sleep", "time.sleep keeps other threads waiting.", lambda nap: time.sleep(nap), lambda nap: None)
def test_wrong_too(program):
    with assert_others_wait(at_least=3):
        program(seconds(3))
"""


@pytest.mark.slow
def test_claims_on_who_waits_are_judged(pytester):
    pytester.makepyfile(CLAIMS)
    result = pytester.runpytest_subprocess("-n", "0", "--claims-json", "out.json", "-p", "no:cacheprovider")
    report = json.loads((pytester.path / "out.json").read_text())
    verdicts = {claim["id"]: claim["verdict"] for claim in report["claims"]}
    for id, verdict in {"loop.blocks": "holds", "loop.runs": "holds", "loop.false": "refuted", "gil.sleep": "refuted"}.items():
        assert verdicts[id] in (verdict, "inconclusive"), result.stdout.str()
