"""The outcome of a child: what does the parent get to know of what its target returned or raised?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.processes import outcomes
from pytest_claims import claim, fresh_interpreter, require


@claim(
    "process.join-is-silent-about-errors",
    says="An exception that ends a Process is not raised in the parent; not even join raises it.",
    source="a blog; an answer on a Q&A site (https://stackoverflow.com/questions/19924104)",
    program=outcomes.join_a_process_that_fails,
    contrast=outcomes.get_the_result_of_a_task_that_fails,
)
def test_join_is_silent_about_errors(program, processes):
    """A Process sends nothing back but its exit code. A pool pickles the exception, sends it, and raises it in get."""
    outcome = program(processes)
    require(outcome.child_failed, "the child did not fail")
    assert outcome.raised is None


@claim(
    "process.failure-exits-with-one",
    says="A child whose target raises an exception prints the traceback on stderr and has exit code 1.",
    source="bpo-45554, multiprocessing exitcode is insufficiently documented",
    program=outcomes.print_exit_code_after_an_exception,
    contrast=outcomes.print_exit_code_after_sys_exit,
)
def test_a_failure_exits_with_one(program, processes):
    """The child catches what its target raises, and prints it. SystemExit is no failure: of that it prints the message."""
    ended = fresh_interpreter(program, start_method=processes.get_start_method())
    assert ended.stdout == "1\n"
    assert "Traceback (most recent call last)" in ended.stderr
    assert "ZeroDivisionError" in ended.stderr


@claim(
    "process.return-value-is-lost",
    says="What the target of a Process returns does not reach the parent: neither join nor the Process object gives it.",
    source="a blog (How to Return a Value From a Process)",
    program=outcomes.answer_of_a_process,
    contrast=outcomes.answer_of_a_task,
)
@given(question=st.integers(0, 9))
@example(question=7)
def test_the_return_value_is_lost(program, processes, question):
    """run() calls the target and drops what it returns. A result needs a pipe, a queue, or a pool, which sends it back."""
    ran, found = program(processes, question)
    require(ran, "the child failed")
    assert outcomes.answer(question) not in found
