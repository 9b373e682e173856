"""Context variables: where is their value seen?"""

from claims.eventloop import contexts
from pytest_claims import claim, everywhere, gil, python, start_method


@claim(
    "contextvar.child-task-changes-reach-parent",
    says="A ContextVar that an awaited task sets has its new value in the awaiting coroutine.",
    source="https://github.com/pytest-dev/pytest-asyncio/issues/149",
    refuted_where=everywhere,
    truth="contextvar.task-has-a-copy",
    program=contexts.set_in_a_task,
    contrast=contexts.set_in_a_coroutine,
)
def test_a_task_changes_its_parents_context(program):
    """A task runs in a copy of the context in which it was made. A coroutine that is awaited directly runs in the caller's."""
    assert program() == "changed"


@claim(
    "contextvar.task-has-a-copy",
    says="What a task sets in a ContextVar is seen by that task only; its creator keeps the old value.",
    source="the correction of contextvar.child-task-changes-reach-parent",
    program=contexts.set_in_a_task,
    contrast=contexts.set_in_a_coroutine,
)
def test_a_task_has_a_copy(program):
    """That is what context variables are for: a request's user, say, must not leak into other tasks."""
    assert program() == "the default"


@claim(
    "contextvar.wait-for-hides-changes",
    says="A ContextVar that is set under wait_for keeps its old value for the caller.",
    source="https://github.com/python/cpython/issues/102123",
    refuted_where=python >= "3.12",
    truth="contextvar.wait-for-shares-the-context",
    program=contexts.set_under_wait_for,
    contrast=contexts.set_in_a_coroutine_or_a_task,
)
def test_wait_for_hides_changes(program):
    """Until 3.11 wait_for made a task of what it waits for. Since 3.12 it awaits it in the caller's own task."""
    assert program() == "the default"


@claim(
    "contextvar.wait-for-shares-the-context",
    says="Since Python 3.12 a coroutine under wait_for runs in the caller's context, so what it sets is seen afterwards.",
    source="the correction of contextvar.wait-for-hides-changes",
    needs=python >= "3.12",
    program=contexts.set_under_wait_for,
    contrast=contexts.set_in_a_task,
)
def test_wait_for_shares_the_context(program):
    """A task that is given to wait_for has a context of its own as before."""
    assert program() == "changed"


@claim(
    "contextvar.executor-sees-it",
    says="A function given to run_in_executor sees the caller's context variables.",
    source="https://github.com/python/cpython/issues/78195",
    refuted_where=~((gil == "off") & (python >= "3.14")),
    truth="contextvar.to-thread-sees-it",
    program=contexts.run_in_executor,
    contrast=contexts.to_thread_or_a_thread_that_was_there,
)
def test_an_executor_sees_it(program):
    """run_in_executor only calls. In free-threaded builds from 3.14 on a new thread starts with the context of its starter, so
    there the first function that a thread runs sees it, and later ones may not.
    """
    assert program() == "set"


@claim(
    "contextvar.to-thread-sees-it",
    says="A function given to to_thread sees the caller's context variables.",
    source="the correction of contextvar.executor-sees-it",
    program=contexts.to_thread,
    contrast=contexts.run_in_a_thread_that_was_there,
)
def test_to_thread_sees_it(program):
    """It copies the caller's context and calls the function in the copy."""
    assert program() == "set"


@claim(
    "contextvar.child-process-starts-without",
    says="A ContextVar that the parent has set has its default value again in a child process.",
    source="https://github.com/temporalio/sdk-python/issues/263",
    refuted_where=start_method == "fork",
    truth="contextvar.forked-child-has-it",
    program=contexts.in_a_child,
    contrast=contexts.set_by_the_child_or_reset,
)
def test_a_child_starts_without(program, processes):
    """Contexts are not pickled. A fork copies the whole memory of the process, and the contexts with it."""
    assert program(processes) == "the default"


@claim(
    "contextvar.forked-child-has-it",
    says="A forked child sees what its parent had set in a ContextVar.",
    source="the correction of contextvar.child-process-starts-without",
    refuted_where=~(start_method == "fork"),
    truth="contextvar.child-process-starts-without",
    program=contexts.in_a_child,
    contrast=contexts.set_by_the_child_or_reset,
)
def test_a_forked_child_has_it(program, processes):
    """Under spawn and forkserver, what the child should know has to be an argument."""
    assert program(processes) == "set"


@claim(
    "threadlocal.contextvar-stops-at-process-border",
    says="The value of a context variable does not reach a child process.",
    source="an issue of a library, which blames spawn",
    refuted_where=start_method == "fork",
    truth="contextvar.forked-child-has-it",
    program=contexts.in_a_child,
    contrast=contexts.set_by_the_child_or_reset,
)
def test_it_stops_at_the_process_border(program, processes):
    """So it is wherever the child is a new interpreter."""
    assert program(processes) != "set"
