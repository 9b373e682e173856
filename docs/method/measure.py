"""Take samples of real programs, on an idle machine and among CPU hogs: elapsed time at many units, with what held it up."""

import multiprocessing
from collections.abc import Callable

from bench.hogs import hogs
from claims.pools import programs as pools
from claims.tasks import programs as tasks
from claims.threads import joining as threads
from pytest_claims import assert_duration
from pytest_claims.instruments.seconds.run import Run, running
from pytest_claims.machine.noise import measure_oversleep
from pytest_claims.model.environment import here, usable_cpus

#: Runs at each unit, and loops that compute without end on each CPU where the machine is said to be busy.
TIMES, HOGS = 6, 4
SPAWN = multiprocessing.get_context("spawn")


def ten_threads(unit: float) -> None:
    """Ten threads that sleep for 10 s each, joined after the loop."""
    threads.join_after_the_loop(10, 10 * unit)


def two_tasks(unit: float) -> None:
    """Two tasks that sleep for 1 s and for 2 s."""
    tasks.with_create_task([unit, 2 * unit])


def a_pool(unit: float) -> None:
    """Two spawned workers, started and sent home again, with four naps of 3 s between them."""
    with pools.pool_of_ready_workers(SPAWN, 2) as pool:
        pools.all_submitted_at_once(pool, 2, [3 * unit] * 4)


#: Title, program, claimed duration, the rival's, and the units in real seconds.
PROGRAMS: dict[str, tuple[Callable[[float], None], float, float, list[float]]] = {
    "ten threads of 10 s, joined after the loop": (ten_threads, 10, 100, [0.002, 0.005, 0.01, 0.02, 0.04, 0.08]),
    "two tasks, of 1 s and of 2 s": (two_tasks, 2, 3, [0.005, 0.01, 0.02, 0.05, 0.1, 0.2]),
    "four naps of 3 s on two spawned workers, start-up included": (a_pool, 6, 12, [0.01, 0.02, 0.04, 0.1, 0.2, 0.4]),
}


def measure() -> dict:
    """All samples, and where they were taken."""
    environment = here()
    return {
        "environment": f"{environment.implementation} {environment.python}, {environment.platform}, {environment.cpus} CPUs",
        "hogs": HOGS,
        "programs": {
            title: {"claimed": claimed, "rival": rival, "idle": _samples(program, claimed, units, 0)}
            | {"loaded": _samples(program, claimed, units, HOGS * usable_cpus())}
            for title, (program, claimed, rival, units) in PROGRAMS.items()
        },
    }


def _samples(program: Callable[[float], None], claimed: float, units: list[float], loops: int) -> dict:
    with hogs(loops):
        delay = measure_oversleep().unexplained
        # Interleaved, so that what changes on the machine meanwhile touches all units alike.
        runs = [_sample(program, claimed, unit) for _ in range(TIMES) for unit in units]
    return {"delay": round(delay, 6), "samples": runs}


def _sample(program: Callable[[float], None], claimed: float, unit: float) -> list[float]:
    with running(Run(unit)) as run, assert_duration(approx=claimed):
        program(unit)
    return [unit, round(run.measurements[0].elapsed, 6), round(run.measurements[0].wait_bound, 6)]
