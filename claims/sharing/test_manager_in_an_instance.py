"""An object with a manager's list and dict in it, and a pool that runs its method: what arrives, and when?"""

from time import sleep

from claims.sharing import programs
from claims.start import joined
from pytest_claims import Timeline, assert_duration, assert_overlap, claim, require, seconds


@claim(
    "sharing.manager-in-an-instance",
    says="An object may hold a manager's list and dict, and have a pool run its own method: they collect what every task adds.",
    source="notes 1.2",
    program=programs.an_instance_that_keeps_proxies,
    contrast=programs.an_instance_that_keeps_the_manager_too,
)
def test_proxies_in_an_instance_collect_what_every_task_adds(program, processes):
    """A bound method is pickled with its instance and all attributes. Proxies, and the function that makes a manager, can be
    pickled. A running manager cannot: it holds its authentication key, which must not leave the process. Not one task runs.
    """
    tasks, workers = 20, 9
    numbers, doubles, errors = program(processes, workers, tasks)
    assert errors == []
    assert sorted(numbers) == list(range(tasks))
    assert doubles == {number: 2 * number for number in range(tasks)}


@claim(
    "sharing.manager-program-time",
    says="Twenty tasks that each nap 0.1 s after they have filled the shared list and dict take about 0.3 s on 9 workers.",
    source="notes 1.2",
    program=programs.nap_side_by_side,
    contrast=programs.nap_one_by_one,
)
def test_twenty_short_naps_on_nine_workers_take_three_rounds(program, processes):
    """Nine nap at once, then nine, then two: three rounds, however few are left for the last."""
    tasks, workers = 20, 9
    with Timeline() as naps, processes.Manager() as manager:
        collector = programs.Collector(manager, keep=None)
        # Start-up is not what the sentence is about: the clock runs once every worker has called the manager.
        # The margin is wide, though all at once (0.1 s) would be outside it: between their naps the workers call the manager
        # 120 times, and where CPUs are few that shifts the rounds against each other.
        with (
            joined(programs.pool_of_workers_that_know(collector, processes, workers)) as pool,
            assert_duration(approx=0.3, abs=0.15, rivals={"one after another": 0.1 * tasks}),
        ):
            program(pool, collector, tasks, rest=naps.watch(sleep), nap=seconds(0.1))
        require(len(collector.numbers) == workers + tasks, "a task did not run")
    assert_overlap(naps)
