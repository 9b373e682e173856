"""The main guard: what does a script do that starts a process without it?"""

import sys

from claims.processes import main_guard
from pytest_claims import claim, everywhere, fresh_interpreter, platform, python, require, script

FORKS_BY_DEFAULT = sys.version_info < (3, 14)


@claim(
    "process.no-guard-spawns-endlessly",
    says="A script that starts a process at its top level, without the main guard, starts processes without end under spawn.",
    source="an answer on a Q&A site (multiprocessing bomb)",
    refuted_where=everywhere,
    truth="process.no-guard-fails-in-the-child",
    program=main_guard.a_process_at_the_top_level,
    contrast=main_guard.a_pool_at_the_top_level,
)
def test_a_script_without_a_guard_spawns_endlessly(program):
    """A child may start none while it imports the script, and ends with an error. Only a pool replaces a worker that did."""
    enough = 3
    ended = fresh_interpreter(script(program("spawn")), most_starts=enough)
    require("the child ran" not in ended.stdout, "a child imported the script and came as far as its target")
    assert ended.starts > enough


@claim(
    "process.guard-unnecessary-on-linux",
    says="On Linux the main guard is unnecessary: a script that starts a process at its top level just works.",
    source="a report on a Q&A site",
    needs=platform == "linux",
    refuted_where=python >= "3.14",
    truth="process.no-guard-fails-in-the-child",
    program=main_guard.a_process_at_the_top_level,
    contrast=main_guard.a_spawned_process_at_the_top_level
    if FORKS_BY_DEFAULT
    else main_guard.a_forked_process_at_the_top_level,
)
def test_the_guard_is_unnecessary_on_linux(program):
    """It was while Linux forked by default. Since 3.14 a fork server is the default, whose children import the script."""
    ended = fresh_interpreter(script(program()), most_starts=9)
    assert (ended.stdout, ended.stderr) == ("the child ran\n", "")


@claim(
    "process.no-guard-fails-in-the-child",
    says="Without the main guard, a child that is not forked from its parent never runs its target, because of a RuntimeError.",
    source="the correction of process.no-guard-spawns-endlessly and process.guard-unnecessary-on-linux",
    needs=platform != "win32",
    program=main_guard.a_process_at_the_top_level,
    contrast=main_guard.a_process_below_the_guard,
)
def test_without_a_guard_the_child_fails(program):
    """It imports the script to find the target, and may start no process meanwhile. Some fork servers fail at that first."""
    for method in ("spawn", "forkserver"):
        ended = fresh_interpreter(script(program(method)), most_starts=9)
        assert ended.stdout == ""
        assert "RuntimeError" in ended.stderr
