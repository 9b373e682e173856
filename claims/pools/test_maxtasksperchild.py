"""maxtasksperchild=1: which process runs a task, and what does it cost?"""

from time import perf_counter

from hypothesis import example, given

from claims.pools import programs
from pytest_claims import claim, task_counts, worker_counts


@claim(
    "pool.maxtasksperchild-new-process-per-task",
    says="With maxtasksperchild=1 every task runs in a process of its own: each process id is a new one.",
    source="notes 3",
    program=programs.one_task_per_process,
    contrast=programs.any_number_of_tasks_per_process,
)
@given(workers=worker_counts(max_value=3), tasks=task_counts(max_value=5))
@example(workers=3, tasks=10)
def test_each_task_gets_a_new_process(program, processes, workers, tasks):
    """A worker leaves its loop after one task and exits; a thread of the parent starts another in its place."""
    assert len(set(program(processes, workers, tasks))) == tasks


@claim(
    "pool.without-maxtasksperchild-reuses",
    says="Without maxtasksperchild the pool's processes are used again for task after task.",
    source="notes 3",
    program=programs.any_number_of_tasks_per_process,
    contrast=programs.one_task_per_process,
)
@given(workers=worker_counts(max_value=3), tasks=task_counts(max_value=5))
@example(workers=3, tasks=10)
def test_processes_are_used_again(program, processes, workers, tasks):
    """By default a worker takes tasks for as long as the pool lives; quick ones may all fall to whoever starts first."""
    assert len(set(program(processes, workers, tasks))) <= workers


@claim(
    "pool.maxtasksperchild-costs-time",
    says="A program takes longer with maxtasksperchild=1 than without it.",
    source="notes 3",
    program=programs.one_task_per_process,
    contrast=programs.any_number_of_tasks_per_process,
    alone=True,
)
def test_new_processes_cost_time(program, processes):
    """Starting a process costs milliseconds when forked and tens of them when spawned, here once more for each task."""
    # The first pool may start the fork server, and is not counted.
    duration(programs.any_number_of_tasks_per_process, processes)
    usual, measured = [], []
    for _ in range(4):
        usual.append(duration(programs.any_number_of_tasks_per_process, processes))
        measured.append(duration(program, processes))
    # One process against five: noise only ever adds, so that the quickest of a few runs comes near the truth.
    assert min(measured) > 2 * min(usual)


def duration(program, processes):
    started = perf_counter()
    program(processes, 1, tasks=5)
    return perf_counter() - started
