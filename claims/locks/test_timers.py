"""Timer: how often does it fire, and who waits for it?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.locks import timers
from pytest_claims import claim, everywhere, fresh_interpreter, require, seconds


@claim(
    "timer.fires-once",
    says="A threading.Timer calls its function once; it does not repeat at every interval.",
    source="the documentation of threading (https://docs.python.org/3/library/threading.html)",
    program=timers.a_timer,
    contrast=timers.a_timer_that_goes_on,
)
@given(calls=st.integers(2, 5))
@example(calls=3)
def test_a_timer_fires_once(program, calls):
    """It is a thread that waits once, calls the function and ends. One that repeats needs a run() of its own, with a loop."""
    assert program(calls) == 1


@claim(
    "timer.thread-is-a-daemon",
    says="A Timer runs in a daemon thread, so a program that ends before the interval is over does not wait for it.",
    source="a knowledge base",
    refuted_where=everywhere,
    truth="timer.is-waited-for-at-exit",
    program=timers.started_by_the_main_thread,
    contrast=timers.started_by_a_daemon_thread,
)
def test_nobody_waits_for_a_timer(program):
    """A Timer is a thread like any other: it is a daemon if the thread that made it is one, and the main thread is none."""
    assert "the timer fires" not in what_is_heard_from(program)


@claim(
    "timer.is-waited-for-at-exit",
    says="A program does not exit before its timers have fired, except for those that a daemon thread has made.",
    source="the correction of timer.thread-is-a-daemon",
    program=timers.started_by_the_main_thread,
    contrast=timers.started_by_a_daemon_thread,
)
def test_a_timer_is_waited_for(program):
    """At exit the main thread joins all threads that are no daemons. A timer is let go by cancel(), or as a daemon."""
    assert "the timer fires" in what_is_heard_from(program)


def what_is_heard_from(program):
    ended = fresh_interpreter(program, seconds(10))
    heard = ended.stdout.splitlines()
    require(ended.returncode == 0 and "the main thread ends" in heard, f"the program failed: {ended.stderr}")
    return heard
