"""to_thread: what a cancellation reaches, how many run at once, and what computing there does to the loop."""

import asyncio
from time import sleep

from hypothesis import example, given
from hypothesis import strategies as st

from claims.executors.workers import default_threads
from claims.loops import in_threads
from pytest_claims import (
    Timeline,
    assert_at_most,
    assert_others_run,
    assert_others_wait,
    assert_parallel,
    claim,
    cpus,
    everywhere,
    gil,
    require,
    seconds,
    spin,
)


@claim(
    "tothread.cancel-stops-the-thread",
    says="Cancelling an await of to_thread, or its time-out, stops the function in the thread.",
    source="a question on a Q&A site",
    refuted_where=everywhere,
    truth="tothread.function-runs-on",
    program=in_threads.given_up,
    contrast=in_threads.given_up_and_told,
)
@given(nap=st.integers(4, 8))
def test_a_time_out_stops_the_function(program, nap):
    """A thread cannot be stopped from outside. It has to look for itself whether it should stop, at an Event for example."""
    steps = []
    program(seconds(nap), seconds(1), steps.append)
    assert steps == ["it is given up"]


@claim(
    "tothread.function-runs-on",
    says="When an await of to_thread is cancelled, only the waiting ends; the function runs on to its end.",
    source="the correction of tothread.cancel-stops-the-thread",
    program=in_threads.given_up,
    contrast=in_threads.given_up_and_told,
)
@given(nap=st.integers(4, 8))
def test_the_function_runs_on(program, nap):
    """It goes on to occupy a thread of the executor, and what it returns is dropped."""
    steps = []
    program(seconds(nap), seconds(1), steps.append)
    assert steps == ["it is given up", "the function ends"]


@claim(
    "tothread.run-leaves-it-behind",
    says="Once wait_for has given up on a to_thread call, the program can end without waiting for the thread.",
    source="a question on a Q&A site",
    refuted_where=everywhere,
    truth="tothread.run-waits-for-the-thread",
    program=in_threads.a_program_that_gives_up,
    contrast=in_threads.a_program_with_a_daemon_thread,
)
@given(nap=st.integers(4, 8))
def test_run_leaves_the_thread_behind(program, nap):
    """Before it closes the loop, asyncio.run waits until the threads of the default executor have ended."""
    steps = []
    program(seconds(nap), seconds(1), steps.append)
    assert steps == ["it is given up", "run has returned", "the function ends"]


@claim(
    "tothread.run-waits-for-the-thread",
    says="asyncio.run returns only when the functions that to_thread has started have ended, given up or not.",
    source="the correction of tothread.run-leaves-it-behind",
    program=in_threads.a_program_that_gives_up,
    contrast=in_threads.a_program_with_a_daemon_thread,
)
@given(nap=st.integers(4, 8))
def test_run_waits_for_the_thread(program, nap):
    """It calls shutdown_default_executor; since Python 3.12 that gives up after five minutes. A daemon thread of one's own is
    waited for by nobody.
    """
    steps = []
    program(seconds(nap), seconds(1), steps.append)
    assert steps == ["it is given up", "the function ends", "run has returned"]


@claim(
    "tothread.at-most-cpus-plus-four",
    says="to_thread runs at most min(32, number of CPUs + 4) functions at the same time.",
    source="a book",
    program=in_threads.with_the_default_executor,
    contrast=in_threads.with_a_larger_executor,
)
@given(more=st.integers(2, 4))
@example(more=4)
def test_calls_wait_for_a_thread(program, more):
    """That is how many threads a ThreadPoolExecutor has by default, and to_thread uses the loop's default executor."""
    most = default_threads()
    with Timeline() as spans:
        program(most + more, function=spans.watch(sleep), nap=seconds(4))
    require(len(spans.spans) == most + more, "not all were called")
    assert_at_most(most, spans)


@claim(
    "tothread.speeds-up-computing",
    says="Two pure-Python computations given to to_thread run in parallel on two CPUs.",
    source="https://github.com/python/cpython/pull/150456",
    needs=cpus >= 2,
    refuted_where=gil == "on",
    truth="thread.gil-blocks-cpu-speedup",
    program=in_threads.compute_in_to_thread,
    contrast=in_threads.compute_in_processes_or_under_a_lock,
    alone=True,
)
def test_to_thread_computes_in_parallel(program):
    """Threads of one interpreter share its GIL. to_thread is for calls that wait; without the GIL it is for computing, too."""
    work = spin(0.2)
    with assert_parallel():
        program(2, work)


@claim(
    "tothread.computing-blocks-the-loop",
    says="A pure-Python computation in to_thread keeps the GIL, so the event loop gets nothing done until it has finished.",
    source="a question on a Q&A site",
    refuted_where=everywhere,
    truth="tothread.computing-lets-the-loop-run",
    program=in_threads.compute_in_a_thread,
    contrast=in_threads.compute_in_the_loop,
    alone=True,
)
def test_computing_in_a_thread_blocks_the_loop(program):
    """A thread that computes hands the GIL on when another one has asked for it for 5 ms (sys.getswitchinterval)."""

    async def main():
        async with assert_others_wait():
            await program(spin(0.2))

    asyncio.run(main())


@claim(
    "tothread.computing-lets-the-loop-run",
    says="While a function computes in to_thread, the event loop goes on, a little more slowly.",
    source="the correction of tothread.computing-blocks-the-loop",
    program=in_threads.compute_in_a_thread,
    contrast=in_threads.compute_in_the_loop,
    alone=True,
)
def test_computing_in_a_thread_lets_the_loop_run(program):
    """The loop waits for the GIL up to 5 ms each time it has something to do. A call in C that keeps the GIL is different."""

    async def main():
        async with assert_others_run():
            await program(spin(0.2))

    asyncio.run(main())
