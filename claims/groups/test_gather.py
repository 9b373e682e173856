"""gather: results, errors, and what overlaps."""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.groups import gathering
from pytest_claims import Timeline, assert_overlap, assert_serial, claim, everywhere, naps, seconds


@claim(
    "gather.results-in-argument-order",
    says="gather returns its results in the order of its arguments, whichever of them finishes first.",
    source="the documentation of asyncio.gather (https://docs.python.org/3/library/asyncio-task.html)",
    program=gathering.gathered,
    contrast=gathering.as_completed,
)
@given(order=st.permutations([1, 2, 3]).filter(lambda order: order != [1, 2, 3]))
@example(order=[3, 1, 2])
def test_gather_keeps_the_order(program, order):
    """Each result has its place in a list from the start. as_completed is for who wants the first one first."""
    lengths = [seconds(nap) for nap in order]
    assert program(lengths) == lengths


@claim(
    "gather.failure-cancels-the-others",
    says="When one of the awaitables given to gather fails, gather cancels those that are still running.",
    source="a blog",
    refuted_where=everywhere,
    truth="gather.failure-lets-the-others-run",
    program=gathering.gathering_a_failure,
    contrast=gathering.grouping_a_failure,
)
def test_a_failure_cancels_the_others(program):
    """It hands the error on and forgets about the others. Only cancelling gather itself cancels them; a TaskGroup does it."""
    steps = []
    program(seconds(1), steps.append)
    assert "the other is cancelled" in steps


@claim(
    "gather.failure-lets-the-others-run",
    says="When one of the awaitables given to gather fails, the others run on to their ends, and nobody is told how they end.",
    source="the correction of gather.failure-cancels-the-others",
    program=gathering.gathering_a_failure,
    contrast=gathering.grouping_a_failure,
)
def test_a_failure_lets_the_others_run(program):
    """They are tasks like any others. Those that still run when asyncio.run ends are cancelled by it."""
    steps = []
    program(seconds(1), steps.append)
    assert "the other ends" in steps


@claim(
    "gather.first-error-comes-at-once",
    says="gather raises the first error the moment it happens and does not wait for the others.",
    source="a blog",
    program=gathering.gathering_a_failure,
    contrast=gathering.gathering_errors_as_results,
)
def test_the_first_error_comes_at_once(program):
    """Its future gets the exception as soon as a task has failed. With return_exceptions=True an error is a result among
    others, and gather waits for all.
    """
    steps = []
    program(seconds(1), steps.append)
    assert steps == ["the error comes", "the other ends"]


@claim(
    "gather.overlaps-blocking-calls",
    says="Blocking calls (requests.get, time.sleep) overlap once they are put into async functions that gather runs.",
    source="a blog",
    refuted_where=everywhere,
    truth="gather.runs-blocking-calls-in-turn",
    program=gathering.gathering_blocking_sleeps,
    contrast=gathering.gathering_sleeps_in_threads,
)
@given(lengths=naps(2, 4))
def test_blocking_calls_overlap(program, lengths):
    """The loop runs in one thread: while a call blocks it, no other coroutine has its turn. In to_thread calls overlap."""
    with Timeline() as spans:
        program([seconds(nap) for nap in lengths], spans.span)
    assert_overlap(spans)


@claim(
    "gather.runs-blocking-calls-in-turn",
    says="Blocking calls in async functions that gather runs take their turns: one begins when the one before has come back.",
    source="the correction of gather.overlaps-blocking-calls",
    program=gathering.gathering_blocking_sleeps,
    contrast=gathering.gathering_sleeps_in_threads,
)
@given(lengths=naps(2, 4))
def test_blocking_calls_take_turns(program, lengths):
    """Nothing in `async def` makes a call asynchronous: only an await that waits lets the loop run others."""
    with Timeline() as spans:
        program([seconds(nap) for nap in lengths], spans.span)
    assert_serial(spans)
