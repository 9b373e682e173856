"""Several tasks: do they run at the same time?"""

from hypothesis import example, given

from claims.tasks import programs
from pytest_claims import Timeline, assert_overlap, claim, everywhere, seconds, worker_counts


@claim(
    "task.all-run-simultaneously",
    says="All tasks made with create_task execute at the same time.",
    source="notes 4",
    refuted_where=everywhere,
    truth="task.create-task-overlaps-sleeps",
    program=programs.tasks_that_compute,
    contrast=programs.tasks_that_sleep,
)
@given(tasks=worker_counts())
@example(tasks=2)
def test_all_tasks_execute_at_the_same_time(program, tasks):
    """All tasks of a loop share its one thread, with or without a GIL: what overlaps is their waiting. Tasks that compute run
    one after another, each to its next await.
    """
    with Timeline() as spans:
        program(tasks, length=seconds(2), span=spans.span)
    assert_overlap(spans, at_least=tasks)
