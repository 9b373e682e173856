"""What can be awaited?"""

import pytest

from claims.coroutines import programs
from pytest_claims import claim


@claim(
    "await.accepts-awaitables",
    says="await takes an awaitable: a coroutine, a Task or a Future, and gives its result.",
    source="notes 4",
    program=programs.a_coroutine_a_task_and_a_future,
    contrast=programs.the_function_without_calling_it,
)
def test_a_coroutine_a_task_and_a_future_can_be_awaited(program):
    """A coroutine is run in place, a Task or Future is waited for. An async function is none of these: its call makes one."""
    try:
        results = program()
    except TypeError as refusal:
        pytest.fail(str(refusal))
    assert results == ["a coroutine", "a task", "a future"]


@claim(
    "await.accepts-await-method",
    says="Coroutines, Tasks and Futures are not all: any object whose class has an __await__ method can be awaited.",
    source="the limits of await.accepts-awaitables",
    program=programs.an_object_with_an_await_method,
    contrast=programs.an_object_with_an_iter_method,
)
def test_any_object_with_an_await_method_can_be_awaited(program):
    """An await asks the class for __await__ and drives the iterator that it gives, as yield from does with __iter__. Future is
    one class that has it.
    """
    try:
        result = program()
    except TypeError as refusal:
        pytest.fail(str(refusal))
    assert result == "an object"
