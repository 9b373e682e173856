"""The end of a process: what is called then, who waits for it, and what is left of it?"""

from multiprocessing import get_all_start_methods

from claims.processes import exits
from pytest_claims import claim, fresh_interpreter, platform, python, require, start_method


@claim(
    "process.atexit-runs-in-child",
    says="A function that a child registers with atexit is called when the child ends.",
    source="https://github.com/python/cpython/issues/83856 (Honor atexit for all multiprocessing start methods)",
    refuted_where=(python < "3.13") & ~(start_method == "spawn"),
    truth="process.atexit-needs-spawn-until-3-12",
    program=exits.register_with_atexit,
    contrast=exits.spawn_or_exit_at_once,
)
def test_atexit_runs_in_a_child(program, processes):
    """A spawned child ends as interpreters do. A forked one ends by os._exit, before which it calls them itself since 3.13."""
    outcome = program(processes)
    require(outcome.exitcode == 0, "the child failed")
    assert outcome.heard == "called at exit"


@claim(
    "process.atexit-needs-spawn-until-3-12",
    says="Until Python 3.12, of all child processes only spawned ones call what they have registered with atexit.",
    source="the correction of process.atexit-runs-in-child",
    needs=python < "3.13",
    program=exits.register_with_atexit_in_each_kind,
    contrast=exits.register_a_finalizer_in_each_kind,
)
def test_only_spawned_children_run_atexit(program):
    """The others left by os._exit, which calls nothing. multiprocessing has finalizers of its own, which all of them call."""
    assert program() == ["spawn"]


@claim(
    "process.program-waits-for-children",
    says="A program whose main part is over goes on until its child processes have finished, joined or not.",
    source="a blog (Python multiprocessing daemon); the mailing list python-list",
    program=exits.leave_children_running,
    contrast=exits.leave_daemons_running,
)
def test_a_program_waits_for_its_children(program):
    """At exit multiprocessing joins all children but the daemonic ones, which it terminates."""
    ended = fresh_interpreter(program)
    require(ended.returncode == 0, f"the program failed: {ended.stderr}")
    started = len(get_all_start_methods())
    assert ended.stdout.splitlines() == ["the main part is over", *["the program goes on"] * started]


@claim(
    "process.zombie-until-joined",
    says="On Linux a child that has finished stays a zombie of its parent until it is joined (or another process is started).",
    source="the documentation of multiprocessing (https://docs.python.org/3/library/multiprocessing.html); a blog",
    needs=platform == "linux",
    refuted_where=start_method == "forkserver",
    truth="process.fork-server-leaves-no-zombies",
    program=exits.finish,
    contrast=exits.be_joined_or_finish_forked,
)
def test_a_child_is_a_zombie_until_joined(program, processes):
    """The system keeps a child's exit code until its parent asks for it. start() asks for those of all that have finished."""
    states = program(processes)
    assert states == {"finished": ["zombie", "zombie"], "after join": "gone", "after the start of another": "gone"}


@claim(
    "process.fork-server-leaves-no-zombies",
    says="A child that comes from a fork server is no zombie once it has finished, joined or not.",
    source="the correction of process.zombie-until-joined",
    needs=platform == "linux",
    program=exits.finish_in_the_care_of_a_server,
    contrast=exits.finish_forked,
)
def test_a_fork_server_leaves_no_zombies(program):
    """The server is its parent: it waits for it at once, and sends the exit code to the process that wanted the child."""
    assert program()["finished"] == ["gone", "gone"]
