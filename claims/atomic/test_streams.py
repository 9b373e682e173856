"""Threads share a generator, or print to one stream: what do they get in each other's way?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.atomic import streams
from pytest_claims import assert_never, assert_sometimes, claim, everywhere


@claim(
    "atomic.shared-generator-raises",
    says="Two threads that draw from one generator at the same time: one gets ValueError, generator already executing.",
    source="a blog",
    program=streams.draw_from_a_generator,
    contrast=streams.draw_under_a_lock,
)
@given(items=st.lists(st.integers(), min_size=2, max_size=5))
@example(items=[1, 2])
def test_a_generator_that_runs_cannot_be_drawn_from(program, items):
    """A generator is one frame that stops and goes on: while a thread runs it, it cannot go on in another. Nobody waits. In
    the free-threaded 3.15.0a0 two threads that enter at the very same moment even crash the interpreter.
    """
    got, errors = program(items)
    assert [str(error) for error in errors] == ["generator already executing"]
    assert got == items[:1]


@claim(
    "atomic.print-keeps-lines-whole",
    says="A line printed with one print() call comes out whole, whatever other threads print.",
    source="a blog",
    refuted_where=everywhere,
    truth="atomic.print-writes-piece-by-piece",
    program=streams.print_several_values,
    contrast=streams.print_one_piece,
)
def test_a_printed_line_is_whole(program):
    """Each value, each space and the end of the line is a write of its own. A buffer holds them together in most cases, but the
    standard output under -u has none, and with each write another thread may come in between.
    """
    assert_never(program)


@claim(
    "atomic.print-writes-piece-by-piece",
    says="To a stream without a buffer print() writes a line piece by piece, and what other threads print gets in between.",
    source="the correction of atomic.print-keeps-lines-whole",
    program=streams.print_several_values,
    contrast=streams.print_one_piece,
)
def test_a_printed_line_is_torn(program):
    """Writing gives the GIL up, once a piece. A text with its end of line in it, printed with end="", is one write."""
    assert_sometimes(program)
