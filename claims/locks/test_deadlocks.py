"""Who waits for a lock for ever?"""

from claims.locks import deadlocks
from pytest_claims import assert_hangs, claim


@claim(
    "lock.stays-held-after-holder-dies",
    says="A lock stays locked for ever when the thread that holds it dies of an exception before its release().",
    source="a blog",
    program=deadlocks.dying_between_acquire_and_release,
    contrast=deadlocks.dying_in_a_with_block,
)
def test_a_lock_outlives_its_holder(program):
    """A lock does not know who has it, so nobody lets go of it for a thread that has ended. A with block would."""
    assert_hangs(program)


@claim(
    "lock.opposite-order-deadlocks",
    says="Two threads that take the same two locks in opposite order, each holding its first, wait for each other for ever.",
    source="a tutorial",
    program=deadlocks.in_opposite_order,
    contrast=deadlocks.in_the_same_order,
)
def test_opposite_order_deadlocks(program):
    """Neither lets go of its first lock before it has its second. If both take them in one order, one can go on."""
    assert_hangs(program)
