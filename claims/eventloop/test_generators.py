"""Asynchronous generators: who closes them, and what overlaps?"""

import sys

from hypothesis import assume, example, given
from hypothesis import strategies as st

from claims.eventloop import coroutines
from pytest_claims import assert_duration, claim, everywhere, implementation, naps, seconds


@claim(
    "asyncgen.break-runs-its-finally",
    says="Leaving an async for with break runs the generator's finally block before the next statement, as with a plain for.",
    source="a pitfall named in the documentation (https://docs.python.org/3/library/asyncio-dev.html)",
    refuted_where=everywhere,
    truth="asyncgen.aclosing-runs-its-finally",
    program=coroutines.left_with_break,
    contrast=coroutines.left_within_aclosing,
)
def test_break_runs_finally(program):
    """To run it, somebody has to await aclose(), and break awaits nothing."""
    steps = []
    program(steps.append)
    assert steps == ["finally", "behind the loop"]


@claim(
    "asyncgen.aclosing-runs-its-finally",
    says="Within `async with aclosing(generator)` the generator's finally block has run when the block is left.",
    source="the correction of asyncgen.break-runs-its-finally",
    program=coroutines.left_within_aclosing,
    contrast=coroutines.left_with_break,
)
def test_aclosing_runs_finally(program):
    """contextlib.aclosing awaits aclose() at the end of its block."""
    steps = []
    program(steps.append)
    assert steps == ["finally", "behind the loop"]


@claim(
    "asyncgen.loop-closes-a-dropped-one",
    says="After a break, the event loop closes the generator, which nothing refers to any more, within its next turns.",
    source="the language reference, asynchronous generators (https://docs.python.org/3/reference/expressions.html)",
    refuted_where=implementation == "pypy",
    truth="asyncgen.loop-closes-a-collected-one",
    program=coroutines.dropped,
    # Where a dropped generator goes only with a collection, a collection closes it.
    contrast=coroutines.kept if sys.implementation.name == "cpython" else coroutines.collected,
)
def test_the_loop_closes_a_dropped_generator(program):
    """The finalizer of a generator hands it to the loop, which makes a task of its aclose(). PyPy calls it in some later
    collection.
    """
    steps = []
    program(steps.append)
    assert steps == ["finally", "three turns later"]


@claim(
    "asyncgen.loop-closes-a-collected-one",
    says="An asynchronous generator that is dropped before its end is closed by the event loop once it is garbage-collected.",
    source="the correction of asyncgen.loop-closes-a-dropped-one",
    program=coroutines.collected,
    contrast=coroutines.kept,
)
def test_the_loop_closes_a_collected_generator(program):
    """When that is, no program should depend on: asyncio.run closes at its end what is still open."""
    steps = []
    program(steps.append)
    assert steps == ["finally", "three turns later"]


@claim(
    "asyncgen.async-for-overlaps-its-items",
    says="async for works on its items concurrently: the next one is fetched while the body runs.",
    source="a question on a Q&A site",
    refuted_where=everywhere,
    truth="asyncgen.async-for-takes-turns",
    program=coroutines.fetched_by_async_for,
    contrast=coroutines.fetched_by_a_producer,
)
@given(items=st.integers(3, 5))
@example(items=4)
def test_async_for_overlaps(program, items):
    """It awaits one item after the other. "async" says that other tasks may run meanwhile, not that this one does more."""
    with assert_duration(approx=items + 1, rivals={"by turns": 2 * items}):
        program(items, seconds(1))


@claim(
    "asyncgen.async-for-takes-turns",
    says="async for fetches an item, runs its body, and only then fetches the next item.",
    source="the correction of asyncgen.async-for-overlaps-its-items",
    program=coroutines.fetched_by_async_for,
    contrast=coroutines.fetched_by_a_producer,
)
@given(items=st.integers(3, 5))
@example(items=4)
def test_async_for_takes_turns(program, items):
    """To fetch ahead takes a second task, and a queue between the two."""
    with assert_duration(approx=2 * items, rivals={"ahead": items + 1}):
        program(items, seconds(1))


@claim(
    "asyncgen.comprehension-overlaps-awaits",
    says="[await f(x) for x in xs] runs the calls concurrently.",
    source="a blog",
    refuted_where=everywhere,
    truth="await.is-sequential",
    program=coroutines.in_a_comprehension,
    contrast=coroutines.gathered,
)
@given(lengths=naps(2, 4))
@example(lengths=[2, 2, 2])
def test_a_comprehension_overlaps(program, lengths):
    """It is a loop like any other: each await is over before the next call is made."""
    assume(sum(lengths) > 1.4 * max(lengths))
    with assert_duration(approx=max(lengths), rivals={"one after the other": sum(lengths)}):
        program([seconds(nap) for nap in lengths])
