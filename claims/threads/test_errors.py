"""Errors in threads: what does an exception end, and who hears of it?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.threads import errors
from pytest_claims import claim, everywhere, fresh_interpreter, require

#: Exceptions that end a thread with a traceback. KeyboardInterrupt is one as any other there.
ERRORS = st.sampled_from([ValueError, LookupError, KeyboardInterrupt])


def failing(error):
    """A function that raises it, and a list of the calls."""
    calls = []

    def target():
        calls.append(error)
        raise error("in the thread")

    return target, calls


@claim(
    "thread.error-is-silent",
    says="By default an exception that ends a thread is swallowed: nothing about it is printed.",
    source="the sample output on a page on threading.excepthook",
    refuted_where=everywhere,
    truth="thread.error-is-printed",
    program=errors.printed_of_a_thread,
    contrast=errors.printed_of_an_executors_task,
)
@given(error=ERRORS)
@example(error=ValueError)
def test_an_error_is_silent(program, error):
    """It is so for the tasks of an executor: that keeps the exception for whoever asks the Future, and prints nothing."""
    target, calls = failing(error)
    printed = program(target)
    require(calls == [error], "the target was not called")
    assert printed == ""


@claim(
    "thread.error-is-printed",
    says="By default the traceback of an exception that ends a thread is printed on stderr, under the name of the thread.",
    source="the correction of thread.error-is-silent",
    program=errors.printed_of_a_thread,
    contrast=errors.printed_of_an_executors_task,
)
@given(error=ERRORS)
@example(error=ValueError)
def test_an_error_is_printed(program, error):
    """threading.excepthook does that, for every exception but SystemExit."""
    target, calls = failing(error)
    printed = program(target)
    require(calls == [error], "the target was not called")
    assert printed.startswith("Exception in thread Thread-")
    assert printed.rstrip().endswith(f"{error.__name__}: in the thread")


@claim(
    "thread.error-goes-to-threading-excepthook",
    says="An uncaught exception of a thread is handed to threading.excepthook; sys.excepthook is not called for it.",
    source="the commit that added threading.excepthook (bpo-1230540)",
    program=errors.a_target_that_raises,
    contrast=errors.a_target_that_hands_its_errors_to_sys,
)
@given(error=st.sampled_from([ValueError, LookupError, KeyboardInterrupt, SystemExit]))
@example(error=ValueError)
def test_an_error_goes_to_the_hook_of_threading(program, error):
    """sys.excepthook is for the main thread. A hook of one's own gets SystemExit, too; the default one passes over it."""
    target, calls = failing(error)
    called = program(target)
    require(calls == [error], "the target was not called")
    assert called == [("threading.excepthook", error)]


@claim(
    "thread.sys-exit-ends-program",
    says="sys.exit(), that is SystemExit, in any thread ends the whole program.",
    source="a page on threading.__excepthook__",
    refuted_where=everywhere,
    truth="thread.sys-exit-ends-its-thread",
    program=errors.exit_in_a_thread,
    contrast=errors.exit_in_the_main_thread,
)
def test_sys_exit_ends_the_program(program):
    """SystemExit is an exception, and unwinds the thread in which it is raised. Only the main thread's end is the program's."""
    ended = fresh_interpreter(program, 3)
    require(ended.stderr == "", f"the interpreter failed: {ended.stderr}")
    assert ended.stdout == ""


@claim(
    "thread.sys-exit-ends-its-thread",
    says="sys.exit() in another thread than the main one ends that thread alone, silently, and its status counts for nothing.",
    source="the correction of thread.sys-exit-ends-program",
    program=errors.exit_in_a_thread,
    contrast=errors.exit_in_the_main_thread,
)
def test_sys_exit_ends_its_thread(program):
    """threading.excepthook passes over SystemExit. Who wants to end the program from a thread tells the main thread to."""
    ended = fresh_interpreter(program, 3)
    require(ended.stderr == "", f"the interpreter failed: {ended.stderr}")
    assert ended.stdout == "the main thread goes on\n"
    assert ended.returncode == 0
