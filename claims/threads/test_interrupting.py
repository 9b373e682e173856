"""PyThreadState_SetAsyncExc: when does the exception come that is sent to another thread?"""

from hypothesis import given
from hypothesis import strategies as st

from claims.threads import interrupting
from pytest_claims import claim, everywhere, implementation, require, seconds


@claim(
    "thread.async-exc-wakes-sleeper",
    says="The PyThreadState_SetAsyncExc recipe interrupts a thread that is in a long call, such as a sleep of many seconds.",
    source="an answer on a Q&A site, and a recipe for killable threads",
    needs=implementation == "cpython",
    refuted_where=everywhere,
    truth="thread.async-exc-waits-for-the-call",
    program=interrupting.raise_in_one_long_sleep,
    contrast=interrupting.raise_in_many_short_sleeps,
)
@given(nap=st.integers(4, 8))
def test_an_asynchronous_exception_wakes_a_sleeper(program, nap):
    """It sets a flag. The interpreter looks at that between the steps of Python code, and the sleep is one step."""
    shares = program(seconds(nap))
    require(len(shares) == 1, "the exception was not raised")
    assert shares[0] < 0.8


@claim(
    "thread.async-exc-waits-for-the-call",
    says="An exception sent by PyThreadState_SetAsyncExc is raised only when the call in which the thread waits has returned.",
    source="the correction of thread.async-exc-wakes-sleeper",
    needs=implementation == "cpython",
    program=interrupting.raise_in_one_long_sleep,
    contrast=interrupting.raise_in_many_short_sleeps,
)
@given(nap=st.integers(4, 8))
def test_an_asynchronous_exception_waits_for_the_call(program, nap):
    """A thread that waits in many short calls comes back to Python code between them. An Event to wait for is still better."""
    shares = program(seconds(nap))
    require(len(shares) == 1, "the exception was not raised")
    assert shares[0] > 0.8
