"""Where an exception was raised, in words."""

import traceback
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import pytest_claims
from pytest_claims import Broken, require
from pytest_claims.judge.isolation.collection import own_garbage
from pytest_claims.model.conditions import Fact
from pytest_claims.model.where_raised import call_path, in_words, where_raised, without_tools


def in_file(name, source, **names):
    """What `source`, which knows the `names`, defines in a file of this name. Those of the standard library may be in C."""
    exec(compile(source, name, "exec"), names)
    return names


DECODER = in_file("decoder.py", "def decode(text):\n    raise ValueError(text)\n")
loads = in_file("reader.py", "def loads(text):\n    return decode(text)\n", **DECODER)["loads"]


def outer(depth):
    if depth:
        outer(depth - 1)
    loads("{")


def raised(function, *args):
    try:
        function(*args)
    except ValueError as error:
        return error


def test_the_place_is_the_innermost_one():
    assert where_raised(raised(loads, "{")) == " (decoder.py, line 2)"


def test_what_was_raised_is_told_in_words_and_of_a_group_all_that_are_in_it():
    one = raised(loads, "{")
    assert in_words(one) == "ValueError: { (decoder.py, line 2)"
    assert in_words(KeyError()) == "KeyError"
    assert in_words(ValueError("so")) == "ValueError: so"
    group = ExceptionGroup("unhandled errors", [one, ExceptionGroup("", [KeyError()])])
    assert in_words(group) == "ExceptionGroup of ValueError: { (decoder.py, line 2) and ExceptionGroup of KeyError"


def test_what_was_never_raised_has_no_place():
    assert where_raised(ValueError()) == ""
    assert call_path(ValueError(), "decoder") == ""


def test_the_way_ends_before_a_file_and_keeps_the_innermost_calls():
    names = [step.partition(" ")[0] for step in call_path(raised(outer, 9), "decoder").split(" > ")]
    assert names == ["outer", "outer", "outer", "outer", "outer", "loads"]
    assert call_path(raised(outer, 0), "none").split(" > ")[-1] == "decode (decoder.py, line 2)"


def test_frames_of_this_plugin_and_of_other_tools_are_left_out():
    @given(st.integers())
    def through_hypothesis(number):
        with own_garbage():
            through_the_plugin()

    def through_the_plugin():
        Fact("x", lambda value: loads("{"))._compare("==", 1)

    error = raised(through_hypothesis)
    steps = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    assert any("hypothesis" in step for step in steps)
    assert any("conditions.py" in step for step in steps)
    names = [step.partition(" ")[0] for step in call_path(error, "decoder").split(" > ")]
    assert names[-3:] == ["through_the_plugin", "<lambda>", "loads"]
    left = {Path(frame.filename).name for frame in traceback.extract_tb(without_tools(error).__traceback__)}
    assert left == {"test_where_raised.py", "reader.py", "decoder.py"}


def test_what_was_raised_in_the_plugin_is_told_to_be_where_it_was_called():
    error = raised(lambda: Fact("x", lambda value: int("no"))._compare("==", 1))
    assert where_raised(error).startswith(" (test_where_raised.py, line ")
    assert where_raised(raised_in_the_plugin()) == ""


def raised_in_the_plugin():
    try:
        require(False, "no child ran")
    except Broken as error:
        return error.with_traceback(error.__traceback__.tb_next)


def test_causes_are_shown_without_tools_too():
    def caused():
        try:
            Fact("x", lambda value: loads("{"))._compare("==", 1)
        except ValueError as error:
            raise ValueError("again") from error

    error = without_tools(raised(caused))
    for one in (error, error.__cause__):
        assert not any("conditions" in frame.filename for frame in traceback.extract_tb(one.__traceback__))
        assert one.__traceback__ is not None


def test_the_way_names_files_and_lines():
    first, second, third = call_path(raised(outer, 0), "decoder").split(" > ")
    assert first.startswith("raised (test_where_raised.py, line ")
    assert second.startswith("outer (test_where_raised.py, line ")
    assert third == "loads (reader.py, line 2)"


def is_without_tools(error):
    return not any("conditions" in frame.filename for frame in traceback.extract_tb(error.__traceback__))


def test_all_that_an_exception_came_from_is_shown_without_tools():
    first, cause, context = (raised(lambda: Fact("x", lambda value: int("no"))._compare("==", 1)) for _ in range(3))
    first.__cause__, first.__context__, cause.__context__ = cause, context, None
    without_tools(first)
    assert [is_without_tools(one) for one in (first, cause, context)] == [True, True, True]


def test_exceptions_that_came_from_each_other_are_visited_once():
    first, second = (raised(lambda: Fact("x", lambda value: int("no"))._compare("==", 1)) for _ in range(2))
    first.__context__, second.__context__ = second, first
    without_tools(first)
    assert is_without_tools(first)
    assert is_without_tools(second)


def test_a_file_beside_the_plugin_belongs_to_the_user():
    file = Path(pytest_claims.__file__).parents[1] / "mine.py"
    namespace = {}
    exec(compile("def fail():\n    raise ValueError\n", str(file), "exec"), namespace)
    assert where_raised(raised(namespace["fail"])) == " (mine.py, line 2)"
