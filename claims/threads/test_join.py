"""Thread.join: whom does the waiting thread wait for?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.threads import joining
from pytest_claims import assert_duration, claim, everywhere, seconds, worker_counts


@claim(
    "thread.join-after-loop",
    says="Threads started in a loop and joined after it overlap: ten sleeps of 10 s take about 10 s.",
    source="notes 2.1",
    program=joining.join_after_the_loop,
    contrast=joining.join_inside_the_loop,
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
    program=joining.join_inside_the_loop,
    contrast=joining.join_after_the_loop,
)
@given(workers=worker_counts())
@example(workers=10)
def test_joining_inside_the_loop_takes_all_sleeps(program, workers):
    """The loop cannot start the next thread before the join of this one returns."""
    with assert_duration(approx=10 * workers, rivals={"side by side": 10}):
        program(workers, nap=seconds(10))


@claim(
    "thread.last-join-waits-for-all",
    says="Joining only the thread that was started last waits until every thread has finished.",
    source="notes 2.1",
    refuted_where=everywhere,
    truth="thread.join-waits-for-its-own-thread",
    program=joining.last_thread_sleeps_shortest,
    contrast=joining.last_thread_sleeps_longest,
)
@given(workers=worker_counts())
@example(workers=10)
def test_joining_the_last_thread_waits_for_all(program, workers):
    """A join waits for one thread. It looks like more because equal sleeps, as in the notes, happen to end together."""
    assert program(workers, nap=seconds(10)) == 0


@claim(
    "thread.join-waits-for-its-own-thread",
    says="join waits for its own thread and for no other.",
    source="what is true in place of notes 2.1",
    program=joining.join_one,
    contrast=joining.join_them_all,
)
@given(naps=st.permutations([2, 10, 10, 10]))
@example(naps=[10, 2, 10, 10])
def test_join_waits_for_its_own_thread_only(program, naps):
    """The wait ends when that one thread has left its run(); what the others do never comes into it."""
    chosen = naps.index(min(naps))
    assert program([seconds(nap) for nap in naps], chosen) == [chosen]
