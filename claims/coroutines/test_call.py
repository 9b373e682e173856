"""Calling a coroutine function: what has happened when the call returns?"""

from inspect import iscoroutine

from claims.coroutines import programs
from pytest_claims import claim


@claim(
    "coroutine.call-does-not-run-body",
    says="Calling an async function returns a coroutine object; the code in its body does not run.",
    source="notes 4",
    program=programs.calling_it,
    contrast=programs.running_it,
)
def test_the_call_returns_a_coroutine_and_runs_nothing(program):
    """The call only binds the arguments and sets up a suspended frame; the first await, or a loop, starts the body."""
    notes = []
    returned = program(notes.append)
    assert notes == []
    assert iscoroutine(returned)
    returned.close()
