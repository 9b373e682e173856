"""The workers of an executor: how many are there, of which kind, and who stops them?"""

from concurrent import futures
from time import sleep

from hypothesis import example, given
from hypothesis import strategies as st

from claims.executors import workers
from pytest_claims import (
    Timeline,
    assert_at_least,
    assert_at_most,
    assert_hangs,
    claim,
    cpus,
    python,
    require,
    seconds,
    start_method,
)

UNSTOPPABLE = not hasattr(futures.ProcessPoolExecutor, "kill_workers")


@claim(
    "executor.threads-are-daemons",
    says="The threads of a ThreadPoolExecutor are daemon threads.",
    source="a blog; true until Python 3.8",
    refuted_where=python >= "3.9",
    truth="executor.threads-are-joined-at-exit",
    program=workers.kind_of_an_executors_thread,
    contrast=workers.kind_of_a_pools_thread,
)
def test_threads_of_an_executor_are_daemons(program):
    """They were, with a function registered at exit that joined them; since 3.9 they are ordinary threads."""
    assert program() == "daemon"


@claim(
    "executor.threads-are-joined-at-exit",
    says="The threads of a ThreadPoolExecutor are no daemons; the end of the program waits for them.",
    source="the correction of executor.threads-are-daemons",
    program=workers.kind_of_an_executors_thread,
    contrast=workers.kind_of_a_pools_thread,
)
def test_threads_of_an_executor_are_no_daemons(program):
    """Subinterpreters allow no daemon threads. Those of multiprocessing's ThreadPool are daemons to this day."""
    assert program() == "no daemon"


@claim(
    "executor.default-five-threads-a-cpu",
    says="ThreadPoolExecutor() runs up to five tasks per CPU at the same time.",
    source="a question on a Q&A site; true until Python 3.7",
    needs=cpus >= 2,
    refuted_where=python >= "3.8",
    truth="executor.default-cpus-plus-four",
    program=workers.by_default,
    contrast=workers.as_many_as_tasks,
)
def test_there_are_five_threads_a_cpu(program):
    """Since 3.8 there are four more than CPUs, and 32 at most: enough for waiting, and no hundreds on large machines."""
    tasks = 5 * workers.usable_cpus()
    with Timeline() as spans:
        program(tasks, spans.watch(sleep), seconds(4))
    assert_at_least(tasks, spans)


@claim(
    "executor.default-cpus-plus-four",
    says="ThreadPoolExecutor() runs at most min(32, number of CPUs + 4) tasks at the same time.",
    source="the correction of executor.default-five-threads-a-cpu",
    program=workers.by_default,
    contrast=workers.as_many_as_tasks,
)
@given(more=st.integers(2, 4))
@example(more=4)
def test_there_are_four_more_than_cpus(program, more):
    """Since Python 3.13 the CPUs that this process may use are counted, before that all of the machine."""
    most = workers.default_threads()
    with Timeline() as spans:
        program(most + more, spans.watch(sleep), seconds(4))
    require(len(spans.spans) == most + more, "not all were called")
    assert_at_most(most, spans)


@claim(
    "executor.process-workers-start-on-demand",
    says="A ProcessPoolExecutor starts a worker only when a task needs one: after one task there is one worker.",
    source="https://github.com/python/cpython/pull/91598",
    refuted_where=start_method == "fork",
    truth="executor.forked-workers-start-together",
    program=workers.after_one_task,
    contrast=workers.after_one_task_or_as_many_as_workers,
)
@given(most=st.integers(2, 3))
@example(most=3)
def test_workers_start_on_demand(program, processes, most):
    """To fork later is dangerous: by then the executor's own thread runs, and might hold a lock."""
    assert program(processes, most) == 1


@claim(
    "executor.forked-workers-start-together",
    says="Under fork, a ProcessPoolExecutor starts all its workers with the first task.",
    source="the correction of executor.process-workers-start-on-demand",
    refuted_where=~(start_method == "fork"),
    truth="executor.process-workers-start-on-demand",
    program=workers.after_one_task,
    contrast=workers.after_one_task_or_as_many_as_workers,
)
@given(most=st.integers(2, 3))
@example(most=3)
def test_forked_workers_start_together(program, processes, most):
    """Under spawn and forkserver a worker is started for a task that finds none idle."""
    assert program(processes, most) == most


@claim(
    "executor.waiting-inside-a-task-deadlocks",
    says="A task that waits for another task of the same executor, all of whose workers are busy, waits for ever.",
    source="the documentation of concurrent.futures (https://docs.python.org/3/library/concurrent.futures.html)",
    program=workers.waiting_in_one_worker,
    contrast=workers.waiting_in_two_workers,
)
def test_waiting_in_a_task_hangs(program):
    """A thread that waits is not free. The task for which it waits stands in the queue behind it."""
    assert_hangs(program)


@claim(
    "executor.running-task-is-unstoppable",
    says="A ProcessPoolExecutor has no method that stops a task which is already running.",
    source="https://github.com/python/cpython/issues/128041 (what was so until 3.13)",
    refuted_where=python >= "3.14",
    truth="executor.kill-workers-stops-tasks",
    program=workers.by_a_method_of_the_executor,
    contrast=workers.by_killing_its_process if UNSTOPPABLE else workers.by_cancelling_its_future,
)
def test_a_running_task_is_unstoppable(program, processes):
    """Until 3.13 the way is to kill the worker oneself, which breaks the executor."""
    assert program(processes, seconds(4)) == "runs on"


@claim(
    "executor.kill-workers-stops-tasks",
    says="Since Python 3.14 kill_workers() and terminate_workers() of a ProcessPoolExecutor stop the tasks that run.",
    source="the correction of executor.running-task-is-unstoppable",
    needs=python >= "3.14",
    program=workers.by_a_method_of_the_executor,
    contrast=workers.by_cancelling_its_future,
)
def test_kill_workers_stops_a_running_task(program, processes):
    """They end the worker processes; the futures of their tasks get BrokenProcessPool."""
    assert program(processes, seconds(4)) == "stopped"
