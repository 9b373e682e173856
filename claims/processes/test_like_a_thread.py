"""Process beside Thread: the same words, the same behaviour?"""

from time import sleep

from hypothesis import example, given

from claims.processes import programs
from pytest_claims import Timeline, assert_overlap, claim, require, seconds, worker_counts


@claim(
    "process.used-like-thread",
    says="A Process is used as a Thread is: it takes target and args, is started, and is joined.",
    source="notes 1.3",
    program=programs.start_and_join,
    contrast=programs.call_run_in_place_of_start,
)
def test_a_process_is_used_like_a_thread(program, processes):
    """Process was written to Thread's interface: start has run() called somewhere else, and run calls target(*args)."""
    for life in program(processes, number=7):
        assert life.got == 7
        assert life.ran_in != programs.here()
        assert not life.alive_afterwards


@claim(
    "process.sleeps-overlap",
    says="Processes that were started run side by side: their sleeps overlap.",
    source="notes 1.3",
    program=programs.join_after_the_loop,
    contrast=programs.join_inside_the_loop,
)
@given(workers=worker_counts(max_value=3))
@example(workers=3)
def test_started_processes_sleep_side_by_side(program, processes, workers):
    """A start returns as soon as the child is on its way, so all children are under way before the first join waits."""
    with Timeline() as spans:
        exit_codes = program(processes, spans.watch(sleep), workers, nap=seconds(10))
    require(exit_codes == [0] * workers and len(spans.spans) == workers, "a child did not sleep")
    assert_overlap(spans, at_least=workers)
