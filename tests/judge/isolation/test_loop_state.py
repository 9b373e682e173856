"""The event loop and the policy of asyncio: read without making either, and put back."""

import asyncio
import subprocess
import sys
import warnings

import pytest

from pytest_claims.judge.isolation import loop_state
from pytest_claims.judge.isolation.loop_state import LoopState

pytestmark = pytest.mark.skipif(
    not hasattr(asyncio.events, "_event_loop_policy"), reason="this asyncio has neither policies nor a loop that is not running"
)


@pytest.fixture(autouse=True)
def _as_at_the_start():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = loop_state.read()
        asyncio.set_event_loop_policy(None)
        yield
        loop_state.put_back(before)


def test_reading_makes_nothing_and_loads_nothing():
    program = (
        "import sys; from pytest_claims.judge.isolation import loop_state; print(loop_state.read(), 'asyncio' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "LoopState(policy=None, loop=None, was_set=False) False\n"
    assert loop_state.read() == LoopState()
    assert loop_state.read().policy is None


def test_the_use_of_asyncio_is_undone_without_a_word():
    before = loop_state.read()
    asyncio.run(asyncio.sleep(0))
    after = loop_state.read()
    assert loop_state.said(after, before) == ""
    loop_state.put_back(before)
    assert loop_state.read() == before


def test_where_there_was_a_policy_it_forgets_what_was_set():
    """Up to 3.13 `asyncio.get_event_loop` makes a loop until one was set, be it none: a second run would not find that."""
    asyncio.get_event_loop_policy()
    before = loop_state.read()
    asyncio.run(asyncio.sleep(0))
    loop_state.put_back(before)
    assert loop_state.read() == before


@pytest.mark.parametrize(("close", "words"), [(False, "a loop that is not closed"), (True, "a closed loop")])
def test_a_loop_that_was_left_is_told_and_no_longer_the_current_one(close, words):
    asyncio.get_event_loop_policy()
    before = loop_state.read()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    if close:
        loop.close()
    assert loop_state.said(loop_state.read(), before) == f"{words} as that of this thread, put back"
    loop_state.put_back(before)
    assert loop_state.read() == before
    loop.close()


def test_a_loop_that_was_taken_away_is_the_current_one_again():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    before = loop_state.read()
    asyncio.run(asyncio.sleep(0))
    assert loop_state.said(loop_state.read(), before) == "none in this thread, put back"
    loop_state.put_back(before)
    assert loop_state.read().loop is loop
    asyncio.set_event_loop(None)
    loop.close()


def test_a_policy_of_the_programs_own_is_told_and_taken_back():
    class Own(asyncio.DefaultEventLoopPolicy):
        pass

    before = loop_state.read()
    asyncio.set_event_loop_policy(Own())
    assert loop_state.said(loop_state.read(), before) == "a policy that is a Own, put back"
    loop_state.put_back(before)
    assert loop_state.read().policy is None


def test_a_policy_that_was_taken_away_is_told():
    class Own(asyncio.DefaultEventLoopPolicy):
        pass

    asyncio.set_event_loop_policy(Own())
    before = loop_state.read()
    asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())
    assert loop_state.said(loop_state.read(), before).startswith("a policy that is a ")
    loop_state.put_back(before)
    assert type(loop_state.read().policy) is Own
