"""The source texts of programs and of the helpers that they use."""

import functools
import json
import linecache

from pytest_claims.report.sources import helpers_of, source_of


def first(numbers):
    return second(numbers)


def second(numbers):
    return sum(numbers) + len(Third.__name__) + len(json.dumps(numbers))


class Third:
    pass


def recursive(count):
    return recursive(count - 1) if count else first([])


def test_a_program_is_shown_as_far_left_as_it_goes():
    def inner():
        return 1

    assert source_of(inner) == "def inner():\n    return 1"


def test_what_has_no_source_is_named():
    assert source_of(len) == "<built-in function len>"
    made = {}
    exec("def made_by_exec(): pass", made)
    assert source_of(made["made_by_exec"]).startswith("<function made_by_exec at ")


def test_a_function_made_by_exec_is_not_shown_as_what_the_interpreter_was_started_with(monkeypatch):
    program = "import sys; exec(sys.stdin.read())\n"
    monkeypatch.setitem(linecache.cache, "<string>", (len(program), None, [program], "<string>"))
    made = {}
    exec("def made_by_exec(): pass", made)
    assert source_of(made["made_by_exec"]).startswith("<function made_by_exec at ")


def test_helpers_are_those_of_the_programs_module_and_what_they_use_once():
    assert helpers_of([first, first]) == [source_of(second), source_of(Third)]


def test_a_program_is_no_helper_of_another_or_of_itself():
    assert helpers_of([recursive, second]) == [source_of(first), source_of(Third)]


def test_programs_of_other_kinds_have_no_helpers():
    assert helpers_of([len, functools.partial(first, [])]) == []
