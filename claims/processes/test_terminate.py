"""Stopping a process: who ends it, what does it still do, and what becomes of its own children?"""

import multiprocessing
import signal

from claims.processes import ends
from pytest_claims import claim, everywhere, platform


@claim(
    "process.terminate-skips-finally",
    says="terminate ends the child there and then: its finally blocks do not run, and its exit code is minus the number of "
    "SIGTERM.",
    source="the documentation of multiprocessing (https://docs.python.org/3/library/multiprocessing.html)",
    needs=platform != "win32",
    program=ends.terminate,
    contrast=ends.terminate_one_that_exits_on_sigterm,
)
def test_terminate_skips_finally(program, processes):
    """Python leaves SIGTERM to the system, which ends the process. With a handler that calls sys.exit it ends as usual."""
    assert program(processes) == ends.Ended(said=None, exitcode=-signal.SIGTERM)


@claim(
    "process.join-timeout-lets-child-run",
    says="When the time-out of join is over, nothing is raised and the child runs on; whoever wants it stopped must "
    "terminate it.",
    source="a blog (Task With Timeout Using a Child Process)",
    program=ends.join_with_a_timeout,
    contrast=ends.join_with_a_timeout_and_terminate,
)
def test_a_timeout_of_join_lets_the_child_run(program, processes):
    """It limits the waiting, not the child. join returns None either way: only is_alive or the exit code tell the two apart."""
    assert program(processes, timeout=0.01) == ends.Joined(returned=None, exitcode=None, answer="here")


@claim(
    "process.terminate-orphans-grandchildren",
    says="Terminating a process does not end the processes that it had started, daemonic ones included; they run on as "
    "orphans.",
    source="the documentation of multiprocessing (https://docs.python.org/3/library/multiprocessing.html)",
    needs=platform != "win32",
    program=ends.terminate_a_parent,
    contrast=ends.terminate_a_parent_that_terminates_its_children,
)
def test_terminate_leaves_orphans(program, processes):
    """The signal goes to one process, and the system ends no other with it. To do so is up to the parent, at its exit."""
    assert program(processes) == {"daemonic": "here", "other": "here"}


@claim(
    "process.daemon-ends-with-its-parent",
    says="A daemonic process is ended when its parent ends, however the parent ends: killed, say.",
    source="the mailing list python-list (Daemonic processes in multiprocessing)",
    refuted_where=everywhere,
    truth="process.daemon-outlives-a-killed-parent",
    program=ends.kill_a_parent,
    contrast=ends.let_a_parent_end,
)
def test_a_daemon_ends_with_its_parent(program, processes):
    """It is the parent that terminates its daemonic children, in a function called at its exit. Who is killed calls nothing."""
    assert program(processes) == {"daemonic": None}


@claim(
    "process.daemon-outlives-a-killed-parent",
    says="A daemonic process is terminated by its parent as that exits; it runs on where the parent is killed.",
    source="the correction of process.daemon-ends-with-its-parent",
    program=ends.kill_a_parent,
    contrast=ends.let_a_parent_end,
)
def test_a_daemon_outlives_a_killed_parent(program):
    """The end of its parent closes the parent's ends of pipes: a daemon that reads from one gets to know by EOFError."""
    assert program(multiprocessing) == {"daemonic": "here"}
