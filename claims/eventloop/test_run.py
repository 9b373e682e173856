"""asyncio.run: what does it take, where can it be called, and what does Ctrl-C do?"""

import signal
import sys

from claims.eventloop import runs
from pytest_claims import claim, fresh_interpreter, python, require, start_method


@claim(
    "run.takes-coroutines-only",
    says="asyncio.run takes a coroutine and nothing else; another awaitable raises ValueError.",
    source="a blog; true until Python 3.13",
    refuted_where=python >= "3.14",
    truth="run.takes-any-awaitable",
    program=runs.given_an_awaitable,
    contrast=runs.given_a_coroutine if sys.version_info < (3, 14) else runs.given_no_awaitable,
)
def test_run_takes_coroutines_only(program):
    """Since 3.14 it wraps another awaitable in a coroutine. What cannot be awaited is still refused, now with a TypeError."""
    assert program() in ("ValueError", "TypeError")


@claim(
    "run.takes-any-awaitable",
    says="Since Python 3.14 asyncio.run takes any awaitable.",
    source="the correction of run.takes-coroutines-only",
    needs=python >= "3.14",
    program=runs.given_an_awaitable,
    contrast=runs.given_no_awaitable,
)
def test_run_takes_any_awaitable(program):
    """An object with __await__, say."""
    assert program() == "a result"


@claim(
    "run.cannot-be-nested",
    says="asyncio.run raises RuntimeError when a loop is running in the same thread.",
    source="the documentation of asyncio.run (https://docs.python.org/3/library/asyncio-runner.html)",
    program=runs.inside_a_coroutine,
    contrast=runs.in_a_thread_that_a_coroutine_starts,
)
def test_run_cannot_be_nested(program):
    """A thread has one running loop. In another thread there may be another one."""
    assert program() == "RuntimeError"


@claim(
    "run.fails-in-a-child-process",
    says="A process that a coroutine starts cannot use asyncio.run: it inherits a loop that is running.",
    source="https://github.com/python/asyncio/issues/347",
    refuted_where=~((python == "3.14.0") & (start_method == "fork")),
    truth="run.works-in-a-child-process",
    program=runs.in_a_process_that_a_coroutine_starts,
    contrast=runs.in_the_same_process_or_spawned,
)
def test_run_fails_in_a_child_process(program, processes):
    """That a loop is running is noted together with the process in which it runs, so a forked child has none. In 3.14.0 it
    hangs all the same: there the task of its parent is still the current one, so that its own cannot be entered.
    """
    assert program(processes) != "works"


@claim(
    "run.works-in-a-child-process",
    says="A process that a coroutine starts can call asyncio.run, under every start method.",
    source="the correction of run.fails-in-a-child-process",
    refuted_where=(python == "3.14.0") & (start_method == "fork"),
    truth="run.fails-in-a-child-process",
    program=runs.in_a_process_that_a_coroutine_starts,
    contrast=runs.in_the_same_process_or_spawned,
)
def test_run_works_in_a_child_process(program, processes):
    """The loop of the parent is none of its business, though it shares the parent's sockets under fork."""
    assert program(processes) == "works"


@claim(
    "run.ctrl-c-interrupts-the-coroutine",
    says="Ctrl-C raises KeyboardInterrupt in the coroutine that asyncio.run runs, which can catch it there.",
    source="a question on a Q&A site",
    refuted_where=python >= "3.11",
    truth="run.ctrl-c-cancels-the-coroutine",
    program=runs.waiting_in_the_coroutine,
    contrast=runs.blocking_without_a_loop,
)
def test_ctrl_c_interrupts_the_coroutine(program):
    """Since 3.11 asyncio.run has a handler of its own for it, which cancels the main task."""
    assert "KeyboardInterrupt in the coroutine" in _said_on_ctrl_c(program)


@claim(
    "run.ctrl-c-cancels-the-coroutine",
    says="On Ctrl-C asyncio.run cancels the coroutine that it runs, and raises KeyboardInterrupt once that has ended.",
    source="the correction of run.ctrl-c-interrupts-the-coroutine",
    program=runs.waiting_in_the_coroutine,
    contrast=runs.blocking_without_a_loop,
)
def test_ctrl_c_cancels_the_coroutine(program):
    """So clean-up is written once, for cancellation. A second Ctrl-C raises KeyboardInterrupt wherever the program is."""
    assert _said_on_ctrl_c(program) == ["ready", "CancelledError in the coroutine", "KeyboardInterrupt from run"]


def _said_on_ctrl_c(program):
    ended = fresh_interpreter(program, send=signal.SIGINT)
    require(ended.returncode == 0, f"the interpreter failed: {ended.stderr}")
    return ended.stdout.splitlines()
