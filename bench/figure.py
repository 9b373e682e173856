"""A figure: something to measure, and the rows of the table that it fills."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: What one run of a figure observed: builtin types, as they go to the results.
Data = dict[str, Any]
#: The runs of each figure, by its name.
Runs = Mapping[str, Sequence[Data]]


@dataclass(frozen=True, slots=True)
class Figure:
    """Something to measure, one run at a time."""

    name: str
    about: str
    #: How many runs the table asks for.
    runs: int
    #: Makes one run, and returns what it observed. Its argument is the real seconds after which a run of pytest is interrupted.
    measure: Callable[[float], Data]
    #: That limit, where the command line names none.
    limit: float = 900.0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    what: str
    #: What is aimed at; empty where nothing is.
    goal: str
    measured: str
    #: How many of what: "50 runs".
    n: str
    #: "yes", "no", or why that cannot be said yet; empty where there is no goal.
    met: str = ""


def met(good: bool, runs: int, wanted: int) -> str:
    """Whether a goal is met. One that has failed has failed; one that has not may still do so until all its runs are in."""
    if not good:
        return "**no**"
    return "yes" if runs >= wanted else f"so far ({runs} of {wanted} runs)"


def counted(number: int, noun: str) -> str:
    """A number of things in words: "1 run", "2 runs"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
