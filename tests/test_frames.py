"""Where an exception was raised, in words."""

import json

from pytest_claims.frames import way_to, where_raised


def outer(depth):
    if depth:
        outer(depth - 1)
    json.loads("{")


def raised(function, *args):
    try:
        function(*args)
    except ValueError as error:
        return error


def test_the_place_is_the_innermost_one():
    assert where_raised(raised(json.loads, "{")).startswith(" (decoder.py, line ")


def test_what_was_never_raised_has_no_place():
    assert where_raised(ValueError()) == ""
    assert way_to(ValueError(), "decoder") == ""


def test_the_way_ends_before_a_file_and_keeps_the_innermost_calls():
    names = [step.partition(" ")[0] for step in way_to(raised(outer, 9), "decoder").split(" > ")]
    assert names == ["outer", "outer", "outer", "outer", "outer", "loads"]
    assert way_to(raised(outer, 0), "json").split(" > ")[-1].startswith("raw_decode (decoder.py, line ")


def test_the_way_names_files_and_lines():
    first, second, third = way_to(raised(outer, 0), "decoder").split(" > ")
    assert first.startswith("raised (test_frames.py, line ")
    assert second.startswith("outer (test_frames.py, line ")
    assert third.startswith("loads (__init__.py, line ")
