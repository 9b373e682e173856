"""cancel(): what happens to the task, and to what it has started?"""

from claims.cancellation import cancelling
from pytest_claims import claim, everywhere, python, seconds


@claim(
    "cancel.stops-the-task-at-once",
    says="After task.cancel() the task is no longer running.",
    source="a question on a Q&A site",
    refuted_where=everywhere,
    truth="cancel.is-a-request",
    program=cancelling.looked_at_once,
    contrast=cancelling.looked_at_after_waiting,
)
def test_cancel_stops_it_at_once(program):
    """cancel() asks only: CancelledError is raised where the task waits, when the loop next runs it."""
    assert program() == "done"


@claim(
    "cancel.is-a-request",
    says="task.cancel() returns before the task has ended; whoever needs its end has to wait for the task.",
    source="the correction of cancel.stops-the-task-at-once",
    program=cancelling.looked_at_once,
    contrast=cancelling.looked_at_after_waiting,
)
def test_cancel_is_a_request(program):
    """The task runs its except and finally blocks in later turns of the loop, and may even refuse to end."""
    assert program() == "not done"


@claim(
    "cancel.except-exception-catches-it",
    says="A broad `except Exception` around an await catches CancelledError and so swallows the cancellation.",
    source="a blog",
    refuted_where=python >= "3.8",
    truth="cancel.is-no-exception",
    program=cancelling.except_exception,
    contrast=cancelling.except_base_exception,
)
def test_except_exception_catches_it(program):
    """Since Python 3.8 CancelledError derives from BaseException, for this very reason."""
    assert program() == "swallowed"


@claim(
    "cancel.is-no-exception",
    says="Since Python 3.8 CancelledError passes an `except Exception`; a bare except or `except BaseException` catches it.",
    source="the correction of cancel.except-exception-catches-it",
    program=cancelling.except_exception,
    contrast=cancelling.except_base_exception,
)
def test_it_passes_except_exception(program):
    """It is raised again only by code that means to: who catches BaseException and goes on has swallowed the cancellation."""
    assert program() == "cancelled"


@claim(
    "cancel.before-start-runs-finally",
    says="A task that is cancelled has CancelledError thrown into its coroutine, which can clean up in except or finally.",
    source="https://github.com/python/cpython/issues/98275",
    refuted_where=everywhere,
    truth="cancel.before-start-runs-nothing",
    program=cancelling.cancelled_before_its_first_turn,
    contrast=cancelling.cancelled_while_it_waits,
)
def test_a_cancelled_task_cleans_up(program):
    """A task that is cancelled before its first turn has not come to its try statement."""
    steps = []
    program(steps.append)
    assert steps == ["finally"]


@claim(
    "cancel.before-start-runs-nothing",
    says="A task that is cancelled before its first turn runs no line of its coroutine, so no finally block either.",
    source="the correction of cancel.before-start-runs-finally",
    program=cancelling.cancelled_before_its_first_turn,
    contrast=cancelling.cancelled_while_it_waits,
)
def test_cancelled_before_its_start_it_runs_nothing(program):
    """CancelledError is thrown into a coroutine that has not begun, and is raised before its first line. What has to be
    released in any case is acquired inside the coroutine, not handed to it.
    """
    steps = []
    program(steps.append)
    assert steps == []


@claim(
    "cancel.finally-cannot-await",
    says="In the finally block of a cancelled task the next await raises CancelledError again, so clean-up cannot await.",
    source="https://github.com/agronholm/anyio/issues/366 (of anyio's cancel scopes, where it is so)",
    refuted_where=everywhere,
    truth="cancel.clean-up-may-await",
    program=cancelling.cancelled_once,
    contrast=cancelling.cancelled_twice,
)
def test_clean_up_cannot_await(program):
    """A cancellation of asyncio is one exception, raised once; only another call of cancel() raises another one."""
    steps = []
    program(seconds(1), steps.append)
    assert steps == ["begins to clean up"]


@claim(
    "cancel.clean-up-may-await",
    says="The finally block of a cancelled task can await as any code can, unless the task is cancelled again meanwhile.",
    source="the correction of cancel.finally-cannot-await",
    program=cancelling.cancelled_once,
    contrast=cancelling.cancelled_twice,
)
def test_clean_up_may_await(program):
    """A task of asyncio has no state "is being cancelled" that its later awaits would look at."""
    steps = []
    program(seconds(1), steps.append)
    assert steps == ["begins to clean up", "has cleaned up"]


@claim(
    "cancel.reaches-the-tasks-it-created",
    says="Cancelling a task cancels the tasks that it has created.",
    source="a blog",
    refuted_where=everywhere,
    truth="cancel.reaches-what-is-awaited",
    program=cancelling.it_creates_one,
    contrast=cancelling.it_creates_and_awaits_one,
)
def test_cancel_reaches_created_tasks(program):
    """A task does not know what it has created. It knows only what it awaits at the moment."""
    assert program() == "cancelled"


@claim(
    "cancel.reaches-what-is-awaited",
    says="Cancelling a task cancels the task that it awaits at that moment, and leaves others that it has created running.",
    source="the correction of cancel.reaches-the-tasks-it-created",
    program=cancelling.it_creates_one,
    contrast=cancelling.it_creates_and_awaits_one,
)
def test_cancel_leaves_created_tasks_running(program):
    """cancel() is handed on to the future on which the task waits. A TaskGroup does the same for all of its tasks."""
    assert program() == "still runs"


@claim(
    "cancel.kills-the-subprocess",
    says="wait_for around communicate() limits the subprocess: when the time is up, the child process is ended.",
    source="a blog",
    refuted_where=everywhere,
    truth="cancel.leaves-the-subprocess-running",
    program=cancelling.communicating_under_a_limit,
    contrast=cancelling.communicating_and_killing,
)
def test_a_time_out_ends_the_child(program):
    """What is cancelled is the wait for the child's output. The child hears nothing of it."""
    assert program(seconds(1)) == "ended"


@claim(
    "cancel.leaves-the-subprocess-running",
    says="When wait_for gives up on communicate(), the child process runs on until somebody calls kill() or terminate().",
    source="the correction of cancel.kills-the-subprocess",
    program=cancelling.communicating_under_a_limit,
    contrast=cancelling.communicating_and_killing,
)
def test_the_child_runs_on(program):
    """subprocess.run(timeout=) is different: it kills the child."""
    assert program(seconds(1)) == "still runs"
