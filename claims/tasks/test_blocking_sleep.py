"""time.sleep between the awaits of two tasks: what does it hold up, and what does it not?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.tasks import programs
from pytest_claims import assert_duration, claim, seconds


@claim(
    "task.blocking-sleep-four-seconds",
    says="Tasks of 1 s and 2 s, with a time.sleep(3) between the await of the first and the await of the second, take 4 s.",
    source="notes 4",
    program=programs.tasks_around_a_blocking_sleep,
    contrast=programs.awaits_around_a_blocking_sleep,
)
@given(numbers=st.sampled_from([(1, 2, 2), (2, 2, 3), (2, 4, 4)]))
@example(numbers=(1, 3, 2))
def test_a_blocking_sleep_between_two_tasks_takes_four_seconds(program, numbers):
    """Why 4? Both tasks begin at the first await, so their alarms are set to 1 s and 2 s. At 1 s the main coroutine goes on and
    blocks the loop until 4 s. That stops the loop but not the clock: at 4 s the second task is long due, and ends at once.
    """
    first, blocking, second = numbers
    rivals = {
        "one after another": first + blocking + second,
        "all three side by side": max(numbers),
        "the second sleep stands still while the loop is blocked": blocking + second,
    }
    with assert_duration(approx=first + blocking, rivals=rivals):
        program(seconds(first), seconds(blocking), seconds(second))


@claim(
    "task.output-order",
    says="With the time.sleep(3) before it, the main coroutine's oo comes between the tasks' hello (1 s) and world (2 s).",
    source="notes 4",
    program=programs.saying_oo_after_a_blocking_sleep,
    contrast=programs.saying_oo_after_an_awaited_sleep,
)
@given(pause=st.integers(3, 5))
@example(pause=3)
def test_the_words_come_in_the_order_hello_oo_world(program, pause):
    """World is due at 2 s, but the loop is blocked until 4 s, and who blocks it says oo before awaiting anything again."""
    said = []
    program(seconds(1), seconds(pause), seconds(2), say=said.append)
    assert said == ["hello", "oo", "world"]
