"""One await after another: do their times add up?"""

from hypothesis import assume, example, given
from hypothesis import strategies as st

from claims.coroutines import programs
from pytest_claims import assert_duration, claim, naps, seconds


@claim(
    "await.is-sequential",
    says="What follows an await runs only when the awaited coroutine is done: two awaits in a row take the sum of their times.",
    source="notes 4",
    program=programs.awaiting_each,
    contrast=programs.gathering,
)
@given(naps=naps())
@example(naps=[1, 2])
def test_awaiting_one_after_another_takes_the_sum(program, naps):
    """A coroutine does not begin before it is awaited, and await gives the next line its turn when the result is there."""
    assume(max(naps) < 0.7 * sum(naps))
    with assert_duration(approx=sum(naps), rivals={"side by side": max(naps)}):
        program([seconds(nap) for nap in naps])


@claim(
    "await.blocking-sleep-adds-up",
    says="Awaiting a sleep of 1 s, then time.sleep(3), then awaiting a sleep of 2 s takes 6 s.",
    source="notes 4",
    program=programs.awaits_around_a_blocking_sleep,
    contrast=programs.tasks_around_a_blocking_sleep,
)
@given(first=st.integers(1, 2), blocking=st.integers(2, 4), second=st.integers(2, 3))
@example(first=1, blocking=3, second=2)
def test_awaits_and_a_blocking_sleep_add_up(program, first, blocking, second):
    """The second sleep is not even created before the first two are over, so there is nothing that could overlap."""
    overlapping = max(first + blocking, second)
    with assert_duration(approx=first + blocking + second, rivals={"the second sleep overlaps": overlapping}):
        program(seconds(first), seconds(blocking), seconds(second))
