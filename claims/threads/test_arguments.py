"""target and args: what does a thread call, and with what?"""

from collections.abc import Iterable

from hypothesis import example, given
from hypothesis import strategies as st

from claims.threads import programs
from pytest_claims import claim, require


def function():
    pass


arguments = st.one_of(st.integers(), st.text("xyz", max_size=3), st.lists(st.integers(), max_size=3))


@claim(
    "thread.run-calls-target",
    says="target is what the thread's run() calls once the thread is started.",
    source="notes 2.1",
    program=programs.a_target,
    contrast=programs.a_target_beside_a_run_of_its_own,
)
def test_run_calls_the_target(program):
    """start() makes a thread that executes run(), and only Thread's own run() knows of the target.

    A subclass with a run() of its own, such as the notes' second one, must call the target itself.
    """
    calls, _ = program(function)
    assert calls == ["function"]


@claim(
    "thread.target-none-does-nothing",
    says="target defaults to None, and then nothing is called.",
    source="notes 2.1",
    program=programs.no_target,
    contrast=programs.a_target,
)
def test_without_a_target_nothing_is_called(program):
    """run() asks whether there is a target before it calls it, so such a thread starts and ends, without an error."""
    calls, errors = program(function)
    require(not errors, f"the thread ended in an error: {errors}")
    assert calls == []


@claim(
    "thread.args-default-empty",
    says="args defaults to an empty tuple: the target is called without arguments.",
    source="notes 2.1",
    program=programs.args_left_out,
    contrast=programs.args_none,
)
def test_args_defaults_to_an_empty_tuple(program):
    """run() calls target(*args, **kwargs), which () turns into target(). kwargs may be None for "nothing", args may not.

    args=None, the default in the notes' subclass, ends the thread in a TypeError before the target is reached.
    """
    received, _ = program()
    assert received == [()]


@claim(
    "thread.args-single-needs-comma",
    says="Where there is only one argument, args still needs the comma at its end.",
    source="notes 2.1",
    program=programs.with_the_comma,
    contrast=programs.without_the_comma,
)
@given(argument=arguments)
@example(argument=7)
@example(argument="x")
@example(argument="hello")
@example(argument=[1, 2])
def test_a_single_argument_arrives_thanks_to_its_comma(program, argument):
    """The comma makes the tuple, not the parentheses: (7) is the number 7, and a thread needs something to unpack.

    Only a one-character string arrives either way, since unpacking it yields itself; this is why some never miss the comma.
    """
    received, _ = program(argument)
    assert received == [(argument,)]


@claim(
    "thread.args-without-comma-are-unpacked",
    says="Without the comma the argument itself is unpacked: the target gets its items, and a number is a TypeError.",
    source="what happens otherwise in notes 2.1",
    program=programs.without_the_comma,
    contrast=programs.with_the_comma,
)
@given(argument=arguments)
@example(argument=7)
@example(argument="x")
@example(argument="hello")
@example(argument=[1, 2])
def test_without_the_comma_the_argument_is_unpacked(program, argument):
    """Nobody checks args: run() calls target(*args) with whatever it is, in the new thread, so the caller sees no error."""
    received, errors = program(argument)
    if isinstance(argument, Iterable):
        assert (received, errors) == ([tuple(argument)], [])
    else:
        assert (received, errors) == ([], [TypeError])
