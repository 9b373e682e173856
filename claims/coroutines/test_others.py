"""A coroutine that awaits: what do the others do meanwhile?"""

from hypothesis import example, given

from claims.coroutines import programs
from pytest_claims import claim, seconds, worker_counts


@claim(
    "await.lets-others-run",
    says="A coroutine can pause in the middle: while it awaits asyncio.sleep(5), others run.",
    source="notes 4",
    program=programs.others_beside_an_await,
    contrast=programs.others_beside_a_blocking_sleep,
)
@given(others=worker_counts(1, 4))
@example(others=1)
def test_others_run_while_one_awaits(program, others):
    """An await on something unfinished hands the thread back to the loop, which runs whatever task is ready; time.sleep
    keeps the thread, and the loop with it.
    """
    notes = []
    program(others, nap=seconds(5), note=notes.append)
    assert notes == ["pauses", *["another"] * others, "goes on"]
