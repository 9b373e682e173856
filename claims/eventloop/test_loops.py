"""The event loop: who makes it, what it reports, and who can wait for it?"""

import sys

from claims.eventloop import loops
from pytest_claims import assert_loop_said, claim, everywhere, fresh_interpreter, python, require, seconds


@claim(
    "loop.get-event-loop-makes-one",
    says="If no loop is running, asyncio.get_event_loop() in the main thread creates one and returns it.",
    source="a blog; true until Python 3.13",
    refuted_where=python >= "3.14",
    truth="loop.get-event-loop-makes-none",
    program=loops.get_event_loop_in_the_main_thread,
    contrast=loops.get_event_loop_in_another_thread if sys.version_info < (3, 14) else loops.get_event_loop_after_setting_one,
)
def test_get_event_loop_makes_one(program):
    """It did so in the main thread only, with a DeprecationWarning since 3.12, and raises RuntimeError since 3.14."""
    ended = fresh_interpreter(program)
    require(ended.returncode == 0, f"the interpreter failed: {ended.stderr}")
    assert ended.stdout == "a loop\n"


@claim(
    "loop.get-event-loop-makes-none",
    says="Since Python 3.14 asyncio.get_event_loop() raises RuntimeError where no loop runs or was set.",
    source="the correction of loop.get-event-loop-makes-one",
    needs=python >= "3.14",
    program=loops.get_event_loop_in_the_main_thread,
    contrast=loops.get_event_loop_after_setting_one,
)
def test_get_event_loop_makes_none(program):
    """asyncio.run makes a loop and closes it; code that wants the running one calls get_running_loop."""
    ended = fresh_interpreter(program)
    require(ended.returncode == 0, f"the interpreter failed: {ended.stderr}")
    assert ended.stdout == "RuntimeError\n"


@claim(
    "loop.threadsafe-result-inside-the-loop",
    says="Synchronous code under a coroutine can get another coroutine's result from run_coroutine_threadsafe(...).result().",
    source="a question on a Q&A site",
    refuted_where=everywhere,
    truth="loop.threadsafe-result-needs-another-thread",
    program=loops.asked_inside_the_loop,
    contrast=loops.asked_from_a_thread,
)
def test_the_loop_waits_for_itself(program):
    """result() blocks the thread in which the loop runs, so the loop never gets to the coroutine."""
    assert program(seconds(4)) == "a result"


@claim(
    "loop.threadsafe-result-needs-another-thread",
    says="In the thread of the loop, run_coroutine_threadsafe(...).result() never gets a result.",
    source="the correction of loop.threadsafe-result-inside-the-loop",
    program=loops.asked_inside_the_loop,
    contrast=loops.asked_from_a_thread,
)
def test_a_result_needs_another_thread(program):
    """Its name says for whom it is: for other threads. A coroutine awaits, and a function under it has to become one."""
    assert program(seconds(4)) == "no result"


@claim(
    "loop.debug-reports-slow-steps",
    says="In debug mode a step that takes longer than 100 ms is logged.",
    source="Developing with asyncio (https://docs.python.org/3/library/asyncio-dev.html)",
    program=loops.a_slow_step_in_debug_mode,
    contrast=loops.a_slow_step_as_usual,
)
def test_debug_mode_reports_slow_steps(program):
    """The loop measures each callback then: "Executing ... took 0.150 seconds". slow_callback_duration sets the limit."""
    with assert_loop_said("Executing", "took"):
        program(0.15)


@claim(
    "loop.wait-closed-ignores-connections",
    says="After server.close(), server.wait_closed() returns at once even though clients are still connected.",
    source="https://github.com/python/cpython/issues/120866",
    refuted_where=python >= "3.12",
    truth="loop.wait-closed-waits-for-connections",
    program=loops.with_a_client,
    contrast=loops.without_a_client if sys.version_info >= (3, 12) else loops.with_a_client_after_closing,
)
def test_wait_closed_returns_at_once(program):
    """A slip: it looked at the wrong attribute. Since 3.12 it waits for them, as its documentation always said."""
    assert program(seconds(4)) == "returns"


@claim(
    "loop.wait-closed-waits-for-connections",
    says="Since Python 3.12.1 server.wait_closed() waits until every connection of the server has been closed.",
    source="the correction of loop.wait-closed-ignores-connections",
    needs=python >= "3.12.1",
    program=loops.with_a_client,
    contrast=loops.without_a_client,
)
def test_wait_closed_waits_for_connections(program):
    """A server that is to stop has to close its clients' connections as well; since 3.13 with close_clients(). In 3.12.0 a
    server that is not closed yet made it return as soon as nobody was connected.
    """
    assert program(seconds(4)) == "waits"
