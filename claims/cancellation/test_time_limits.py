"""wait_for and timeout(): what happens when the time is up?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.cancellation import time_limits
from pytest_claims import assert_duration, claim, everywhere, python, require, seconds


@claim(
    "timeout.wait-for-returns-on-time",
    says="wait_for comes back when its timeout is over, whatever the task that it waits for does.",
    source="a frequent misunderstanding named in a blog; true until Python 3.6 (https://github.com/python/cpython/pull/7216)",
    refuted_where=everywhere,
    truth="timeout.wait-for-awaits-the-clean-up",
    program=time_limits.cleaning_up_after_the_limit,
    contrast=time_limits.nothing_to_clean_up,
)
@given(limit=st.integers(2, 4), clean_up=st.integers(4, 6))
@example(limit=2, clean_up=4)
def test_wait_for_returns_on_time(program, limit, clean_up):
    """It cancels the task and then waits until the task has ended, whatever its finally blocks do until then."""
    with assert_duration(approx=limit, rivals={"after the clean-up": limit + clean_up}):
        outcome = program(seconds(limit), seconds(clean_up))
        require(outcome == "TimeoutError", "it was in time")


@claim(
    "timeout.wait-for-awaits-the-clean-up",
    says="When its timeout is over, wait_for cancels the task and comes back once the task has cleaned up.",
    source="the correction of timeout.wait-for-returns-on-time",
    program=time_limits.cleaning_up_after_the_limit,
    contrast=time_limits.nothing_to_clean_up,
)
@given(limit=st.integers(2, 4), clean_up=st.integers(4, 6))
@example(limit=2, clean_up=4)
def test_wait_for_comes_back_after_the_clean_up(program, limit, clean_up):
    """So a limit on a task is only as good as the task's own clean-up; one that must not wait uses asyncio.wait instead."""
    with assert_duration(approx=limit + clean_up, rivals={"on time": limit}):
        outcome = program(seconds(limit), seconds(clean_up))
        require(outcome == "TimeoutError", "it was in time")


@claim(
    "timeout.late-means-timeouterror",
    says="If the coroutine has not finished when the time is up, wait_for and timeout() raise TimeoutError.",
    source="https://github.com/python/cpython/issues/111379",
    refuted_where=everywhere,
    truth="timeout.swallowed-cancel-is-no-error",
    program=time_limits.cancellation_is_swallowed,
    contrast=time_limits.cancellation_passes,
)
def test_late_is_always_an_error(program):
    """The time-out is a cancellation first: it becomes TimeoutError only if CancelledError comes out of the coroutine."""
    assert program(seconds(1)) == ["TimeoutError", "TimeoutError"]


@claim(
    "timeout.swallowed-cancel-is-no-error",
    says="A coroutine that catches the CancelledError of a time-out and returns has finished: its result comes back.",
    source="the correction of timeout.late-means-timeouterror",
    program=time_limits.cancellation_is_swallowed,
    contrast=time_limits.cancellation_passes,
)
def test_who_swallows_the_cancellation_was_in_time(program):
    """Nobody looks at the clock again after the cancellation."""
    assert program(seconds(1)) == ["a result", "a result"]


@claim(
    "timeout.own-timeouterror-class",
    says="wait_for raises asyncio.TimeoutError, another class than the built-in TimeoutError: a plain `except TimeoutError` "
    "misses it.",
    source="https://github.com/python/cpython/issues/106068",
    refuted_where=python >= "3.11",
    truth="timeout.asyncio-raises-the-builtin",
    program=time_limits.caught_from_wait_for,
    contrast=time_limits.caught_from_a_pool,
)
def test_wait_for_has_a_class_of_its_own(program):
    """It had until 3.10. Since 3.11 asyncio.TimeoutError is another name of the built-in class."""
    assert program(seconds(1)) != "except TimeoutError"


@claim(
    "timeout.asyncio-raises-the-builtin",
    says="Since Python 3.11 a time-out of asyncio is caught by a plain `except TimeoutError`.",
    source="the correction of timeout.own-timeouterror-class",
    program=time_limits.caught_from_wait_for,
    contrast=time_limits.caught_from_a_pool,
)
def test_wait_for_raises_the_builtin(program):
    """asyncio.TimeoutError and concurrent.futures.TimeoutError have become names of the built-in class."""
    assert program(seconds(1)) == "except TimeoutError"


@claim(
    "timeout.one-timeouterror-for-all",
    says="Since 3.11 every time-out of the standard library can be caught as the built-in TimeoutError.",
    source="https://github.com/python/cpython/issues/86579",
    refuted_where=everywhere,
    truth="timeout.get-raises-after-timeout",
    program=time_limits.caught_from_a_pool,
    contrast=time_limits.caught_from_a_future,
)
def test_one_class_for_all(program):
    """The change left multiprocessing out: get() of a pool raises multiprocessing.TimeoutError, which is no TimeoutError. Nor
    are queue.Empty and subprocess.TimeoutExpired.
    """
    assert program(seconds(1)) == "except TimeoutError"


@claim(
    "timeout.applies-to-blocking-code",
    says="A blocking call inside wait_for or timeout() that takes longer than the limit ends in TimeoutError, though only when "
    "the call has come back.",
    source="a blog",
    refuted_where=everywhere,
    truth="timeout.needs-an-await",
    program=time_limits.blocking_to_the_end,
    contrast=time_limits.blocking_before_an_await,
)
@given(length=st.integers(3, 6))
def test_a_blocking_call_is_limited(program, length):
    """While the call blocks, the loop stands still, so nobody sees that the time is up; and then the coroutine has ended."""
    assert program(seconds(1), seconds(length)) == ["TimeoutError", "TimeoutError"]


@claim(
    "timeout.needs-an-await",
    says="A coroutine that blocks past its limit and then returns without waiting in an await gets no TimeoutError.",
    source="the correction of timeout.applies-to-blocking-code",
    program=time_limits.blocking_to_the_end,
    contrast=time_limits.blocking_before_an_await,
)
@given(length=st.integers(3, 6))
def test_a_limit_needs_an_await(program, length):
    """A cancellation reaches a coroutine where it waits. `await asyncio.sleep(0)` is not enough: the loop sees in its next turn
    that the time is up, and cancels in the one after.
    """
    assert program(seconds(1), seconds(length)) == ["a result", "a result"]
