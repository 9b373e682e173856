"""A span: something that ran from one moment to another. A mark is one with no length."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Something that ran from `start` to `end`. Times are real seconds on the machine's monotonic clock."""

    label: str
    #: Who ran it: process, thread and, in an event loop, task.
    lane: str
    start: float
    end: float

    @property
    def is_mark(self) -> bool:
        """Whether it is a moment, at which nothing ran for any time."""
        return self.end == self.start
