"""Who gets a lock next: the thread that waits for it, or the one that asks again at once?"""

from claims.locks import fairness
from pytest_claims import assert_sometimes, claim, each, python, seconds


@claim(
    "lock.releaser-can-take-it-again",
    says="Locks are not fair: a thread that releases a lock and asks for it again at once can get it ahead of one that has "
    "been waiting.",
    source="an issue of a project on GitHub",
    program=fairness.asking_again_at_once,
    contrast=fairness.asking_again_when_the_other_had_it,
)
def test_who_releases_it_can_take_it_again(program):
    """release() wakes the waiting thread, but until that runs the lock is free for whoever asks. Up to Python 3.13 this is so
    however long the other has waited, since Python 3.14 only if that was less than a millisecond.
    """

    def passed_over():
        return program() == ["the releasing one", "the waiting one"]

    assert_sometimes(each(passed_over), tries=100)


@claim(
    "lock.long-waiter-gets-it-first",
    says="Since Python 3.14 a thread that has waited for a Lock for longer than a millisecond gets it when it is released, "
    "even if the one that releases it asks for it again at once.",
    source="an exception to lock.releaser-can-take-it-again (Python/lock.c in https://github.com/python/cpython)",
    needs=python >= "3.14",
    program=fairness.a_lock_that_was_waited_for,
    contrast=fairness.a_semaphore_that_was_waited_for,
)
def test_who_has_waited_long_gets_it(program):
    """After a millisecond release() hands the lock over instead of opening it. A Semaphore counts, and whoever asks first when
    its count is above 0 has it.
    """
    assert program(nap=seconds(4)) == ["the waiting one", "the releasing one"]
