"""Thread.join: whom does the waiting thread wait for?"""

from hypothesis import example, given
from pytest_claims import assert_duration, claim, seconds, worker_counts

from claims.threads import programs


@claim(
    "thread.join-after-loop",
    says="Threads started in a loop and joined after it overlap: ten sleeps of 10 s take about 10 s.",
    source="notes 2.1",
    program=programs.join_after_the_loop,
    contrast=programs.join_inside_the_loop,
)
@given(workers=worker_counts())
@example(workers=10)
def test_joining_after_the_loop_takes_one_sleep(program, workers):
    """When the first join begins to wait, every thread is already asleep, so the waits overlap."""
    with assert_duration(approx=10, rivals={"one after another": 10 * workers}):
        program(workers, nap=seconds(10))


@claim(
    "thread.join-inside-loop",
    says="Threads joined inside the loop that starts them take turns: ten sleeps of 10 s take about 100 s.",
    source="notes 2.1",
    program=programs.join_inside_the_loop,
    contrast=programs.join_after_the_loop,
)
@given(workers=worker_counts())
@example(workers=10)
def test_joining_inside_the_loop_takes_all_sleeps(program, workers):
    """The loop cannot start the next thread before the join of this one returns."""
    with assert_duration(approx=10 * workers, rivals={"side by side": 10}):
        program(workers, nap=seconds(10))
