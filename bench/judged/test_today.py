"""As claims, the programs that `bench.today` times with a stopwatch."""

import pytest

from bench.judged import programs
from pytest_claims import assert_duration, claim, seconds

#: How many times each claim is judged in a run.
TIMES = 10


def timed(name, program, contrast):
    """What a claim on the timed program of that name begins with."""
    says = "It takes about 10 s."
    return claim(f"today.{name}", says=says, source="the benchmark", program=program, contrast=contrast)


@timed("threads", programs.threads_joined_after_the_loop, programs.threads_in_two_rounds)
@pytest.mark.parametrize("time", range(TIMES))
def test_threads(program, time):
    """Their sleeps overlap."""
    _, workers, naps = programs.TIMED["threads"]
    with assert_duration(approx=10):
        program(None, workers, [seconds(nap) for nap in naps])


@timed("pool", programs.a_pool, programs.a_smaller_pool)
@pytest.mark.parametrize("time", range(TIMES))
def test_pool(program, processes, time):
    """Three workers take three tasks and then two."""
    _, workers, naps = programs.TIMED["pool"]
    with assert_duration(approx=10):
        program(processes, workers, [seconds(nap) for nap in naps])


@timed("tasks", programs.tasks_at_once, programs.tasks_in_two_rounds)
@pytest.mark.parametrize("time", range(TIMES))
def test_tasks(program, time):
    """Their sleeps overlap."""
    _, workers, naps = programs.TIMED["tasks"]
    with assert_duration(approx=10):
        program(None, workers, [seconds(nap) for nap in naps])
