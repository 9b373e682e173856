"""Semaphores and barriers: how many may pass, and what if one is missing?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.locks import counting
from pytest_claims import claim, worker_counts


@claim(
    "semaphore.extra-release-goes-unnoticed",
    says="Releasing a Semaphore more often than it was acquired raises nothing and lets more threads in than it was made for.",
    source="the documentation of threading (https://docs.python.org/3/library/threading.html)",
    program=counting.release_a_semaphore_too_often,
    contrast=counting.release_a_bounded_semaphore_too_often,
)
@given(places=st.integers(1, 3), extra=st.integers(1, 3))
@example(places=2, extra=1)
def test_a_release_too_many_goes_unnoticed(program, places, extra):
    """release() adds 1 to a number that has no upper bound. A BoundedSemaphore remembers with which number it was made."""
    assert program(places, extra) == ("nothing raised", places + extra)


@claim(
    "barrier.timeout-breaks-it-for-all",
    says="When one thread's wait at a Barrier times out, the barrier is broken: everybody who waits, with however long a "
    "time-out, and everybody who comes later gets BrokenBarrierError.",
    source="the documentation of threading (https://docs.python.org/3/library/threading.html)",
    program=counting.one_is_missing,
    contrast=counting.all_come_in_time,
)
@given(patient=worker_counts(max_value=3))
@example(patient=2)
def test_one_timeout_breaks_the_barrier(program, patient):
    """Who gives up is missing in this round, so nobody could ever pass. It stays broken until somebody calls reset()."""
    assert set(program(patient)) == {"BrokenBarrierError"}
