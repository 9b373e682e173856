"""Start methods: how does a child come about, and what does it find?"""

import sys

from claims.processes import programs
from pytest_claims import claim, fresh_interpreter, platform, python, require


@claim(
    "process.three-start-methods",
    says="There are three ways to start a child process: fork, spawn and forkserver.",
    source="notes 1.1",
    needs=platform != "win32",
    program=programs.a_child_by_each_start_method,
    contrast=programs.a_child_by_default_each_time,
)
def test_there_are_three_ways_to_start_a_child(program):
    """A forked child is a copy of the caller; a spawned one is started afresh; a server forks the third from a clean copy."""
    assert program() == {
        "fork": programs.Birth(parent_is_the_caller=True, knows_the_change=True),
        "spawn": programs.Birth(parent_is_the_caller=True, knows_the_change=False),
        "forkserver": programs.Birth(parent_is_the_caller=False, knows_the_change=False),
    }


@claim(
    "process.start-method-decides-what-child-sees",
    says="Start methods differ in what reaches a child: what its parent changed in a module before the start, only if forked.",
    source="notes 1.1",
    needs=platform != "win32",
    program=programs.a_changed_global,
    contrast=programs.a_changed_argument,
)
def test_the_start_method_decides_what_a_child_sees(program):
    """A forked child has a copy of its parent's memory; the others import the modules anew, and get arguments only."""
    assert program() == {"fork": "changed", "spawn": "as imported", "forkserver": "as imported"}


@claim(
    "process.default-start-method",
    says="On Linux a child process is forked unless the program says otherwise.",
    source="notes 1.1",
    needs=platform == "linux",
    refuted_where=python >= "3.14",
    truth="process.default-start-method-by-version",
    program=programs.start_a_process_and_print_how,
    contrast=programs.choose_another_start_method_first,
)
def test_a_child_is_forked_by_default(program):
    """Forking a parent that has threads may copy a lock that nobody will release. Python 3.14 stopped doing so by default."""
    assert printed_by(program) == ["the child ran", "fork"]


@claim(
    "process.default-start-method-by-version",
    says="On Linux the default start method is fork up to Python 3.13, and forkserver from Python 3.14 on.",
    source="correction of notes 1.1",
    needs=platform == "linux",
    program=programs.start_a_process_and_print_how,
    contrast=programs.choose_another_start_method_first,
)
def test_the_default_start_method_changed_with_python_3_14(program):
    """A fork server has one thread and nothing else in its memory, so that what it forks is clean; spawn would start slower."""
    default = "forkserver" if sys.version_info >= (3, 14) else "fork"
    assert printed_by(program) == ["the child ran", default]


def printed_by(program):
    ended = fresh_interpreter(program)
    require(ended.returncode == 0, ended.stderr)
    return ended.stdout.splitlines()
