"""Tasks whose results never come: who waits for them, and how does one get out?"""

from concurrent.futures.process import BrokenProcessPool

from hypothesis import example, given
from hypothesis import strategies as st

from claims.pools import lost_tasks
from claims.start import quickest_context
from pytest_claims import assert_ends, assert_hangs, claim, everywhere, fresh_interpreter, platform, require, seconds


@claim(
    "pool.killed-worker-hangs-the-call",
    says="If the worker that runs a task is killed, the result never comes and Pool.map waits for ever.",
    source="https://github.com/python/cpython/pull/10441",
    program=lost_tasks.a_pool_whose_worker_is_killed,
    contrast=lost_tasks.an_executor_whose_worker_is_killed,
)
def test_map_waits_for_a_killed_worker(program):
    """The pool starts a new worker, but nobody notes which task the old one had. An executor does: BrokenProcessPool."""
    assert_hangs(program, quickest_context(), raises=BrokenProcessPool, during=10)


@claim(
    "pool.failing-initializer-hangs",
    says="If the initializer of a Pool raises, nobody hears of it: new workers are started without end and no task ever runs.",
    source="https://github.com/python/cpython/issues/87472",
    needs=platform == "linux",
    program=lost_tasks.a_pool_that_cannot_begin,
    contrast=lost_tasks.an_executor_that_cannot_begin,
)
def test_a_failing_initializer_starts_workers_without_end(program):
    """A worker that ends is replaced, whatever ended it. The tracebacks are printed, but no call of the parent raises."""
    enough = 5
    ended = fresh_interpreter(program, start_method=quickest_context().get_start_method(), most_starts=enough)
    require("ZeroDivisionError" in ended.stderr, "the initializer did not fail")
    assert ended.starts > enough
    assert ended.stdout == ""


@claim(
    "pool.get-reraises-any-exception",
    says="If a task raised an exception, get raises that exception in the parent, whatever its class.",
    source="the documentation of multiprocessing (https://docs.python.org/3/library/multiprocessing.html); contradicted by "
    "https://github.com/python/cpython/issues/103061",
    refuted_where=everywhere,
    truth="pool.get-hangs-on-some-exceptions",
    program=lost_tasks.an_error_that_cannot_be_unpickled,
    contrast=lost_tasks.an_error_that_can_be_unpickled,
)
def test_get_reraises_any_exception(program):
    """The error comes by pickle, and is made anew from its class and its args. A class that takes others cannot be made."""
    assert_ends(program, quickest_context(), within=60)


@claim(
    "pool.get-hangs-on-some-exceptions",
    says="If the exception of a task cannot be unpickled, get waits for ever, as do all others that wait for the pool.",
    source="the correction of pool.get-reraises-any-exception",
    program=lost_tasks.an_error_that_cannot_be_unpickled,
    contrast=lost_tasks.an_error_that_can_be_unpickled,
)
def test_get_hangs_on_some_exceptions(program):
    """The thread of the pool that receives all results ends with the TypeError of the class."""
    assert_hangs(program, quickest_context(), during=10)


@claim(
    "pool.systemexit-never-arrives",
    says="If a task raises SystemExit, its worker ends, and get waits for ever.",
    source="a second correction of pool.get-reraises-any-exception",
    program=lost_tasks.an_exit,
    contrast=lost_tasks.an_error_that_can_be_unpickled,
)
def test_system_exit_never_arrives(program):
    """A worker catches Exception, and SystemExit is none. So sys.exit() in a task is like the kill of the worker."""
    assert_hangs(program, quickest_context(), during=10)


@claim(
    "pool.unpicklable-error-is-replaced",
    says="If the exception of a task cannot be pickled, get raises MaybeEncodingError in its place.",
    source="a third correction of pool.get-reraises-any-exception",
    program=lost_tasks.an_error_that_cannot_be_pickled,
    contrast=lost_tasks.an_error_that_can_be_unpickled,
)
def test_an_unpicklable_error_is_replaced(program):
    """Pickling fails in the worker, which can still tell that. Only what fails on the other side is lost."""
    assert program(quickest_context()) == "MaybeEncodingError"


@claim(
    "pool.ctrl-c-cannot-stop-map",
    says="A program that waits in Pool.map cannot be stopped with Ctrl-C.",
    source="https://stackoverflow.com/questions/1408356; true in Python 2",
    needs=platform != "win32",
    refuted_where=everywhere,
    truth="pool.ctrl-c-stops-map",
    program=lost_tasks.leave_the_block_on_ctrl_c,
    contrast=lost_tasks.close_and_join_on_ctrl_c,
)
@given(workers=st.integers(1, 3))
@example(workers=2)
def test_ctrl_c_cannot_stop_map(program, workers):
    """In Python 3 a signal interrupts the wait. Who then waits in join for the tasks that it ended waits for ever."""
    assert_hangs(program, quickest_context(), workers, seconds(1), raises=KeyboardInterrupt, during=10)


@claim(
    "pool.ctrl-c-stops-map",
    says="When all workers are in a task, Ctrl-C interrupts Pool.map in the parent, and a with block then ends the program.",
    source="the correction of pool.ctrl-c-cannot-stop-map",
    needs=platform != "win32",
    program=lost_tasks.leave_the_block_on_ctrl_c,
    contrast=lost_tasks.close_and_join_on_ctrl_c,
)
@given(workers=st.integers(1, 3))
@example(workers=2)
def test_ctrl_c_stops_map(program, workers):
    """The end of the block terminates the pool. To close and join it instead waits for results that nobody computes.

    Where Ctrl-C comes just as a worker takes a task, the lock of the queue of tasks may stay held, and the end of the block
    hangs as well. And where it ends a worker first, a thread of the pool starts another, and may take the signal meanwhile:
    then it has to be pressed twice.
    """
    assert_ends(program, quickest_context(), workers, seconds(1), within=60, raises=KeyboardInterrupt)
