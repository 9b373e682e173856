"""The notes' program: ten functions of 10 s or 2 s, each given up after 4 s by one of three processes."""

from heapq import heapreplace

from claims.timeouts import programs
from pytest_claims import Timeline, assert_duration, claim, seconds

WORKERS, TIMEOUT = 3, 4
NAPS = [2 if number % 2 else 10 for number in range(10)]


def schedule(lengths):
    """When each task starts, if the worker that is free first takes the next one, and when the last one ends."""
    free_at, starts = [0] * WORKERS, []
    for length in lengths:
        starts.append(free_at[0])
        heapreplace(free_at, free_at[0] + length)
    return starts, max(free_at)


@claim(
    "timeout.notes-program-time",
    says="Ten functions of 10 s (even numbers) or 2 s (odd), each given up after 4 s by one of 3 processes: the even ones time "
    "out, the whole takes about 12 s, and of those that timed out the first two come to their end all the same.",
    source="notes 3",
    program=programs.tasks_with_a_timeout,
    contrast=programs.tasks_without_a_timeout,
)
def test_the_program_of_the_notes_takes_twelve_seconds(program, processes):
    """A worker is busy for 4 s or 2 s, and takes its next task while the function that it gave up sleeps on. Numbers 0
    and 2 end at 10 s; 4 and 6 would at 14 s and 8 at 18 s, but at 12 s the workers are told to stop and take them along.
    """
    starts, end = schedule([min(nap, TIMEOUT) for nap in NAPS])
    rivals = {
        "get waits for the function": schedule(NAPS)[1],
        "in rounds of three": sum(max(min(nap, TIMEOUT) for nap in NAPS[first : first + 3]) for first in range(0, 10, 3)),
        "the workers wait for what was given up": max(start + nap for start, nap in zip(starts, NAPS, strict=True)),
    }
    with Timeline() as spans:
        note = spans.watch(str)
        pool = programs.started_pool(processes, WORKERS, note)
        # Finer than usual: rounds would take only 2 s more.
        with assert_duration(approx=end, rel=0.08, rivals=rivals):
            outcomes = program(pool, [seconds(nap) for nap in NAPS], seconds(TIMEOUT), note)
            assert [number for number, outcome in enumerate(outcomes) if outcome == programs.TIMED_OUT] == [0, 2, 4, 6, 8]
    ended_by_then = {f"{number} ends" for number, start in enumerate(starts) if start + NAPS[number] < end}
    assert {span.label for span in spans.spans if "ends" in span.label} == ended_by_then
