"""A task that nobody keeps, and one that nobody awaits: who hears of it?"""

import sys

from claims.groups import tasks
from pytest_claims import assert_loop_silent, claim, collect_garbage, everywhere, implementation, loop_messages


@claim(
    "task.dropped-while-sleeping-is-lost",
    says="A task to which the program keeps no reference is garbage-collected before it ends, even while it merely sleeps.",
    source="a blog",
    refuted_where=everywhere,
    truth="task.unreachable-wait-is-lost",
    program=tasks.sleeping,
    contrast=tasks.waiting_for_what_nobody_has,
)
def test_a_sleeping_task_is_lost(program):
    """The loop holds the timer, the timer the future, and the future calls the task when it is done."""
    assert program(collect_garbage) == "gone"


@claim(
    "task.loop-keeps-it-alive",
    says="The event loop holds on to a task until it is done.",
    source="a blog (of Python 3.11 and before)",
    refuted_where=everywhere,
    truth="task.unreachable-wait-is-lost",
    program=tasks.waiting_for_what_nobody_has,
    contrast=tasks.sleeping,
)
def test_the_loop_holds_on_to_its_tasks(program):
    """Its set of all tasks holds weak references. A task that waits is held only by what it waits for."""
    assert program(collect_garbage) == "alive"


@claim(
    "task.unreachable-wait-is-lost",
    says="A task is collected if nobody refers to it and it waits for something to which nobody else refers; one that sleeps "
    "is safe.",
    source="the correction of task.loop-keeps-it-alive",
    program=tasks.waiting_for_what_nobody_has,
    contrast=tasks.sleeping,
)
def test_an_unreachable_task_is_lost(program):
    """Task and future refer to each other only: a cycle, which the collector takes, and the loop logs "Task was destroyed but
    it is pending". What a task waits for is often hidden in libraries, so the documentation advises to keep a reference.
    """
    assert program(collect_garbage) == "gone"


@claim(
    "task.kept-task-fails-silently",
    says="As long as the program keeps a reference to a failed task that it never awaits, no error is shown.",
    source="a blog",
    program=tasks.kept_and_never_awaited,
    contrast=tasks.dropped_and_collected,
)
def test_a_kept_task_fails_silently(program):
    """Somebody might still ask for its result. It is when the task goes, unasked, that its exception is logged."""
    with assert_loop_silent():
        kept = program()
    del kept


@claim(
    "task.dropped-task-logs-at-once",
    says="If nobody keeps the task, its exception is logged as soon as it is raised.",
    source="a blog",
    refuted_where=implementation == "pypy",
    truth="task.collected-task-logs",
    program=tasks.dropped_and_never_awaited,
    # Where a dropped task goes only with a collection, a collection tells.
    contrast=tasks.kept_and_never_awaited if sys.implementation.name == "cpython" else tasks.dropped_and_collected,
)
def test_a_dropped_task_logs_at_once(program):
    """CPython frees an object with its last reference: the loop's own, which it drops when the task is done. PyPy frees it in
    some later collection, and only then is the exception logged.
    """
    with loop_messages() as said:
        kept = program()
        texts = [message.text for message in said]
    del kept
    assert any("exception was never retrieved" in text for text in texts)


@claim(
    "task.collected-task-logs",
    says="The exception of a task that nobody awaits is logged when the task is garbage-collected.",
    source="the correction of task.dropped-task-logs-at-once",
    program=tasks.dropped_and_collected,
    contrast=tasks.kept_and_never_awaited,
)
def test_a_collected_task_logs(program):
    """Its finalizer says "Task exception was never retrieved" unless somebody has asked for its result or exception."""
    with loop_messages() as said:
        kept = program()
        texts = [message.text for message in said]
    del kept
    assert any("exception was never retrieved" in text for text in texts)
