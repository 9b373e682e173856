"""The target of a process: must it be picklable?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.processes import outcomes
from pytest_claims import claim, platform, start_method


@claim(
    "process.lambda-as-target",
    says="A lambda can be the target of a Process; it need not be picklable.",
    source="https://github.com/python/cpython/pull/125750 (what is so under fork only)",
    needs=platform != "win32",
    refuted_where=~(start_method == "fork"),
    truth="process.lambda-target-fails-unless-forked",
    program=outcomes.a_lambda,
    contrast=outcomes.a_lambda_by_another_start_method,
)
@given(number=st.integers(1, 9))
@example(number=21)
def test_a_lambda_is_a_target(program, processes, number):
    """A forked child has the target in its copy of the memory. By any other start method it gets the target pickled."""
    assert program(processes, number) == 2 * number


@claim(
    "process.lambda-target-fails-unless-forked",
    says="Unless it is forked, a Process whose target is a lambda fails to start: functions are pickled by name.",
    source="the correction of process.lambda-as-target",
    needs=platform != "win32",
    program=outcomes.a_lambda_not_forked,
    contrast=outcomes.a_function_not_forked,
)
@given(number=st.integers(1, 9))
@example(number=21)
def test_a_lambda_is_no_target_unless_forked(program, number):
    """The name of a lambda leads to nothing that a child could import. start() raises in the parent, before a child exists."""
    outcomes_by_method = program(number)
    assert all(isinstance(outcome, Exception) for outcome in outcomes_by_method.values()), outcomes_by_method
