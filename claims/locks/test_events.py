"""Event: who hears of it, and what does it cost to wait for it?"""

from hypothesis import given

from claims.locks import events
from pytest_claims import claim, everywhere, platform, worker_counts


@claim(
    "event.short-pulse-misses-waiters",
    says="set() followed at once by clear() may be missed by threads that are waiting for the event.",
    source="an issue of a translation of a book on parallel programming",
    refuted_where=everywhere,
    truth="event.short-pulse-wakes-all-waiters",
    program=events.pulse_while_they_wait,
    contrast=events.pulse_before_they_wait,
)
@given(threads=worker_counts())
def test_waiters_miss_a_short_pulse(program, threads):
    """Who is in wait() is woken by set() and does not look at the flag again. Who is not there at that moment misses it."""
    assert program(threads) < threads


@claim(
    "event.short-pulse-wakes-all-waiters",
    says="Every thread that is in Event.wait() is told of a set(), even if clear() follows at once.",
    source="the correction of event.short-pulse-misses-waiters",
    program=events.pulse_while_they_wait,
    contrast=events.pulse_before_they_wait,
)
@given(threads=worker_counts())
def test_a_short_pulse_wakes_all_waiters(program, threads):
    """Each waits for a lock of its own, which set() opens. clear() takes back the flag, not what was opened."""
    assert program(threads) == threads


@claim(
    "event.timed-wait-polls",
    says="Event.wait() with a time-out wakes up again and again to look at the flag, so it costs CPU that a plain sleep "
    "does not.",
    source="an issue of a project on GitHub; true of Python 2",
    needs=platform == "linux",
    refuted_where=everywhere,
    truth="event.timed-wait-sleeps-through",
    program=events.wait_with_a_timeout,
    contrast=events.look_twenty_times,
)
def test_a_timed_wait_wakes_up_again_and_again(program):
    """Locks of Python 2 had no time-out, so its Event slept and looked in turn. Since Python 3.2 the system keeps the time."""
    assert program(nap=0.1) >= 20


@claim(
    "event.timed-wait-sleeps-through",
    says="Event.wait() with a time-out sleeps until the event is set or the time is over, as a plain sleep does.",
    source="the correction of event.timed-wait-polls",
    needs=platform == "linux",
    program=events.wait_with_a_timeout,
    contrast=events.look_twenty_times,
)
def test_a_timed_wait_sleeps_through(program):
    """The system puts the thread to sleep once, and counts that. Some more are what the thread waits for the GIL."""
    assert program(nap=0.1) <= 5
