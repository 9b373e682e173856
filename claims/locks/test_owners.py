"""Who may release a lock?"""

from claims.locks import owners
from pytest_claims import assert_sometimes, claim, each, everywhere, platform


@claim(
    "lock.only-owner-releases",
    says="A Lock must be released by the thread that acquired it; another thread cannot.",
    source="a blog",
    refuted_where=everywhere,
    truth="lock.anybody-releases",
    program=owners.another_thread_releases_a_lock,
    contrast=owners.another_thread_releases_an_rlock,
)
def test_only_the_owner_releases_a_lock(program):
    """A Lock has no owner: it is locked or it is not. Who thinks otherwise has an RLock in mind."""
    assert program() == "RuntimeError"


@claim(
    "lock.anybody-releases",
    says="Any thread may release a Lock that is locked; RuntimeError comes only if nobody has it.",
    source="the correction of lock.only-owner-releases (https://docs.python.org/3/library/threading.html)",
    program=owners.another_thread_releases_a_lock,
    contrast=owners.anybody_releases_a_lock_that_is_free,
)
def test_anybody_releases_a_lock(program):
    """So a lock can serve as a signal from one thread to another. So a release too many lets two in at once, too."""
    assert program() == "released"


@claim(
    "rlock.only-owner-releases",
    says="An RLock must be released by the thread that acquired it: RuntimeError for any other.",
    source="the documentation of threading (https://docs.python.org/3/library/threading.html)",
    program=owners.another_thread_releases_an_rlock,
    contrast=owners.another_thread_releases_a_lock,
)
def test_only_the_owner_releases_an_rlock(program):
    """It keeps the ident of the thread that has it, and release() compares it. That protects as long as that thread lives."""
    assert program() == "RuntimeError"


@claim(
    "rlock.owner-is-known-by-ident",
    says="When the thread that holds an RLock has ended, a later thread may be taken for it, and releases the lock without an "
    "error.",
    source="an exception to rlock.only-owner-releases",
    needs=platform == "linux",
    program=owners.a_later_thread_releases_an_rlock_of_a_dead_one,
    contrast=owners.another_thread_releases_an_rlock,
)
def test_a_later_thread_is_taken_for_the_owner(program):
    """Idents are used again: a new thread often gets the memory, and with it the ident, of one that has just ended."""

    def released():
        return program() == "released"

    assert_sometimes(each(released), tries=30)
