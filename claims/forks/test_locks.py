"""A lock that a thread of the parent holds at the moment of the fork: what is it in the child?"""

from claims.forks import locks
from pytest_claims import assert_hangs, claim, everywhere, platform


@claim(
    "fork.held-lock-stays-locked",
    says="A lock that a thread of the parent holds while a child is started is locked for ever in the child.",
    source="a web page on multiprocessing and fork safety; a pull request of another project",
    needs=platform != "win32",
    program=locks.a_lock,
    contrast=locks.a_lock_of_multiprocessing,
)
def test_a_held_lock_stays_locked(program):
    """The child has a copy of the lock, and no thread that would release it. A lock of multiprocessing is one for all."""
    assert_hangs(program)


@claim(
    "fork.logging-in-the-child-deadlocks",
    says="A child that is forked while a thread holds the lock of a logging handler deadlocks when it logs.",
    source="https://github.com/python/cpython/pull/12704; true until Python 3.7",
    needs=platform != "win32",
    refuted_where=everywhere,
    truth="fork.logging-deadlocks-on-the-stream",
    program=locks.log_while_a_thread_formats,
    contrast=locks.log_while_a_thread_writes,
)
def test_logging_in_the_child_deadlocks(program):
    """The module makes the locks of its handlers anew in a forked child. What the handler uses may have locks of its own."""
    assert_hangs(program)


@claim(
    "fork.logging-deadlocks-on-the-stream",
    says="A child that is forked while a thread writes to the stream of a logging handler deadlocks when it logs.",
    source="the correction of fork.logging-in-the-child-deadlocks",
    needs=platform != "win32",
    program=locks.log_while_a_thread_writes,
    contrast=locks.log_while_a_thread_formats,
)
def test_logging_deadlocks_on_the_stream(program):
    """A buffered file has a lock, too, which a thread holds while it writes. Nobody makes that one anew."""
    assert_hangs(program)
