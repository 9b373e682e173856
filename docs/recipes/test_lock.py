"""A lock with a bounded wait: who does not get it gives up when the time is over."""

from threading import Lock
from time import monotonic, sleep

from pytest_claims import assert_duration, claim, seconds


def acquire_within(lock, limit):
    """Whether the lock was had before `limit` seconds were over; it is asked for again and again, as a lock file is."""
    deadline = monotonic() + limit
    while not lock.acquire(blocking=False):
        left = deadline - monotonic()
        if left <= 0:
            return False
        sleep(min(left, limit / 20))
    return True


def acquire_with_the_whole_limit_each_time(lock, limit):
    """The bug: each of three tries may take all of the limit."""
    return any(lock.acquire(timeout=limit) for _ in range(3))


@claim(
    "lock.bounded-wait",
    says="Who waits for a lock with a limit of 2 s gives up after 2 s.",
    source="our handbook",
    program=acquire_within,
    contrast=acquire_with_the_whole_limit_each_time,
)
def test_the_wait_is_bounded(program):
    """One deadline for all tries, and what is left of it for each."""
    lock = Lock()
    lock.acquire()
    with assert_duration(approx=2, rivals={"each try has a limit of its own": 6}):
        assert not program(lock, seconds(2))
