"""Value and Lock: what do they guard, and who may let go?"""

from claims.sharing import values
from claims.start import quickest_context
from pytest_claims import SlowToAdd, assert_ends, assert_hangs, assert_never, assert_sometimes, claim, everywhere, require

#: What sleeps leaves others the time to come between.
ONE = SlowToAdd(1)


@claim(
    "shared.value-increment-is-atomic",
    says="A Value has a lock of its own, so value.value += 1 from several processes loses nothing.",
    source="answers on a Q&A site that a blog quotes",
    refuted_where=everywhere,
    truth="shared.value-increment-loses-updates",
    program=values.without_its_lock,
    contrast=values.with_its_lock,
)
def test_an_increment_is_atomic(program):
    """The read takes the lock and releases it, and so does the write. Between the two anybody may write."""
    assert_never(program, quickest_context(), ONE, tries=20)


@claim(
    "shared.value-increment-loses-updates",
    says="value.value += 1 from several processes can lose updates, unless it is done under value.get_lock().",
    source="the correction of shared.value-increment-is-atomic",
    program=values.without_its_lock,
    contrast=values.with_its_lock,
)
def test_an_increment_loses_updates(program):
    """get_lock() gives the very lock that the read and the write take: it is recursive, and held over both here."""
    assert_sometimes(program, quickest_context(), ONE, tries=20)


@claim(
    "shared.dead-holder-frees-lock",
    says="If a process ends unexpectedly while it holds a multiprocessing Lock, the lock is freed in the end.",
    source="a web page on Lock.release",
    refuted_where=everywhere,
    truth="shared.dead-holder-keeps-lock",
    program=values.a_holder_that_is_killed,
    contrast=values.a_holder_that_raises,
)
def test_a_dead_holder_frees_the_lock(program):
    """An exception leaves the with block, which releases the lock. Who is killed leaves nothing, and a semaphore at zero."""
    assert_ends(program, quickest_context(), within=60)


@claim(
    "shared.dead-holder-keeps-lock",
    says="If a process is killed while it holds a multiprocessing Lock, nobody ever gets that lock again.",
    source="the correction of shared.dead-holder-frees-lock",
    program=values.a_holder_that_is_killed,
    contrast=values.a_holder_that_raises,
)
def test_a_dead_holder_keeps_the_lock(program):
    """The operating system does not know who holds a semaphore, and frees it for nobody."""
    assert_hangs(program, quickest_context(), during=10)


@claim(
    "shared.lock-released-by-holder-only",
    says="A process that releases a multiprocessing Lock which it does not hold gets a ValueError.",
    source="a web page on Lock.release",
    refuted_where=everywhere,
    truth="shared.anybody-releases-a-lock",
    program=values.a_lock_of_the_parent,
    contrast=values.a_lock_of_nobody,
)
def test_only_the_holder_releases_a_lock(program, processes):
    """A ValueError comes only where nobody holds the lock."""
    assert program(processes) == "ValueError"


@claim(
    "shared.anybody-releases-a-lock",
    says="Any process can release a multiprocessing Lock that another one holds; only an RLock knows its holder.",
    source="the correction of shared.lock-released-by-holder-only",
    program=values.a_lock_of_the_parent,
    contrast=values.a_recursive_lock_of_the_parent,
)
def test_anybody_releases_a_lock(program, processes):
    """A Lock is a semaphore that counts to one, and no note of who took it. Another process gets AssertionError of an RLock."""
    said = program(processes)
    require(said in {"released", "AssertionError"}, f"another error: {said}")
    assert said == "released"
