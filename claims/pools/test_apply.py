"""apply_async and apply: who waits for whom?"""

import time

from hypothesis import given

from claims.pools import programs
from pytest_claims import Timeline, assert_serial, claim, require, seconds, worker_counts


@claim(
    "pool.apply-async-returns-at-once",
    says="apply_async does not block: the parent goes on without waiting for the task to finish.",
    source="notes 1.1",
    program=programs.apply_async_then_say_go,
    contrast=programs.apply_then_say_go,
)
def test_apply_async_returns_before_the_task_has_finished(program, processes):
    """The task waits for a word that the parent says only after the call. Under apply each would wait for the other."""
    assert program(processes, patience=seconds(5)) is True


@claim(
    "pool.apply-async-overlaps",
    says="Tasks submitted with apply_async run in parallel: neither they nor the parent wait for one another.",
    source="notes 1.1",
    program=programs.meet_under_apply_async,
    contrast=programs.meet_under_apply,
)
@given(workers=worker_counts(max_value=4))
def test_tasks_submitted_with_apply_async_overlap_with_each_other_and_the_parent(program, processes, workers):
    """Nobody passes the meeting point before all are there: every task, under way at the same time, and the parent."""
    met_the_others = program(processes, workers, patience=seconds(20))
    assert met_the_others == [True] * (workers + 1)


@claim(
    "pool.apply-blocks",
    says="apply blocks the parent until the task has finished, so that the tasks run one after another.",
    source="notes 1.1",
    program=programs.submit_with_apply,
    contrast=programs.submit_with_apply_async,
)
@given(workers=worker_counts(max_value=3))
def test_apply_runs_tasks_one_after_another(program, processes, workers):
    """To apply is to apply_async and to get: the other workers are idle, for nobody is there to submit the next task."""
    with Timeline() as spans:
        program(processes, workers, seconds(2), task=spans.watch(time.sleep))
    require(len(spans.spans) == workers + 1, "a task or the parent did not sleep")
    assert_serial(spans)
