"""join(): for what does it wait?"""

from claims.queues import joining
from pytest_claims import assert_ends, assert_hangs, claim, everywhere


@claim(
    "queue.join-waits-until-empty",
    says="Queue.join() returns when the queue is empty.",
    source="what a question believes (https://stackoverflow.com/questions/49637086/python-what-is-queue-task-done-used-for)",
    refuted_where=everywhere,
    truth="queue.join-waits-for-task-done",
    program=joining.taken_out,
    contrast=joining.taken_out_and_done,
)
def test_join_waits_until_it_is_empty(program):
    """It counts what was put and what was reported as done; what is in the queue it does not look at."""
    assert_ends(program, items=2, within=5)


@claim(
    "queue.join-waits-for-task-done",
    says="Queue.join() waits until task_done() was called for every item; an empty queue is not enough.",
    source="the correction of queue.join-waits-until-empty (https://docs.python.org/3/library/queue.html)",
    program=joining.taken_out,
    contrast=joining.taken_out_and_done,
)
def test_join_waits_for_task_done(program):
    """So that join() returns when the work is done, not when the last piece of it has been begun."""
    assert_hangs(program, items=2)
