"""Condition: who is woken, and what does the woken thread find?"""

from hypothesis import example, given

from claims.locks import conditions
from pytest_claims import assert_hangs, claim, worker_counts


@claim(
    "condition.notify-before-wait-is-lost",
    says="A notify() that comes while nobody waits is lost: a thread that waits afterwards is not woken.",
    source="the documentation of threading (https://docs.python.org/3/library/threading.html)",
    program=conditions.notify_before_wait,
    contrast=conditions.set_before_wait,
)
def test_a_notify_before_the_wait_is_lost(program):
    """A Condition remembers who waits and nothing else. An Event remembers that it was set."""
    assert_hangs(program)


@claim(
    "condition.woken-waiter-may-find-nothing",
    says="A thread that checked once with if, waited and was woken by notify_all() may find the item already taken; the check "
    "must be repeated in a loop.",
    source="a guide to notify_all()",
    program=conditions.check_once,
    contrast=conditions.check_in_a_loop,
)
@given(consumers=worker_counts())
@example(consumers=2)
def test_a_woken_thread_may_find_nothing(program, consumers):
    """All are woken, but only one at a time has the lock of the condition; what it takes is gone when the next has it."""
    assert sorted(program(consumers)) == ["an item"] + ["nothing"] * (consumers - 1)
