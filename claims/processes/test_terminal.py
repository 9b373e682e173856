"""The terminal: what do children get of it, the keyboard's lines and its Ctrl-C?"""

import signal

from claims.processes import terminal
from pytest_claims import claim, fresh_interpreter, platform, require


@claim(
    "process.input-fails-in-child",
    says="input() does not work in a child process: its standard input is at its end, so it raises EOFError.",
    source="the documentation of multiprocessing (https://docs.python.org/3/library/multiprocessing.html); a pull request of "
    "another project",
    program=terminal.input_in_a_child,
    contrast=terminal.input_in_a_child_that_opens_stdin,
)
def test_input_fails_in_a_child(program, processes):
    """A child opens the null device as its sys.stdin. File descriptor 0 is still its parent's: who opens that can read."""
    ended = fresh_interpreter(program, start_method=processes.get_start_method(), stdin="a line\n")
    require(not ended.stderr, ended.stderr)
    assert ended.stdout == "EOFError\n"


@claim(
    "process.ctrl-c-reaches-the-children",
    says="Ctrl-C interrupts the child processes as well as the parent: KeyboardInterrupt is raised in each of them.",
    source="a blog (Processes Relation on Python Multiprocessing Module)",
    needs=platform != "win32",
    program=terminal.wait_in_children,
    contrast=terminal.wait_in_children_that_ignore_it,
)
def test_ctrl_c_reaches_the_children(program, processes):
    """A terminal sends SIGINT to all processes of the group in the foreground. One to the parent alone does not get there."""
    workers = 2
    ended = fresh_interpreter(program, workers, start_method=processes.get_start_method(), send=signal.SIGINT, to_group=True)
    said = sorted(ended.stdout.splitlines())
    require(said[-1] == "ready", f"not all were interrupted: {ended.stderr}")
    assert said == [*["child: KeyboardInterrupt"] * workers, "parent: KeyboardInterrupt", "ready"]
