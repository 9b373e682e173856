"""asyncio.wait and as_completed."""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.groups import gathering
from pytest_claims import claim, python, seconds


@claim(
    "wait.takes-coroutines",
    says="asyncio.wait takes coroutines as well as tasks: it makes a task of each.",
    source="the documentation of asyncio.wait until 3.10 (https://docs.python.org/3/library/asyncio-task.html)",
    refuted_where=python >= "3.11",
    truth="wait.refuses-coroutines",
    program=gathering.waiting_for_a_coroutine,
    contrast=gathering.waiting_for_a_task,
)
def test_wait_takes_coroutines(program):
    """It did, and gave back tasks that the caller had never seen: `coroutine in done` was always false."""
    try:
        outcome = program(seconds(1))
    except TypeError as error:
        outcome = error
    assert outcome == "a result"


@claim(
    "wait.refuses-coroutines",
    says="Since Python 3.11 asyncio.wait refuses coroutines with a TypeError: the caller makes the tasks.",
    source="the correction of wait.takes-coroutines",
    program=gathering.waiting_for_a_coroutine,
    contrast=gathering.waiting_for_a_task,
)
def test_wait_refuses_coroutines(program):
    """So that the caller can find its own tasks in the two sets that come back."""
    try:
        outcome = program(seconds(1))
    except TypeError:
        outcome = "TypeError"
    assert outcome == "TypeError"


@claim(
    "wait.timeout-leaves-tasks-running",
    says="When its timeout runs out, asyncio.wait raises nothing and cancels nothing; the tasks it returns as pending run on.",
    source="a book",
    program=gathering.waiting_with_a_timeout,
    contrast=gathering.wait_for_with_a_timeout,
)
@given(nap=st.integers(4, 8))
def test_a_time_out_of_wait_cancels_nothing(program, nap):
    """It only looks on, where wait_for owns what it waits for."""
    assert program(seconds(nap), seconds(1)) == "finished"


@claim(
    "wait.as-completed-works-with-async-for",
    says="as_completed can be iterated with async for, which yields the very tasks that it was given.",
    source="the documentation of Python 3.13 (https://docs.python.org/3/library/asyncio-task.html)",
    needs=python >= "3.13",
    program=gathering.async_for,
    contrast=gathering.plain_for,
)
@given(tasks=st.integers(1, 4))
@example(tasks=2)
def test_async_for_yields_the_tasks(program, tasks):
    """A plain for yields coroutines made for the purpose, so one cannot tell whose result one gets. async for waits for the
    next task to end and yields that task.
    """
    assert program([seconds(1)] * tasks) == [True] * tasks
