"""The main coroutine returns: what becomes of the tasks that still run?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.tasks import programs
from pytest_claims import claim, everywhere, seconds


@claim(
    "task.run-waits-for-all-tasks",
    says="The main program waits until all tasks have finished, and then ends.",
    source="notes 4",
    refuted_where=everywhere,
    truth="task.run-cancels-leftovers",
    program=programs.main_awaits_the_first,
    contrast=programs.main_awaits_each,
)
@given(longer=st.integers(4, 8))
@example(longer=2)
def test_the_program_waits_for_all_tasks(program, longer):
    """asyncio.run waits for the main coroutine alone. Others are waited for only by those who await them, as the notes do."""
    assert program([seconds(1), seconds(longer)]) == ["finished", "finished"]


@claim(
    "task.run-cancels-leftovers",
    says="asyncio.run cancels the tasks that are still pending when the main coroutine returns.",
    source="the correction of task.run-waits-for-all-tasks",
    program=programs.main_awaits_the_first,
    contrast=programs.a_loop_without_asyncio_run,
)
@given(longer=st.integers(4, 8))
@example(longer=2)
def test_run_cancels_what_is_left(program, longer):
    """Before it closes the loop it throws CancelledError into each of them and lets them end; run_until_complete does not, and
    leaves them where they stand.
    """
    assert program([seconds(1), seconds(longer)]) == ["finished", "cancelled"]
