"""create_task: when does the coroutine begin to run?"""

import asyncio

from claims.tasks import programs
from pytest_claims import claim

#: Eager tasks came with Python 3.12. Before, what comes nearest is to await the coroutine itself.
starting_at_once = programs.created_as_an_eager_task if hasattr(asyncio, "eager_task_factory") else programs.awaited_at_once


@claim(
    "task.starts-soon-not-at-once",
    says="create_task schedules the coroutine to run soon by itself; it has not begun when create_task returns.",
    source="notes 4",
    program=programs.created_as_a_task,
    contrast=starting_at_once,
)
def test_a_task_starts_soon_but_not_at_once(program):
    """create_task puts the first step into the loop's queue; the loop gets to it when the creator awaits something. An eager
    task factory (Python 3.12) takes that step inside create_task.
    """
    notes = []
    program(notes.append)
    assert notes == ["create_task has returned", "the coroutine runs"]
