"""Claims on programs that take a quarter more, or less, than is claimed.

The contrast is the program that takes as long as claimed.
"""

import random

import pytest

from bench.judged import programs
from pytest_claims import assert_duration, claim, seconds

#: How many sizes each program comes in.
SIZES = 9
FACTORS = {"slower": 1.25, "faster": 0.75}


def sizes():
    """Numbers of workers, and claimed seconds of their naps."""
    chance = random.Random(25)
    return [(chance.randint(2, 4), chance.randint(4, 12) / 4) for _ in range(SIZES)]


def of_equal_naps(shape, factor, claimed):
    """A claim on a program that needs no multiprocessing context."""

    @claim(
        f"{shape.__name__.replace('_', '-')}.{factor}",
        says="It takes as long as it says.",
        source="the benchmark",
        program=programs.off_by(FACTORS[factor], shape),
        contrast=shape,
    )
    @pytest.mark.parametrize("size", sizes())
    def test(program, size):
        """Its naps are longer, or shorter, than the sentence says."""
        workers, nap = size
        naps = [nap] * workers
        with assert_duration(approx=claimed(workers, naps)):
            program(None, workers, [seconds(nap) for nap in naps])

    return test


def of_processes(shape, factor, tasks_a_worker):
    """A claim on a program that starts processes."""

    @claim(
        f"{shape.__name__.replace('_', '-')}.{factor}",
        says="It takes as long as it says.",
        source="the benchmark",
        program=programs.off_by(FACTORS[factor], shape),
        contrast=shape,
    )
    @pytest.mark.parametrize("size", sizes())
    def test(program, processes, size):
        """Its naps are longer, or shorter, than the sentence says."""
        workers, nap = size
        naps = [nap] * (workers * tasks_a_worker)
        with assert_duration(approx=programs.makespan(workers, naps)):
            program(processes, workers, [seconds(nap) for nap in naps])

    return test


for _factor in FACTORS:
    for _shape, _claimed in [
        (programs.threads_joined_after_the_loop, lambda workers, naps: max(naps)),
        (programs.tasks_at_once, lambda workers, naps: max(naps)),
        (programs.awaits_in_turn, lambda workers, naps: sum(naps)),
    ]:
        globals()[f"test_{_shape.__name__}_{_factor}"] = of_equal_naps(_shape, _factor, _claimed)
    globals()[f"test_started_processes_{_factor}"] = of_processes(programs.started_processes, _factor, 1)
    globals()[f"test_a_pool_{_factor}"] = of_processes(programs.a_pool, _factor, 2)
