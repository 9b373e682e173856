"""The awaited thing is done: when does the coroutine go on?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.coroutines import programs
from pytest_claims import assert_duration, claim, everywhere, require, seconds


@claim(
    "await.resumes-when-condition-met",
    says="When the 5 s that a coroutine awaits are over, it goes on, whether or not the other one has finished running.",
    source="notes 4",
    refuted_where=everywhere,
    truth="await.resume-needs-the-loop",
    program=programs.beside_one_that_blocks,
    contrast=programs.beside_one_that_awaits,
)
@given(nap=st.integers(4, 6))
@example(nap=5)
def test_a_coroutine_goes_on_when_its_condition_is_met(program, nap):
    """Nothing interrupts a coroutine. It only looks so beside one that spends its time awaiting too."""
    with assert_duration(approx=nap, rivals={"when the other awaits": nap + 3, "when the other has ended": 2 * (nap + 3)}):
        other_had_ended = program(seconds(nap), busy=seconds(nap + 3))
    require(not other_had_ended, "the other coroutine had ended before")


@claim(
    "await.resume-needs-the-loop",
    says="When the 5 s that a coroutine awaits are over, it goes on only once whoever runs gives the loop back.",
    source="the correction of await.resumes-when-condition-met",
    program=programs.beside_one_that_blocks,
    contrast=programs.beside_one_that_awaits,
)
@given(nap=st.integers(4, 6))
@example(nap=5)
def test_a_coroutine_goes_on_when_the_loop_is_free(program, nap):
    """The timer is looked at by the loop, in the same thread, between two steps of coroutines: at the other's next await,
    which is later than the timer and earlier than the other's end.
    """
    with assert_duration(approx=nap + 3, rivals={"when its time is up": nap, "when the other has ended": 2 * (nap + 3)}):
        other_had_ended = program(seconds(nap), busy=seconds(nap + 3))
    require(not other_had_ended, "the other coroutine had ended before")
