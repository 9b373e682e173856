"""When does a task begin, and when does it go on?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.groups import tasks
from pytest_claims import claim, python

EAGER = ["the coroutine runs", "create_task has returned", "the coroutine goes on"]


@claim(
    "task.eager-factory-starts-at-once",
    says="With asyncio.eager_task_factory, create_task runs the coroutine up to its first suspension before it returns.",
    source="https://github.com/python/cpython/pull/102853",
    needs=python >= "3.12",
    program=tasks.with_the_eager_factory,
    contrast=tasks.with_the_default_factory,
)
def test_the_eager_factory_starts_it_at_once(program):
    """A coroutine that never waits is done before the loop has heard of it."""
    steps = []
    program(steps.append)
    assert steps == EAGER


@claim(
    "task.eager-start-argument",
    says="create_task(coroutine, eager_start=True) starts this one task eagerly.",
    source="https://github.com/python/cpython/issues/128307",
    needs=python >= "3.14",
    program=tasks.with_eager_start,
    contrast=tasks.with_the_default_factory,
)
def test_one_task_starts_eagerly(program):
    """The argument goes to the Task; the factory of the loop stays as it is."""
    steps = []
    program(steps.append)
    assert steps == EAGER


@claim(
    "task.sleep-zero-is-one-turn-each",
    says="await asyncio.sleep(0) suspends the task for one turn of the loop, in which every other ready task runs once.",
    source="the documentation of asyncio.sleep (https://docs.python.org/3/library/asyncio-task.html)",
    program=tasks.sleeping_for_nought,
    contrast=tasks.awaiting_without_a_pause,
)
@given(count=st.integers(2, 5), turns=st.integers(2, 4))
@example(count=3, turns=2)
def test_sleep_zero_is_one_turn(program, count, turns):
    """It is a bare yield: the task is put at the end of the queue of what is ready. An await that has nothing to wait for is no
    suspension at all.
    """
    steps = []
    program(count, turns, steps.append)
    assert steps == list(range(count)) * turns
