"""A subclass of Thread: what does it run, and when?"""

from hypothesis import example, given

from claims.threads import joining
from pytest_claims import assert_duration, claim, require, seconds, worker_counts

#: What each of the notes' threads sleeps. It reports after either nap.
NAPS = (2, 0.5)


@claim(
    "thread.subclass-overrides-run",
    says="A subclass of Thread overrides run(), and that is what the thread executes.",
    source="notes 2.2",
    program=joining.start_a_subclass,
    contrast=joining.call_run_of_a_subclass,
)
def test_a_thread_executes_the_run_of_its_class(program):
    """start() makes the thread, which calls run() on the object. run() called by hand is a call like any other: no thread."""
    thread, ran_in = program()
    assert ran_in is thread


@claim(
    "thread.subclass-joined-in-loop",
    says="Three threads of 2 s and 0.5 s, each joined in the loop that starts them, end in order after about 7.5 s.",
    source="notes 2.2",
    program=joining.workers_joined_in_the_loop,
    contrast=joining.workers_not_joined_in_the_loop,
)
@given(count=worker_counts())
@example(count=3)
def test_workers_joined_in_the_loop_take_turns(program, count):
    """The join at the loop's end lets the next thread start only when this one has reported for the last time."""
    reports = []
    with assert_duration(approx=sum(NAPS) * count, rivals={"side by side": sum(NAPS)}):
        program(count, [seconds(nap) for nap in NAPS], report=reports.append)
    assert reports == [number for number in range(count) for _ in NAPS]


@claim(
    "thread.subclass-not-joined",
    says="Three threads of 2 s and 0.5 s that are not joined in the loop that starts them end together after about 2.5 s.",
    source="notes 2.2",
    program=joining.workers_not_joined_in_the_loop,
    contrast=joining.workers_joined_in_the_loop,
)
@given(count=worker_counts())
@example(count=3)
def test_workers_not_joined_in_the_loop_sleep_side_by_side(program, count):
    """start() returns as soon as the thread runs, so all of them are asleep before the first wakes up."""
    reports = []
    with assert_duration(approx=sum(NAPS), rivals={"one after another": sum(NAPS) * count}):
        program(count, [seconds(nap) for nap in NAPS], report=reports.append)
    require(len(reports) == count * len(NAPS), f"only these have reported: {reports}")
