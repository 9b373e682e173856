"""Lock: who may go on, and who waits?"""

from time import sleep

from hypothesis import example, given

from claims.locks import programs
from pytest_claims import Timeline, assert_serial, claim, naps, require, seconds


@claim(
    "lock.excludes",
    says="What is guarded by a lock is used by one thread at a time.",
    source="notes 2.1",
    program=programs.use_under_a_lock,
    contrast=programs.use_without_a_lock,
)
@given(naps=naps())
@example(naps=[3, 3])
def test_one_thread_at_a_time_uses_what_is_locked(program, naps):
    """The lock lets one thread pass and puts the others to sleep. It guards nothing from those who do not ask it."""
    with Timeline() as spans:
        program([seconds(nap) for nap in naps], use=spans.watch(sleep))
    require(len(spans.spans) == len(naps), "a thread did not use it")
    assert_serial(spans)


@claim(
    "lock.waiter-gets-it-on-release",
    says="While thread A has the lock thread B must wait; B gets it once A releases it.",
    source="notes 2.1",
    program=programs.one_lock_for_both,
    contrast=programs.a_lock_for_each,
)
def test_b_gets_the_lock_when_a_releases_it(program):
    """B's acquire returns only once the lock is free. Both must ask the same lock: one that each makes is always free."""
    assert program(nap=seconds(5)) == ["A has it", "A releases it", "B has it"]
