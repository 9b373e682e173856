"""Threads at the exit of the program: can atexit stop them, and who may start others?"""

import sys

from claims.threads import at_exit
from pytest_claims import claim, fresh_interpreter, implementation, python, require, seconds

#: The releases that let no thread start once the main thread has come to its end. 3.12.3 does again.
NO_LATE_THREADS = (implementation == "cpython") & (python >= "3.12.0") & (python < "3.12.3")
LATE_THREADS = sys.implementation.name != "cpython" or not (3, 12, 0) <= sys.version_info < (3, 12, 3)


def heard_from(program, *args):
    """The lines that a program prints to the very end of its interpreter."""
    ended = fresh_interpreter(program, *args)
    require(ended.returncode == 0 and ended.stderr == "", f"the interpreter failed: {ended.stderr}")
    return ended.stdout.splitlines()


@claim(
    "thread.atexit-waits-for-threads",
    says="Functions registered with atexit run only when all non-daemon threads have ended: they cannot tell these to stop.",
    source="https://github.com/python/cpython/issues/126168",
    program=at_exit.tell_a_thread_at_the_exit,
    contrast=at_exit.tell_a_daemon_at_the_exit,
)
def test_atexit_waits_for_threads(program):
    """The exit begins with joining them. A thread that waits for such a function to tell it to stop waits for ever."""
    assert heard_from(program, seconds(5)) == ["the thread ends untold", "the function is called"]


@claim(
    "thread.atexit-cannot-start-threads",
    says="Since Python 3.12 a function registered with atexit cannot start a thread any more: RuntimeError.",
    source="the documentation of atexit in 3.12; https://github.com/python/cpython/issues/113964",
    refuted_where=~NO_LATE_THREADS,
    truth="thread.atexit-can-start-threads",
    program=at_exit.start_a_thread_at_the_exit,
    contrast=at_exit.submit_to_an_executor_at_the_exit if LATE_THREADS else at_exit.start_a_thread_before_the_exit,
)
def test_atexit_cannot_start_threads(program):
    """Only 3.12.0 to 3.12.2 refuse. To an executor nothing can be submitted then: it is shut down before such functions run."""
    assert heard_from(program) == ["RuntimeError"]


@claim(
    "thread.atexit-can-start-threads",
    says="A function registered with atexit can start a thread and join it.",
    source="the correction of thread.atexit-cannot-start-threads",
    refuted_where=NO_LATE_THREADS,
    truth="thread.atexit-cannot-start-threads",
    program=at_exit.start_a_thread_at_the_exit,
    contrast=at_exit.submit_to_an_executor_at_the_exit if LATE_THREADS else at_exit.start_a_thread_before_the_exit,
)
def test_atexit_can_start_threads(program):
    """The interpreter refuses new threads from the moment at which it begins to take itself apart, after these functions."""
    assert heard_from(program) == ["it runs"]


@claim(
    "thread.worker-starts-one-after-main-end",
    says="A non-daemon thread that runs on after the main thread has ended can still start another thread.",
    source="an issue of a project; https://github.com/python/cpython/issues/113964",
    refuted_where=NO_LATE_THREADS,
    truth="thread.no-start-after-main-end",
    program=at_exit.start_a_thread_from_one_that_runs_on,
    contrast=at_exit.submit_from_a_thread_that_runs_on if LATE_THREADS else at_exit.start_a_thread_before_the_exit,
)
def test_a_worker_starts_one_after_the_end_of_main(program):
    """The exit waits until none is left, of those started meanwhile either. Executors accept no more tasks by then."""
    assert heard_from(program) == ["it runs"]


@claim(
    "thread.no-start-after-main-end",
    says="In Python 3.12.0 to 3.12.2 no thread can be started once the main thread has come to its end: RuntimeError.",
    source="the correction of thread.worker-starts-one-after-main-end",
    needs=NO_LATE_THREADS,
    program=at_exit.start_a_thread_from_one_that_runs_on,
    contrast=at_exit.start_a_thread_before_the_exit,
)
def test_none_starts_after_the_end_of_main(program):
    """The exit took note that it had begun before it waited for the other threads; 3.12.3 does so afterwards."""
    assert heard_from(program) == ["RuntimeError"]
