"""asyncio.Lock: who needs one, who gets it, who may release it, and to which loop it belongs."""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.loops import locks
from pytest_claims import assert_hangs, claim, everywhere, python


@claim(
    "asynclock.one-thread-needs-no-lock",
    says="asyncio runs in one thread, so tasks cannot race and shared state needs no lock.",
    source="the myth with which a blog begins",
    refuted_where=everywhere,
    truth="asynclock.await-lets-others-in",
    program=locks.without_a_lock,
    contrast=locks.with_a_lock,
)
@given(tasks=st.integers(2, 4), turns=st.integers(2, 5))
@example(tasks=2, turns=2)
def test_tasks_cannot_race(program, tasks, turns):
    """Between two awaits a task is alone. If one stands between reading and writing, all others read the old value."""
    assert program(tasks, turns) == tasks * turns


@claim(
    "asynclock.await-lets-others-in",
    says="Tasks that read a value, await something and write it back lose updates, unless a lock is held meanwhile.",
    source="the correction of asynclock.one-thread-needs-no-lock",
    program=locks.without_a_lock,
    contrast=locks.with_a_lock,
)
@given(tasks=st.integers(2, 4), turns=st.integers(2, 5))
@example(tasks=2, turns=2)
def test_an_await_lets_others_in(program, tasks, turns):
    """Unlike a race of threads this one is no matter of luck: every time all but one update of a round is lost."""
    assert program(tasks, turns) == turns


@claim(
    "asynclock.waiters-in-order",
    says="Tasks get an asyncio.Lock in the order in which they began to wait for it, also when the one that releases wants "
    "it again at once.",
    source="the documentation of asyncio.Lock (https://docs.python.org/3/library/asyncio-sync.html)",
    program=locks.taking_turns,
    contrast=locks.taking_a_lock_made_of_an_event,
)
@given(tasks=st.integers(2, 4), turns=st.integers(2, 4))
@example(tasks=3, turns=3)
def test_tasks_get_it_in_order(program, tasks, turns):
    """acquire() returns at once only if nobody waits; all others stand in a queue."""
    order = []
    program(tasks, turns, order.append)
    assert order == list(range(tasks)) * turns


@claim(
    "asynclock.only-the-owner-releases",
    says="Only the task that acquired an asyncio.Lock may release it.",
    source="an answer on a Q&A site",
    refuted_where=everywhere,
    truth="asynclock.anybody-releases",
    program=locks.released_by_another_task,
    contrast=locks.released_when_nobody_has_it,
)
def test_only_the_owner_releases_it(program):
    """The lock does not know who has it, only that somebody has."""
    assert program() == "RuntimeError"


@claim(
    "asynclock.anybody-releases",
    says="Any task may release an asyncio.Lock that is locked; RuntimeError comes only if nobody has it.",
    source="the correction of asynclock.only-the-owner-releases",
    program=locks.released_by_another_task,
    contrast=locks.released_when_nobody_has_it,
)
def test_anybody_releases_it(program):
    """As with threading.Lock, and unlike threading.RLock."""
    assert program() == "released"


@claim(
    "asynclock.holder-waits-for-itself",
    says="A task that acquires an asyncio.Lock which it holds already waits forever.",
    source="https://github.com/python/asyncio/issues/439",
    program=locks.acquired_twice,
    contrast=locks.a_semaphore_acquired_twice,
)
def test_the_holder_waits_for_itself(program):
    """The lock is not reentrant: it does not know its owner, and asyncio has no RLock."""
    assert_hangs(program)


@claim(
    "asynclock.made-outside-run-fails",
    says="An asyncio.Lock or Event made before the loop starts, at module level say, fails when tasks contend for it: attached "
    "to a different loop.",
    source="a blog; true until Python 3.9",
    refuted_where=python >= "3.10",
    truth="asynclock.binds-when-contended",
    program=locks.made_before_the_loop,
    contrast=locks.contended_in_a_loop_before,
)
def test_a_lock_made_before_the_loop_fails(program):
    """Until 3.9 a lock asked for the loop of the moment in which it was made."""
    assert program() == "different loop"


@claim(
    "asynclock.binds-when-contended",
    says="An asyncio.Lock may be made before any loop runs: it binds to the loop in which a task first has to wait for it.",
    source="the correction of asynclock.made-outside-run-fails",
    program=locks.made_before_the_loop,
    contrast=locks.contended_in_a_loop_before,
)
def test_a_lock_binds_when_it_is_contended(program):
    """It needs a loop only to make the future in which a task waits."""
    assert program() == "works"


@claim(
    "asynclock.works-in-a-second-run",
    says="A module-level asyncio.Lock works in one asyncio.run after another: it binds itself to the new loop.",
    source="https://github.com/bytedance/deer-flow/pull/5062",
    refuted_where=everywhere,
    truth="asynclock.stays-with-its-first-loop",
    program=locks.contended_in_a_loop_before,
    contrast=locks.used_alone_in_a_loop_before,
)
def test_a_lock_works_in_a_second_run(program):
    """It does as long as nobody ever had to wait for it in the first run, which is why it often seems to work."""
    assert program() == "works"


@claim(
    "asynclock.stays-with-its-first-loop",
    says="An asyncio.Lock for which a task has waited in one asyncio.run raises RuntimeError when one has to wait for it in "
    "another.",
    source="the correction of asynclock.works-in-a-second-run",
    program=locks.contended_in_a_loop_before,
    contrast=locks.used_alone_in_a_loop_before,
)
def test_a_lock_stays_with_its_first_loop(program):
    """The loop to which it is bound is never forgotten, not even when that loop is closed."""
    assert program() == "different loop"
