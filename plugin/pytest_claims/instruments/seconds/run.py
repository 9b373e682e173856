"""Claim seconds: how long the second of the sentence lasts in a run, and what the instruments record in that run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from pytest_claims.instruments.seconds.blocks import forget_blocks, missing_block
from pytest_claims.instruments.seconds.prediction import Measurement, is_nonnegative_number
from pytest_claims.machine.noise import THIS_MACHINE, Machine, Noise
from pytest_claims.model.errors import ClaimError, called_as
from pytest_claims.model.span import Span

#: What asyncio and the system's timers may wake up early, in real seconds. The event loop runs timers that are due within one
#: clock resolution, and uvloop counts whole milliseconds, so a lower bound gives them one.
TIMER_EARLY = 0.001


#: The name of the note that is shown in the summary: "0 in 25,600,000".
SUMMARY_NOTE = "seen"
#: Characters kept of a note, such as the stacks of what hung.
LONGEST_NOTE = 4000


@dataclass
class Run:
    """One execution of a claim's test at one unit, and what the instruments recorded in it."""

    #: Real seconds per claim second.
    unit: float
    machine: Machine = THIS_MACHINE
    #: When it began, and what the machine had counted by then.
    started: float = field(init=False)
    counted: Noise = field(init=False)
    measurements: list[Measurement] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    #: Figures that an instrument wants beside the verdict, by name.
    figures: dict[str, float] = field(default_factory=dict)
    #: Texts that an instrument adds to the report, by name, such as where a call waited. A short one under `SUMMARY_NOTE`
    #: stands in the summary in place of a figure.
    notes: dict[str, str] = field(default_factory=dict)
    #: Whether the test asked for seconds, so that a larger unit is a different experiment.
    scales: bool = False
    #: Whether an instrument saw what decides the sentence, whatever other runs show: "it can happen" is true when seen once.
    certain: bool = False
    #: How many assertions were reached.
    assertions: int = 0
    #: For how many real seconds an instrument waited for what is not the program's, or looked at what it then did not use.
    set_aside: float = 0.0

    def __post_init__(self) -> None:
        self.counted = self.machine.counted()
        self.started = self.machine.now()


_run: Run | None = None


def current_run() -> Run | None:
    """The run that is under way in this process, or None outside a claim."""
    return _run


@contextmanager
def running(run: Run) -> Iterator[Run]:
    """Make `run` the current one.

    Raises:
        ClaimError: an assertion was made in the block that has no block of its own.
    """
    global _run
    before, _run = _run, run
    forget_blocks()
    try:
        yield run
    finally:
        _run = before
        problem = missing_block()
    if problem:
        raise ClaimError(problem)


def count_assertion() -> None:
    """Tell the current run that it reached an assertion."""
    if _run is not None:
        _run.assertions += 1


@called_as("seconds(3), for three seconds of the sentence")
def seconds(n: float) -> float:
    """`n` claim seconds as real seconds, for the standard library to sleep.

    ::

        with assert_duration(approx=6):
            nap_twice(seconds(3))

    Inside a claim the plugin chooses the unit, and repeats the test at another; outside, and under ``--real-time``, a claim
    second is a second. Predictions in assertions stay in claim seconds.

    Raises:
        ClaimError: `n` is no finite number, or negative.
    """
    __tracebackhide__ = True
    if not is_nonnegative_number(n):
        raise ClaimError(f"seconds({n!r}): write a finite number that is not negative.")
    if _run is None:
        return float(n)
    _run.scales = True
    return n * _run.unit
