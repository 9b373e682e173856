"""What does an await do, and what can be awaited?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.eventloop import coroutines
from pytest_claims import claim, everywhere, python


@claim(
    "coroutine.each-await-yields-to-loop",
    says="Every await drops back into the event loop, which looks whether other tasks are ready.",
    source="an answer on a Q&A site",
    refuted_where=everywhere,
    truth="coroutine.await-yields-only-to-wait",
    program=coroutines.awaiting_coroutines,
    contrast=coroutines.awaiting_sleep_zero,
)
@given(awaits=st.integers(2, 20))
@example(awaits=3)
def test_every_await_lets_others_run(program, awaits):
    """Awaiting a coroutine is like calling a function: the loop gets control only where something in it has to wait."""
    steps = []
    program(awaits, steps.append)
    assert steps == ["another task runs", "the awaits are over"]


@claim(
    "coroutine.await-yields-only-to-wait",
    says="An await of a coroutine that never waits for anything runs to its end without the event loop.",
    source="the correction of coroutine.each-await-yields-to-loop",
    program=coroutines.awaiting_coroutines,
    contrast=coroutines.awaiting_sleep_zero,
)
@given(awaits=st.integers(2, 20))
@example(awaits=3)
def test_an_await_yields_only_to_wait(program, awaits):
    """A long loop of such awaits blocks all other tasks; `await asyncio.sleep(0)` in it lets them run."""
    steps = []
    program(awaits, steps.append)
    assert steps == ["the awaits are over", "another task runs"]


@claim(
    "coroutine.awaited-twice-fails",
    says="A coroutine object can be awaited once only; the second await raises RuntimeError.",
    source="a blog",
    program=coroutines.a_coroutine_twice,
    contrast=coroutines.a_task_twice,
)
def test_a_coroutine_is_awaited_once(program):
    """It is a suspended call and keeps no result. A task is a future, which keeps its result for everybody who asks."""
    assert program() == "RuntimeError"


@claim(
    "coroutine.decorated-generator-works",
    says="Generators decorated with @asyncio.coroutine are deprecated and work until Python 4.0.",
    source="the documentation of Python 3.7 (https://docs.python.org/3/library/asyncio-task.html)",
    refuted_where=python >= "3.11",
    truth="coroutine.decorator-is-gone",
    program=coroutines.with_asyncio_coroutine,
    contrast=coroutines.with_types_coroutine,
)
def test_a_decorated_generator_works(program):
    """The decorator was removed in 3.11. That of the module types is still there, for libraries with their own awaitables."""
    assert program() == "a result"


@claim(
    "coroutine.decorator-is-gone",
    says="Since Python 3.11 there is no asyncio.coroutine any more.",
    source="the correction of coroutine.decorated-generator-works",
    program=coroutines.with_asyncio_coroutine,
    contrast=coroutines.with_types_coroutine,
)
def test_the_decorator_is_gone(program):
    """Coroutines are written with async def since 3.5."""
    assert program() == "AttributeError"
