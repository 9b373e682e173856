"""A task that raises an exception: who hears of it?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.pools import programs
from pytest_claims import claim, everywhere, fresh_interpreter, require


@claim(
    "pool.error-is-silent",
    says="When a task of a pool fails, the parent simply carries on and no error is shown.",
    source="notes 1.1",
    refuted_where=everywhere,
    truth="pool.error-surfaces-at-get",
    program=programs.apply_a_failing_task,
    contrast=programs.apply_async_a_failing_task,
)
def test_a_failing_task_is_silent(program, processes):
    """The pool sends the error back, and apply raises it. It is silent only where apply_async's result is never asked for."""
    ended = fresh_interpreter(program, "seven", start_method=processes.get_start_method())
    require("the task begins" in ended.stdout, "the task did not run")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "the parent carries on" in ended.stdout


@claim(
    "pool.error-surfaces-at-get",
    says="The error of a task waits in its result: get raises it in the parent, and error_callback receives it.",
    source="a correction to notes 1.1",
    program=programs.get_the_result,
    contrast=programs.only_wait_for_the_result,
)
@given(word=st.sampled_from(["eight", "nine"]))
@example(word="seven")
def test_the_error_of_a_task_surfaces_at_get(program, processes, word):
    """The worker catches the exception and pickles it in place of a value. wait and callback are not there for errors."""
    raised, received = program(processes, word)
    assert received == [raised]
    assert isinstance(raised, ValueError)
