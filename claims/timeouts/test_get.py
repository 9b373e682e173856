"""get(timeout): what happens when the time is up?"""

from multiprocessing import TimeoutError

from hypothesis import example, given
from hypothesis import strategies as st

from claims.start import joined
from claims.timeouts import programs
from pytest_claims import Timeline, assert_duration, claim, everywhere, require, seconds


@claim(
    "timeout.get-raises-after-timeout",
    says="get(timeout) waits timeout seconds for the function, and then raises multiprocessing.TimeoutError.",
    source="notes 3",
    program=programs.get_with_a_timeout,
    contrast=programs.get_without_a_timeout,
)
@given(timeout=st.integers(4, 6))
@example(timeout=4)
def test_get_raises_when_the_time_is_up(program, processes, timeout):
    """In get, the caller waits on a condition with that time-out; the worker is not involved. The class is multiprocessing's
    own: an except clause for the built-in TimeoutError does not catch it.
    """
    rivals = {"when the function has ended": 10}
    with joined(processes.Pool(1)) as pool, assert_duration(approx=timeout, rivals=rivals):
        raised = program(pool, nap=seconds(10), timeout=seconds(timeout))
        assert isinstance(raised, TimeoutError)


@claim(
    "timeout.get-aborts-the-work",
    says="A function that runs longer than the time-out is aborted there and then.",
    source="notes 3",
    refuted_where=everywhere,
    truth="timeout.work-goes-on-after-get",
    program=programs.in_a_process_that_lives_on,
    contrast=programs.in_a_process_for_this_task_alone,
)
@given(nap=st.integers(8, 10), timeout=st.integers(2, 4))
@example(nap=10, timeout=4)
def test_get_aborts_the_function(program, processes, nap, timeout):
    """A thread cannot be ended from outside. It dies with its process: in a worker that ends after this task, at once."""
    with Timeline() as spans:
        outcome = program(processes, nap=seconds(nap), timeout=seconds(timeout), note=spans.watch(str))
    require(outcome == programs.TIMED_OUT, "the function was not given up")
    assert [span.label for span in spans.spans] == ["0 begins"]


@claim(
    "timeout.work-goes-on-after-get",
    says="At the time-out only the waiting stops; the function runs on to its end, as long as its process lives.",
    source="the correction of timeout.get-aborts-the-work",
    program=programs.in_a_process_that_lives_on,
    contrast=programs.in_a_process_for_this_task_alone,
)
@given(nap=st.integers(8, 10), timeout=st.integers(2, 4))
@example(nap=10, timeout=4)
def test_the_function_runs_on_after_get(program, processes, nap, timeout):
    """The time-out belongs to get: nobody tells the thread that its result is not wanted any more. It is a daemon, though, so
    a worker that has no more tasks ends without waiting for it.
    """
    with Timeline() as spans:
        outcome = program(processes, nap=seconds(nap), timeout=seconds(timeout), note=spans.watch(str))
    require(outcome == programs.TIMED_OUT, "the function was not given up")
    assert [span.label for span in spans.spans] == ["0 begins", "0 ends"]
