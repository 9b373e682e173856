"""What the work that `spin` made did in a block, call by call: when it was on a CPU, and whether beside other such work.

By the clock nobody can tell on a busy machine whether two threads take turns because they must, or because others have the
CPUs. Three things tell it there:

- Two threads that were on a CPU at the same moment need not take turns. Under a lock that is 0.0 ms, whatever the load.
- Who computes and waits for a CPU is ready to run all the time; who waits for a lock is asleep. Of two processes beside eight
  busy loops each slept for 0 to 1 ms of 4 s; of two threads under a GIL, for 0.8 s.
- A thread on its own uses one CPU at the most. So nothing in which one thread computed for c seconds can take less than c.

That two were never on a CPU at once is no evidence on its own: the system may have given both the same CPU, as it did with one
pair of processes in two beside other work.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise

from pytest_claims.instruments.cpu.spin import STEPS
from pytest_claims.machine.originals import read_file

#: A step was on a CPU if its CPU time is this part of its wall time. With 0.5 ms a step, what it did else took 25 microseconds.
ON_CPU = 0.95
#: What has to be seen: twice the length of a step.
ENOUGH_OVERLAP = 2 / STEPS
#: Two processes beside eight busy loops were on a CPU at once for 0.3 to 1.1 times as long as is to be expected by chance, or
#: never. Threads count as side by side from this part on, …
AT_ONCE = 0.5
#: … and as threads that never were, up to this.
NEVER = 0.05
#: Work is done side by side that is under way at the same time for this part of its time: not where one begins as another ends.
SHARED = 0.5
#: The part of its time that work sleeps at most which waits for a CPU only, where up to 0.003 was read; and at least, where its
#: threads wait for each other, where 0.01 was read if both had the same CPU, and 0.18 and more else.
READY, ASLEEP = 0.01, 0.03


@dataclass(frozen=True, slots=True)
class SpinCall:
    """One call of the work; times in seconds."""

    lane: tuple[int, int]
    start: float
    end: float
    #: CPU time; and what it waited for a CPU, None where nobody counts.
    ran: float
    waited: float | None
    #: When it was on a CPU: begin and end of each such step.
    on: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Simultaneity:
    """What all calls did together, in seconds."""

    #: Two or more threads were on a CPU at once, …
    both: float = 0.0
    #: … and would have been, had each had its CPU time at moments of its own: for two threads the product of the shares of
    #: their common time that each was on a CPU, times that common time.
    chance: float = 0.0
    #: The part of the time in which any call was under way, in which two or more were.
    shared: float = 0.0
    #: The part of the calls' time in which they neither ran nor waited for a CPU; None where nobody counts.
    asleep: float | None = None
    #: The CPU time of the thread that had most, …
    longest: float = 0.0
    #: … and of all threads.
    ran: float = 0.0
    #: Whether there were several processes, each of which made its calls in one thread.
    apart: bool = False

    @property
    def at_once(self) -> bool:
        """Whether threads or processes were on a CPU at once, for as long as the CPU time that each got makes likely."""
        return self.both >= max(ENOUGH_OVERLAP / 2, AT_ONCE * self.chance) and self.shared >= SHARED

    @property
    def ready(self) -> bool:
        """Whether processes computed at the same time, and each was ready to run all the time."""
        return self.apart and self.asleep is not None and self.asleep <= READY and self.shared >= SHARED

    @property
    def in_turn(self) -> bool:
        """Whether threads took turns: never on a CPU at once, though likely, and asleep meanwhile."""
        never = self.both <= NEVER * self.chance and self.chance >= ENOUGH_OVERLAP
        return never and self.asleep is not None and self.asleep >= ASLEEP


def simultaneity(calls: Sequence[SpinCall]) -> Simultaneity:
    """What `calls` did together."""
    if not calls:
        return Simultaneity()
    by_lane: dict[tuple[int, int], list[SpinCall]] = {}
    for call in calls:
        by_lane.setdefault(call.lane, []).append(call)
    lanes = list(by_lane.values())
    spans = [(call.start, call.end) for call in calls]
    return Simultaneity(
        both=_at_once([on for call in calls for on in call.on], 2),
        chance=sum(_by_chance(one, other) for one, other in combinations(lanes, 2)),
        shared=_at_once(spans, 2) / (_at_once(spans, 1) or 1.0),
        asleep=_asleep(calls),
        longest=max(sum(call.ran for call in lane) for lane in lanes),
        ran=sum(call.ran for call in calls),
        apart=len({process for process, _ in by_lane}) == len(lanes) > 1,
    )


def _asleep(calls: Sequence[SpinCall]) -> float | None:
    asleep = 0.0
    for call in calls:
        if call.waited is None:
            return None
        asleep += max(0.0, call.end - call.start - call.ran - call.waited)
    return asleep / (sum(call.end - call.start for call in calls) or 1.0)


def _at_once(spans: Iterable[tuple[float, float]], least: int) -> float:
    """For how long `least` or more of the spans ran at the same moment."""
    # Of a span of no length the end would come before the begin.
    edges = sorted(edge for start, end in spans if start < end for edge in ((start, 1), (end, -1)))
    found, running, before = 0.0, 0, 0.0
    for moment, change in edges:
        if running >= least:
            found += moment - before
        running, before = running + change, moment
    return found


def _by_chance(one: Sequence[SpinCall], other: Sequence[SpinCall]) -> float:
    """For how long two threads would have been on a CPU at once, had each been on one at moments of its own."""
    begin = max(min(call.start for call in lane) for lane in (one, other))
    end = min(max(call.end for call in lane) for lane in (one, other))
    if end <= begin:
        return 0.0
    first, second = (
        sum(max(0.0, min(end, stop) - max(begin, start)) for call in lane for start, stop in call.on) for lane in (one, other)
    )
    return first * second / (end - begin)


class StepLog:
    """The file to which the work of this process and of its children appends what it did; there while a block is measured."""

    def __init__(self) -> None:
        self.path = os.path.join(tempfile.gettempdir(), f"pytest-claims-{os.getpid()}-{os.urandom(8).hex()}.steps")
        #: How many blocks are being measured.
        self._blocks = 0

    def begin(self) -> int:
        """A block begins: where its notes will begin."""
        self._blocks += 1
        os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
        return os.path.getsize(self.path)

    def end(self, begin: int) -> list[SpinCall]:
        """A block ends that began at `begin`: what was noted in it."""
        self._blocks -= 1
        lines = read_file(self.path)[begin:].splitlines()
        if not self._blocks:
            with suppress(OSError):  # Windows, while a child still writes
                os.unlink(self.path)
        return [call for line in lines for call in _read(line)]


def _read(line: bytes) -> Iterator[SpinCall]:
    try:
        process, thread, began, waited, lasted, used = json.loads(line)
    except ValueError:  # whoever was killed while it wrote left half a line
        return
    ends = list(accumulate(lasted, initial=began))
    on = [_surely(start, end, ran) for (start, end), ran in zip(pairwise(ends), used, strict=True)]
    yield SpinCall(
        lane=(process, thread),
        start=began / 1e9,
        end=ends[-1] / 1e9,
        ran=sum(used) / 1e9,
        waited=None if waited < 0 else waited / 1e9,
        on=[span for span in on if span is not None],
    )


def _surely(start: int, end: int, ran: int) -> tuple[float, float] | None:
    """When a step surely was on a CPU, if it was on one at all. What it was not may have been at its begin or at its end."""
    off = max(0, end - start - ran)
    return ((start + off) / 1e9, (end - off) / 1e9) if off <= (1 - ON_CPU) * (end - start) else None
