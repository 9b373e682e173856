"""Debug mode: does it only tell of mistakes?"""

from claims.loops import debug_mode
from pytest_claims import assert_ends, assert_hangs, claim, everywhere


@claim(
    "loop.debug-refuses-other-threads",
    says="In debug mode loop.call_soon() raises RuntimeError in a thread that is not the loop's.",
    source="Developing with asyncio (https://docs.python.org/3/library/asyncio-dev.html)",
    program=debug_mode.call_soon_in_a_thread,
    contrast=debug_mode.call_soon_threadsafe_in_a_thread,
)
def test_debug_mode_refuses_other_threads(program):
    """It compares the thread of the caller with that of the loop. Otherwise nobody does, and the call is accepted."""
    assert program() == "RuntimeError"


@claim(
    "loop.debug-only-reports",
    says="Debug mode only tells of mistakes: an asyncio program that ends without it ends with it.",
    source="what one expects of a mode for development (https://docs.python.org/3/library/asyncio-dev.html)",
    refuted_where=everywhere,
    truth="asyncqueue.debug-freezes-the-consumer",
    program=debug_mode.put_by_a_thread_in_debug_mode,
    contrast=debug_mode.put_by_a_thread_as_usual,
)
def test_debug_mode_only_reports(program):
    """A call that it refuses may have done half of its work by then."""
    assert_ends(program, within=5)


@claim(
    "asyncqueue.debug-freezes-the-consumer",
    says="In debug mode a put_nowait by another thread leaves the consumer that waits unable to go on: no other put, no "
    "time-out and no cancel() wakes it.",
    source="the correction of loop.debug-only-reports",
    program=debug_mode.put_by_a_thread_in_debug_mode,
    contrast=debug_mode.put_by_the_loop_in_debug_mode,
)
def test_debug_mode_freezes_the_consumer(program):
    """put_nowait marks the consumer as ready, and then asks the loop to call it, which the loop refuses. From now on everybody
    takes it for one who is about to go on: the next put passes it over, and cancel() leaves a note for when it does.
    """
    assert_hangs(program)
