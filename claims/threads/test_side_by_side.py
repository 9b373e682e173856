"""Do threads run side by side?"""

from time import sleep

from hypothesis import example, given

from claims.threads import side_by_side
from pytest_claims import (
    Timeline,
    assert_not_parallel,
    assert_overlap,
    assert_parallel,
    claim,
    cpus,
    gil,
    seconds,
    spin,
    worker_counts,
)


@claim(
    "thread.gil-blocks-cpu-speedup",
    says="Threads cannot make a computation in Python faster, since only one of them computes at a time.",
    source="notes 2",
    program=side_by_side.compute_in_threads,
    contrast=side_by_side.compute_in_processes_or_by_turns,
    needs=cpus >= 2,
    refuted_where=gil == "off",
    truth="thread.no-gil-computes-side-by-side",
    alone=True,
)
def test_threads_do_not_compute_side_by_side(program):
    """Whoever runs bytecode holds the interpreter's one lock. Each process has one of its own; a free-threaded build, none."""
    work = spin(0.2)
    with assert_not_parallel():
        program(2, work)


@claim(
    "thread.no-gil-computes-side-by-side",
    says="Without the GIL, threads that compute in Python use several CPUs at the same time.",
    source="what is true where notes 2 is not",
    program=side_by_side.compute_in_threads,
    contrast=side_by_side.compute_in_threads_under_one_lock,
    needs=(cpus >= 2) & (gil == "off"),
    alone=True,
)
def test_without_the_gil_threads_compute_side_by_side(program):
    """A free-threaded build locks objects one by one, not the interpreter, so threads that share no data do not meet."""
    work = spin(0.2)
    with assert_parallel():
        program(2, work)


@claim(
    "thread.sleeps-overlap",
    says="Threads that wait, for a sleep or for input and output, do so at the same time.",
    source="notes 2",
    program=side_by_side.wait_in_threads,
    contrast=side_by_side.wait_in_a_loop,
)
@given(workers=worker_counts())
@example(workers=6)
def test_threads_wait_side_by_side(program, workers):
    """A thread lets go of the GIL before it waits, and asks for it again afterwards."""
    with Timeline() as spans:
        program(workers, wait=spans.watch(sleep), nap=seconds(10))
    assert_overlap(spans, at_least=workers)
