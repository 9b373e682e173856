"""cancel() of a future: which tasks does it stop?"""

from claims.executors import cancelling
from pytest_claims import claim, everywhere, seconds


@claim(
    "future.cancel-stops-a-running-task",
    says="cancel() makes a task stop that is already running.",
    source="a blog",
    refuted_where=everywhere,
    truth="future.running-cannot-be-cancelled",
    program=cancelling.cancel_what_runs,
    contrast=cancelling.cancel_what_waits,
)
def test_cancel_stops_a_running_task(program):
    """A thread cannot be stopped from outside, and no process is ended for one task. cancel() says so: it returns False."""
    assert program()


@claim(
    "future.running-cannot-be-cancelled",
    says="cancel() of a future whose task is running returns False and changes nothing.",
    source="the correction of future.cancel-stops-a-running-task",
    program=cancelling.cancel_what_runs,
    contrast=cancelling.cancel_what_waits,
)
def test_what_runs_cannot_be_cancelled(program):
    """A future is pending, running or done, and only from pending can it be cancelled."""
    assert not program()


@claim(
    "future.not-begun-can-be-cancelled",
    says="A task that no worker has begun yet can be cancelled: cancel() is True and it never runs.",
    source="a blog and a book",
    refuted_where=everywhere,
    truth="future.next-of-a-process-cannot-be-cancelled",
    program=cancelling.cancel_the_next_of_a_process,
    contrast=cancelling.cancel_the_next_of_a_thread,
)
def test_what_has_not_begun_can_be_cancelled(program, processes):
    """So it is in a ThreadPoolExecutor. A ProcessPoolExecutor sends one task more than it has workers ahead to them, and calls
    it running from then on.
    """
    assert program(processes, seconds(1))


@claim(
    "future.next-of-a-process-cannot-be-cancelled",
    says="In a ProcessPoolExecutor the task that will run next counts as running already, and cannot be cancelled.",
    source="the correction of future.not-begun-can-be-cancelled",
    program=cancelling.cancel_the_next_of_a_process,
    contrast=cancelling.cancel_the_next_of_a_thread,
)
def test_the_next_of_a_process_cannot_be_cancelled(program, processes):
    """It lies pickled in the queue to the workers, out of the executor's reach, so that no worker has to wait for work."""
    assert not program(processes, seconds(1))
