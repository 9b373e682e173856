"""RLock: what more does it allow than a Lock?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.locks import programs
from pytest_claims import claim


@claim(
    "rlock.owner-reacquires",
    says="An RLock, the recursive lock, can be acquired again by the thread that has it, as a Lock cannot.",
    source="notes 2.1",
    program=programs.acquire_an_rlock,
    contrast=programs.acquire_a_lock,
)
@given(times=st.integers(2, 5))
@example(times=2)
def test_the_owner_of_an_rlock_acquires_it_again(program, times):
    """An RLock remembers its owner and counts. A Lock knows no owner: its own holder would wait for itself, for ever."""
    assert program(times) == times
