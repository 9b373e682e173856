"""TaskGroup: what happens when a task fails, and how is a group stopped?"""

from asyncio import TaskGroup

from hypothesis import example, given
from hypothesis import strategies as st

from claims.groups import gathering, groups
from pytest_claims import claim, everywhere, python, seconds


@claim(
    "taskgroup.failure-cancels-the-others",
    says="When one task of a TaskGroup fails, the group cancels the others, waits for them and only then raises.",
    source="the docstring of asyncio.TaskGroup (https://github.com/python/cpython)",
    program=gathering.grouping_a_failure,
    contrast=gathering.gathering_a_failure,
)
def test_a_group_ends_as_a_whole(program):
    """So nothing that the block has started runs on behind it."""
    steps = []
    program(seconds(1), steps.append)
    assert steps == ["the other is cancelled", "the error comes"]


@claim(
    "taskgroup.plain-except-catches-it",
    says="An `except ValueError` around the block catches the ValueError that a task of a TaskGroup raises.",
    source="a blog",
    refuted_where=everywhere,
    truth="taskgroup.raises-an-exception-group",
    program=groups.in_a_group,
    contrast=groups.gathered,
)
def test_a_plain_except_catches_it(program):
    """Several tasks may fail, so errors always come in an ExceptionGroup, a single one too; `except*` looks into it."""
    assert program() == "except ValueError"


@claim(
    "taskgroup.raises-an-exception-group",
    says="What the tasks of a TaskGroup raise comes out of the block in an ExceptionGroup, even if it is a single ValueError.",
    source="the correction of taskgroup.plain-except-catches-it",
    program=groups.in_a_group,
    contrast=groups.gathered,
)
def test_errors_come_in_a_group(program):
    """Written `except* ValueError`, the clause gets a group of the ValueErrors in it."""
    assert program() == "except ExceptionGroup"


@claim(
    "taskgroup.collects-every-failure",
    says="A TaskGroup runs all its tasks and its ExceptionGroup holds the error of each task that fails.",
    source="a blog",
    refuted_where=everywhere,
    truth="taskgroup.first-failure-prevents-later-ones",
    program=groups.failing_one_after_another,
    contrast=groups.failing_in_the_same_turn,
)
@given(tasks=st.integers(2, 4))
@example(tasks=3)
def test_every_failure_is_collected(program, tasks):
    """The first failure cancels the other tasks, which therefore never come to theirs. Errors are collected only of tasks that
    fail before they are cancelled, or while they clean up.
    """
    assert program(seconds(1), tasks) == list(range(tasks))


@claim(
    "taskgroup.first-failure-prevents-later-ones",
    says="A task of a TaskGroup that would fail later than another one is cancelled, and its error is never raised.",
    source="the correction of taskgroup.collects-every-failure",
    program=groups.failing_one_after_another,
    contrast=groups.failing_in_the_same_turn,
)
@given(tasks=st.integers(2, 4))
@example(tasks=3)
def test_the_first_failure_is_the_only_one(program, tasks):
    """Whoever wants all errors takes gather(return_exceptions=True), or catches them in the tasks."""
    assert program(seconds(1), tasks) == [0]


@claim(
    "taskgroup.cannot-be-cancelled",
    says="A TaskGroup cannot be told to stop: to end it early, a task or the body has to raise an exception.",
    source="https://github.com/python/cpython/pull/149031 (what one had to do until 3.15)",
    refuted_where=python >= "3.15.0b1",
    truth="taskgroup.has-a-cancel-method",
    program=groups.calling_cancel_of_the_group,
    contrast=groups.left_alone if hasattr(TaskGroup, "cancel") else groups.raising_in_the_body,
)
def test_a_group_cannot_be_told_to_stop(program):
    """Until 3.14 it has no method for it."""
    assert program(seconds(1)) == "not stopped"


@claim(
    "taskgroup.has-a-cancel-method",
    says="Since Python 3.15 cancel() of a TaskGroup cancels its tasks, and the block ends without an exception.",
    source="the correction of taskgroup.cannot-be-cancelled",
    needs=python >= "3.15.0b1",
    program=groups.calling_cancel_of_the_group,
    contrast=groups.left_alone,
)
def test_a_group_can_be_cancelled(program):
    """The group cancels itself as it would after a failure, and takes its own CancelledError back at the end of the block."""
    assert program(seconds(1)) == "stopped"
