"""Thread.join: what does whoever waits get to know about the thread?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.threads import results
from pytest_claims import claim, everywhere, require, seconds


@claim(
    "thread.join-returns-none",
    says="The value that a thread's target returns is dropped: join() gives None.",
    source="a blog",
    program=results.join_a_thread,
    contrast=results.ask_a_future_for_its_result,
)
@given(value=st.integers() | st.text() | st.lists(st.integers()))
@example(value=42)
def test_join_returns_none(program, value):
    """run() calls the target and keeps nothing of what it returns. A Future is what keeps a result."""
    calls = []

    def target():
        calls.append("called")
        return value

    returned = program(target)
    require(calls == ["called"], "the target was not called")
    assert returned is None


@claim(
    "thread.join-hides-the-error",
    says="join() returns normally when the thread died of an exception: whoever waits does not get to see the error.",
    source="a page on threading.excepthook",
    program=results.join_a_thread,
    contrast=results.ask_a_future_for_its_result,
)
@given(error=st.sampled_from([ValueError, LookupError, KeyboardInterrupt, SystemExit]))
@example(error=ValueError)
def test_join_hides_the_error(program, error):
    """The exception ends in the thread, which hands it to threading.excepthook. join waits for an end, of whichever kind."""
    raised, seen = [], None

    def target():
        raised.append(error)
        raise error("in the thread")

    try:
        program(target)
    except error as caught:
        seen = caught
    require(raised == [error], "the target was not called")
    assert seen is None


@claim(
    "thread.join-timeout-stops-thread",
    says="join(timeout) is a safeguard against a thread that runs too long: when the time is over the thread is stopped.",
    source="an issue of a tool that relied on it",
    refuted_where=everywhere,
    truth="thread.join-timeout-ends-the-wait",
    program=results.join_with_a_time_out,
    contrast=results.join_with_a_time_out_and_ask_to_stop,
)
@given(limit=st.integers(1, 4))
def test_the_time_out_of_join_stops_the_thread(program, limit):
    """Python has no way to stop a thread from outside. The thread has to look, now and then, whether it was asked to."""
    _, state = program(seconds(limit))
    assert state == "stopped"


@claim(
    "thread.join-timeout-ends-the-wait",
    says="When the time-out of join() is over it returns None as ever, and the thread runs on; only is_alive() tells.",
    source="the correction of thread.join-timeout-stops-thread",
    program=results.join_with_a_time_out,
    contrast=results.join_with_a_time_out_and_ask_to_stop,
)
@given(limit=st.integers(1, 4))
def test_the_time_out_of_join_ends_the_wait(program, limit):
    """The time limits how long join waits, and nothing else."""
    returned, state = program(seconds(limit))
    require(returned is None, "join returned something")
    assert state == "runs on"
