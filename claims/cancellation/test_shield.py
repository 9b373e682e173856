"""shield(): what does it protect, and from what?"""

from claims.cancellation import shielding
from pytest_claims import claim, everywhere, seconds


@claim(
    "shield.defers-the-cancel",
    says="A task that is cancelled while it awaits shield() gets its CancelledError only once the shielded operation has "
    "finished.",
    source="a blog",
    refuted_where=everywhere,
    truth="shield.protects-the-inner-task-only",
    program=shielding.awaiting_shield,
    contrast=shielding.awaiting_until_it_has_ended,
)
def test_shield_defers_the_cancellation(program):
    """shield() returns a future of its own, and that one is cancelled."""
    steps = []
    program(seconds(1), steps.append)
    assert steps == ["the operation ends", "the outer task goes on"]


@claim(
    "shield.protects-the-inner-task-only",
    says="A task that is cancelled while it awaits shield() gets its CancelledError at once; the shielded operation runs on.",
    source="the correction of shield.defers-the-cancel",
    program=shielding.awaiting_shield,
    contrast=shielding.awaiting_until_it_has_ended,
)
def test_shield_protects_the_inner_task(program):
    """Who wants to go on only after the operation has to await it once more after the CancelledError."""
    steps = []
    program(seconds(1), steps.append)
    assert steps == ["the outer task goes on", "the operation ends"]


@claim(
    "shield.survives-the-end-of-run",
    says="A shielded operation runs to its end even when the program's coroutine is done or cancelled.",
    source="a blog",
    refuted_where=everywhere,
    truth="shield.ends-with-run",
    program=shielding.main_ends_before_it,
    contrast=shielding.main_awaits_it,
)
def test_a_shielded_operation_survives(program):
    """asyncio.run cancels every task that is left over, the shielded one directly."""
    steps = []
    program(seconds(4), steps.append)
    assert steps == ["the operation ends"]


@claim(
    "shield.ends-with-run",
    says="asyncio.run cancels a shielded operation that has not ended when the program's coroutine returns.",
    source="the correction of shield.survives-the-end-of-run",
    program=shielding.main_ends_before_it,
    contrast=shielding.main_awaits_it,
)
def test_it_ends_with_run(program):
    """A shield stands between a task and who awaits it; it is nothing that the operation itself carries along."""
    steps = []
    program(seconds(4), steps.append)
    assert steps == []
