"""What comes out of an executor, and when does it let go?"""

import sys

from hypothesis import example, given
from hypothesis import strategies as st

from claims.executors import results
from pytest_claims import assert_duration, claim, everywhere, fresh_interpreter, python, require, seconds

#: The iterator of map is no generator any more.
MAP_GOES_ON = sys.version_info >= (3, 16)


@claim(
    "executor.map-goes-on-after-errors",
    says="When next on the iterator of Executor.map raises a task's error, one can catch it and go on to the remaining "
    "results.",
    source="a question on a Q&A site",
    refuted_where=python < "3.16.0a0",
    truth="executor.map-ends-with-the-first-error",
    program=results.catching_errors_of_map,
    contrast=results.catching_errors_of_a_generator if MAP_GOES_ON else results.catching_errors_of_each_future,
)
@given(tasks=st.integers(3, 6))
@example(tasks=4)
def test_map_goes_on_after_an_error(program, tasks):
    """Until Python 3.15 the iterator is a generator, and a generator that has raised is finished."""
    assert program(tasks, 1) == [0, "an error", *range(2, tasks)]


@claim(
    "executor.map-ends-with-the-first-error",
    says="The iterator of Executor.map ends with the first error of a task; the results behind it are lost.",
    source="the correction of executor.map-goes-on-after-errors",
    refuted_where=python >= "3.16.0a0",
    truth="executor.map-goes-on-after-errors",
    program=results.catching_errors_of_map,
    contrast=results.catching_errors_of_a_generator if MAP_GOES_ON else results.catching_errors_of_each_future,
)
@given(tasks=st.integers(3, 6))
@example(tasks=4)
def test_map_ends_with_the_first_error(program, tasks):
    """The tasks run all the same. Who wants every result, in any version, calls submit, and result() of each future."""
    assert program(tasks, 1) == [0, "an error"]


@claim(
    "executor.result-timeout-leaves-the-block",
    says="With result(timeout=1) one gets out of a slow task after 1 s, the with block of the executor included.",
    source="a blog",
    refuted_where=everywhere,
    truth="executor.with-block-waits-for-tasks",
    program=results.in_a_with_block,
    contrast=results.shut_down_without_waiting,
)
@given(nap=st.integers(4, 8))
@example(nap=5)
def test_a_time_out_leaves_the_block(program, nap):
    """result() gives up on time. The end of the with block is shutdown(wait=True), and that waits for the slow task."""
    with assert_duration(approx=1, rivals={"when the task has ended": nap}):
        require(program(seconds(nap), seconds(1)) == "given up", "it was in time")


@claim(
    "executor.with-block-waits-for-tasks",
    says="The end of an executor's with block waits for all tasks, those whose result was given up included.",
    source="the correction of executor.result-timeout-leaves-the-block",
    program=results.in_a_with_block,
    contrast=results.shut_down_without_waiting,
)
@given(nap=st.integers(4, 8))
@example(nap=5)
def test_a_with_block_waits_for_its_tasks(program, nap):
    """And with shutdown(wait=False) the end of the program waits, since it joins the executor's threads."""
    with assert_duration(approx=nap, rivals={"when the time is up": 1}):
        require(program(seconds(nap), seconds(1)) == "given up", "it was in time")


@claim(
    "executor.shutdown-unwaited-finishes-tasks",
    says="shutdown(wait=False) drops nothing: all tasks that are pending still run, and the program does not end before.",
    source="the documentation of concurrent.futures (https://docs.python.org/3/library/concurrent.futures.html)",
    program=results.shutdown_without_waiting,
    contrast=results.shutdown_that_cancels,
)
@given(tasks=st.integers(2, 4))
@example(tasks=3)
def test_shutdown_drops_nothing(program, tasks):
    """The interpreter joins the threads of executors before it exits, and these work off their queue first."""
    ended = fresh_interpreter(program, tasks, seconds(1))
    require(ended.returncode == 0, f"the interpreter failed: {ended.stderr}")
    assert ended.stdout.splitlines() == ["the main thread ends", *(f"task {number} ends" for number in range(tasks))]
