"""While a call in C is at work, do other threads run?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.gil import calls
from pytest_claims import assert_others_run, assert_others_wait, claim, gil


@claim(
    "gil.slow-regex-stops-all-threads",
    says="While re works on a pattern that backtracks catastrophically no other thread runs, so a time-out in another thread "
    "cannot fire.",
    source="an issue of a program that uses re",
    refuted_where=gil == "off",
    truth="gil.slow-regex-stops-its-own-thread",
    program=calls.match_a_pattern_that_backtracks,
    contrast=calls.let_others_run_or_stop_them,
    alone=True,
)
def test_a_slow_pattern_stops_all_threads(program):
    """Re works on Python's objects and keeps the GIL from the beginning of a match to its end, however long that takes. A
    time-out has to be in another process, or in a signal's handler: re looks for signals. Without a GIL other threads go on.
    """
    with assert_others_wait():
        program()


@claim(
    "gil.slow-regex-stops-its-own-thread",
    says="Without the GIL other threads run while re works on a slow pattern, and a time-out in one of them fires.",
    source="the correction of gil.slow-regex-stops-all-threads",
    needs=gil == "off",
    program=calls.match_a_pattern_that_backtracks,
    contrast=calls.stop_everybody,
    alone=True,
)
def test_a_slow_pattern_stops_one_thread(program):
    """Nothing that re holds is needed by the others. What does stop them all is the garbage collector."""
    with assert_others_run():
        program()


@claim(
    "gil.hashlib-and-zlib-let-others-run",
    says="hashlib and zlib release the GIL while they work on a large buffer: other threads go on.",
    source="Library and Extension FAQ, Can't we get rid of the Global Interpreter Lock? (https://docs.python.org/3/faq/library.html)",
    program=calls.work_on_a_large_buffer,
    contrast=calls.keep_the_gil,
    alone=True,
)
@given(kind=st.sampled_from(["hashlib", "zlib"]))
@example(kind="hashlib")
@example(kind="zlib")
def test_a_large_buffer_lets_others_run(program, kind):
    """The bytes of the buffer cannot change, so no lock is needed to read them. For less than 2048 bytes hashlib keeps the GIL:
    to give it up and to get it back takes longer.
    """
    with assert_others_run():
        program(kind)
