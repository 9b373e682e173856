"""close and terminate: what becomes of the tasks that come later, wait, or are under way?"""

from hypothesis import given

from claims.pools import closing
from claims.start import far_from_its_end
from pytest_claims import claim, require, seconds, task_counts, worker_counts


@claim(
    "pool.close-rejects-new-tasks",
    says="After close a pool accepts no more tasks.",
    source="notes 1.1",
    program=closing.submit_after_close,
    contrast=closing.submit_before_close,
)
def test_a_closed_pool_rejects_new_tasks(program, processes):
    """Every way to submit a task first looks at the pool's state."""
    assert program(processes, 2) == "Pool not running"


@claim(
    "pool.close-finishes-queued-tasks",
    says="Tasks that are in the queue when close is called still run.",
    source="notes 1.1",
    program=closing.close_with_tasks_in_the_queue,
    contrast=closing.terminate_with_tasks_in_the_queue,
)
@given(workers=worker_counts(max_value=3), tasks=task_counts(min_value=5, max_value=7))
def test_close_lets_queued_tasks_finish(program, processes, workers, tasks):
    """It only shuts the door: the workers are told to leave when no result is missing any more."""
    done_before, done_after, _ = program(processes, workers, tasks, nap=far_from_its_end(seconds(3)))
    require(done_before < tasks - workers, "no task was in the queue any more")
    assert done_after == tasks


@claim(
    "pool.terminate-drops-queued-tasks",
    says="terminate ends the workers and drops the tasks that are not finished.",
    source="notes 1.1",
    program=closing.terminate_with_tasks_in_the_queue,
    contrast=closing.close_with_tasks_in_the_queue,
)
@given(workers=worker_counts(max_value=3), tasks=task_counts(min_value=5, max_value=7))
def test_terminate_drops_unfinished_tasks(program, processes, workers, tasks):
    """The queue is emptied and the workers get SIGTERM, in the middle of a task or not. The results never become ready."""
    done_before, done_after, alive = program(processes, workers, tasks, nap=far_from_its_end(seconds(3)))
    require(done_before < tasks - workers, "no task was in the queue any more")
    assert done_after == done_before
    assert alive == [False] * workers
