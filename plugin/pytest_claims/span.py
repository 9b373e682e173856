"""A span: something that ran from one moment to another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Something that ran from `start` to `end`. Times are real seconds on the machine's monotonic clock."""

    label: str
    #: Who ran it: process, thread and, in an event loop, task.
    lane: str
    start: float
    end: float
