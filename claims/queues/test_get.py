"""get(): when does it wait, and who wakes it?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.queues import getting
from pytest_claims import assert_hangs, claim, everywhere, python


@claim(
    "queue.get-on-empty-raises",
    says="get() on an empty queue raises queue.Empty.",
    source="what a question believes (https://stackoverflow.com/questions/49637086/python-what-is-queue-task-done-used-for)",
    refuted_where=everywhere,
    truth="queue.get-on-empty-waits",
    program=getting.get_from_an_empty_queue,
    contrast=getting.get_nowait_from_an_empty_queue,
)
def test_get_raises_on_empty(program):
    """get() waits for an item by default. Empty comes from get_nowait(), and from get() with a time-out that is over."""
    assert program() == "Empty"


@claim(
    "queue.get-on-empty-waits",
    says="get() on an empty queue waits until somebody puts an item.",
    source="the correction of queue.get-on-empty-raises (https://docs.python.org/3/library/queue.html)",
    program=getting.get_from_an_empty_queue,
    contrast=getting.get_nowait_from_an_empty_queue,
)
def test_get_waits_on_empty(program):
    """A consumer has nothing better to do than to wait; so that is what its get() does unless it is told otherwise."""
    assert program() == "an item"


@claim(
    "queue.get-after-empty-check-may-block",
    says="With several consumers `if not q.empty(): q.get()` may block for ever, since another may take the item in between.",
    source="a blog; the documentation of queue says so, too (https://docs.python.org/3/library/queue.html)",
    program=getting.get_after_a_look,
    contrast=getting.get_nowait_after_a_look,
)
def test_a_get_after_a_look_may_block(program):
    """What empty() says was true when it looked. get_nowait() looks and takes in one step, under the lock of the queue."""
    assert_hangs(program, consumers=2)


@claim(
    "queue.shutdown-wakes-waiting-get",
    says="Queue.shutdown() makes a get() that waits raise ShutDown, so consumers need no sentinel.",
    source="the documentation of queue (https://github.com/python/cpython/pull/141073)",
    needs=python >= "3.13",
    program=getting.shut_down,
    contrast=getting.given_sentinels,
)
@given(consumers=st.integers(1, 4))
@example(consumers=2)
def test_shutdown_wakes_who_waits(program, consumers):
    """Without it one puts a sentinel for each consumer, and has to know how many there are."""
    assert program(consumers) == ["ShutDown"] * consumers
