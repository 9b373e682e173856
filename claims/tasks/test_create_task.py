"""create_task: what runs beside what?"""

from hypothesis import example, given

from claims.tasks import programs
from pytest_claims import assert_duration, claim, naps, seconds


@claim(
    "task.create-task-overlaps-sleeps",
    says="Tasks made with create_task sleep side by side: together they take as long as the longest.",
    source="notes 4",
    program=programs.with_create_task,
    contrast=programs.awaiting_each,
)
@given(naps=naps())
@example(naps=[1, 2])
def test_tasks_sleep_side_by_side(program, naps):
    """A sleeping task has given the loop back, so the others get to their own sleeps at once."""
    with assert_duration(approx=max(naps), rivals={"one after another": sum(naps)}):
        program([seconds(nap) for nap in naps])
