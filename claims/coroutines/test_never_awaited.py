"""A coroutine that nobody awaits: who says so, and when?"""

import sys

from claims.coroutines import programs
from pytest_claims import claim, fresh_interpreter, implementation, require

#: The contrast flips the verdict: where a forgotten coroutine warns, one that is awaited does not; where it does not, a
#: collection in time is what makes people believe that it does.
pypy = sys.implementation.name == "pypy"
not_forgotten_or_found = programs.never_awaited_but_collected if pypy else programs.awaited


@claim(
    "coroutine.never-awaited-warns",
    says="A coroutine that is never awaited gives a RuntimeWarning on stderr: coroutine '...' was never awaited.",
    source="notes 4",
    refuted_where=implementation == "pypy",
    truth="coroutine.warns-when-collected",
    program=programs.never_awaited,
    contrast=not_forgotten_or_found,
)
def test_a_coroutine_that_is_never_awaited_warns(program):
    """The object's finaliser warns. CPython runs it as soon as the last reference goes; PyPy, which counts no references and
    collects nothing at exit, ends a short program without having noticed.
    """
    ended = fresh_interpreter(program)
    require(ended.returncode == 0, f"the program failed: {ended.stderr}")
    assert "RuntimeWarning: coroutine" in ended.stderr
    assert "was never awaited" in ended.stderr


@claim(
    "coroutine.warns-when-collected",
    says="The warning about a coroutine that was never awaited appears when the object is collected, not at the call.",
    source="the correction of coroutine.never-awaited-warns",
    program=programs.collected_before_the_end,
    contrast=programs.referred_to_until_the_end,
)
def test_the_warning_appears_when_the_coroutine_is_collected(program):
    """As long as somebody holds the coroutine it could still be awaited: only its end proves that it never will be."""
    ended = fresh_interpreter(program)
    require(ended.returncode == 0, f"the program failed: {ended.stderr}")
    at_the_call, _, later = ended.stderr.partition("kept\n")
    at_the_collection, _, _ = later.partition("collected\n")
    assert "never awaited" not in at_the_call
    assert "never awaited" in at_the_collection
