"""asyncio.Queue: put, join, shutdown, and threads."""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.loops import queues
from pytest_claims import assert_duration, claim, everywhere, python, seconds


@claim(
    "asyncqueue.put-gives-others-a-turn",
    says="await queue.put(item) gives the consumers a turn.",
    source="https://github.com/python/cpython/issues/87285",
    refuted_where=everywhere,
    truth="asyncqueue.put-waits-only-when-full",
    program=queues.putting_without_a_bound,
    contrast=queues.putting_with_a_bound,
)
@given(items=st.integers(3, 6))
@example(items=3)
def test_put_gives_others_a_turn(program, items):
    """An await that has nothing to wait for does not suspend the task, and in a queue without a bound there is always room."""
    steps = []
    program(items, steps.append)
    assert steps.index("got 0") < steps.index(f"puts {items - 1}")


@claim(
    "asyncqueue.put-waits-only-when-full",
    says="await queue.put(item) suspends the producer only if the queue is full; into one without a bound it puts all at once.",
    source="the correction of asyncqueue.put-gives-others-a-turn",
    program=queues.putting_without_a_bound,
    contrast=queues.putting_with_a_bound,
)
@given(items=st.integers(3, 6))
@example(items=3)
def test_put_waits_only_when_full(program, items):
    """A producer that never waits for anything else starves its consumers; maxsize= makes it wait."""
    steps = []
    program(items, steps.append)
    assert steps[:items] == [f"puts {item}" for item in range(items)]


@claim(
    "asyncqueue.thread-may-put",
    says="asyncio.Queue is thread-safe: what another thread puts into it reaches a waiting consumer.",
    source="a blog",
    refuted_where=everywhere,
    truth="asyncqueue.threads-put-through-the-loop",
    program=queues.put_by_a_thread,
    contrast=queues.put_by_the_loop_for_a_thread,
)
@given(pause=st.integers(2, 4), more=st.integers(4, 8))
@example(pause=2, more=4)
def test_a_thread_may_put(program, pause, more):
    """put_nowait marks the consumer as ready and leaves it at that. The loop sleeps until it has something else to do; without
    that, for ever.
    """
    wake = pause + more
    program(seconds(pause), seconds(wake), assert_duration(approx=pause, rivals={"when the loop wakes by itself": wake}))


@claim(
    "asyncqueue.threads-put-through-the-loop",
    says="A consumer that waits in an asyncio.Queue gets what another thread puts there when the loop next wakes for something "
    "else.",
    source="the correction of asyncqueue.thread-may-put",
    program=queues.put_by_a_thread,
    contrast=queues.put_by_the_loop_for_a_thread,
)
@given(pause=st.integers(2, 4), more=st.integers(4, 8))
@example(pause=2, more=4)
def test_a_thread_puts_through_the_loop(program, pause, more):
    """call_soon_threadsafe writes a byte to a socket on which the loop waits, and so wakes it."""
    wake = pause + more
    program(seconds(pause), seconds(wake), assert_duration(approx=wake, rivals={"at once": pause}))


@claim(
    "asyncqueue.join-waits-until-empty",
    says="queue.join() waits until all items have been taken out of the queue.",
    source="what a puzzle in a blog expects",
    refuted_where=everywhere,
    truth="asyncqueue.join-waits-for-task-done",
    program=queues.taken_out,
    contrast=queues.taken_out_and_done,
)
@given(items=st.integers(1, 5))
@example(items=3)
def test_join_waits_until_it_is_empty(program, items):
    """It counts what was put and what was reported as done; what is in the queue it does not look at."""
    assert program(items) == "join has returned"


@claim(
    "asyncqueue.join-waits-for-task-done",
    says="queue.join() waits until task_done() was called for every item; an empty queue is not enough.",
    source="the correction of asyncqueue.join-waits-until-empty",
    program=queues.taken_out,
    contrast=queues.taken_out_and_done,
)
@given(items=st.integers(1, 5))
@example(items=3)
def test_join_waits_for_task_done(program, items):
    """So that join returns when the work is done, not when the last piece of it has been begun."""
    assert program(items) == "join waits"


@claim(
    "asyncqueue.can-be-shut-down",
    says="queue.shutdown() ends consumers that wait in get(): they get QueueShutDown.",
    source="the documentation of Python 3.13 (https://docs.python.org/3/library/asyncio-queue.html)",
    needs=python >= "3.13",
    program=queues.shut_down,
    contrast=queues.given_a_sentinel,
)
@given(consumers=st.integers(1, 4))
@example(consumers=2)
def test_a_queue_can_be_shut_down(program, consumers):
    """Without it one puts a sentinel for each consumer, and has to know how many there are."""
    assert program(consumers) == ["QueueShutDown"] * consumers
