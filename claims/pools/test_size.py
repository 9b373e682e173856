"""The size of a pool: how many tasks run at once, and what does a worker do that has finished one?"""

import time
from heapq import heapreplace

from hypothesis import assume, example, given

from claims.pools import programs
from claims.start import joined
from pytest_claims import Timeline, assert_at_most, assert_duration, claim, naps, require, seconds, worker_counts


@claim(
    "pool.size-caps-concurrency",
    says="A pool of 8 runs at most 8 tasks at the same time.",
    source="notes 1.1",
    program=programs.in_a_pool,
    contrast=programs.in_a_process_each,
)
@given(workers=worker_counts(max_value=3))
@example(workers=8)
def test_a_pool_runs_no_more_tasks_at_once_than_it_has_workers(program, processes, workers):
    """A worker runs one task at a time; the tasks that no worker has taken wait in a pipe."""
    tasks = workers + 2
    with Timeline() as spans:
        program(processes, workers, [seconds(3)] * tasks, task=spans.watch(time.sleep))
    require(len(spans.spans) == tasks, "a task did not run")
    assert_at_most(workers, spans)


@claim(
    "pool.free-worker-takes-next",
    says="When a process of the pool has finished and others are waiting, the next one takes its place.",
    source="notes 1.1",
    program=programs.all_submitted_at_once,
    contrast=programs.submitted_in_rounds,
)
@given(naps=naps(min_size=4))
@example(naps=[4, 1, 4, 1])
def test_a_free_worker_takes_the_next_task(program, processes, naps):
    """All workers read from one pipe, in the order of submission; nobody waits for the others of a round."""
    workers = 2
    predicted, rival = first_free_first_served(workers, naps), fixed_rounds(workers, naps)
    assume(rival > 1.4 * predicted)
    with (
        joined(programs.pool_of_ready_workers(processes, workers)) as pool,
        # Of two workers that are free at nearly the same time either may take the next task: hence a wider rel.
        assert_duration(approx=predicted, rel=0.15, rivals={"fixed rounds": rival}),
    ):
        program(pool, workers, [seconds(nap) for nap in naps])


def first_free_first_served(workers, naps):
    free_at = [0.0] * workers
    for nap in naps:
        heapreplace(free_at, free_at[0] + nap)
    return max(free_at)


def fixed_rounds(workers, naps):
    return sum(max(naps[first : first + workers]) for first in range(0, len(naps), workers))
