"""join: what does it wait for, when may it be called, and what if it is left out?"""

from hypothesis import given
from hypothesis import strategies as st

from claims.pools import closing
from claims.start import far_from_its_end
from pytest_claims import claim, fresh_interpreter, require, seconds, worker_counts


@claim(
    "pool.join-waits-for-workers",
    says="join blocks the parent until the worker processes have exited.",
    source="notes 1.1",
    program=closing.close_and_join,
    contrast=closing.close_without_join,
)
@given(workers=worker_counts(max_value=3))
def test_join_waits_until_the_workers_have_exited(program, processes, workers):
    """It joins the threads that serve the pool, and then each worker process."""
    alive = program(processes, workers, nap=far_from_its_end(seconds(3)))
    require(len(alive) == workers, "not every worker was seen, or another process was")
    assert alive == [False] * workers


@claim(
    "pool.join-needs-close-first",
    says="join can be called only after close or terminate.",
    source="notes 1.1",
    program=closing.join_before,
    contrast=closing.join_after,
)
@given(end=st.sampled_from(["close", "terminate"]))
def test_join_needs_close_or_terminate_first(program, processes, end):
    """Workers of an open pool never exit, so join would wait for ever; it raises ValueError instead."""
    assert program(processes, 2, end) == "Pool is still running"


@claim(
    "pool.exit-without-join-loses-tasks",
    says="Without join the parent may end, and the program with it, before the tasks have run.",
    source="notes 1.1",
    program=closing.exit_without_join,
    contrast=closing.exit_after_join,
)
def test_exit_without_join_loses_tasks(program, processes):
    """A pool does not outlive its parent: when the interpreter exits, it terminates the workers, closed or not."""
    tasks = 4
    ended = fresh_interpreter(program, 2, tasks, seconds(3), start_method=processes.get_start_method())
    require(ended.returncode == 0, "the program failed")
    assert ended.stdout.count("has run") < tasks
