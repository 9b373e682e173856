"""What there is to draw of a slope: elapsed time against the unit, points, fits, and the lines of the claim and its rivals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pytest_claims.model.language import N_, _
from pytest_claims.model.verdict import Verdict
from pytest_claims.model.wording import format_number
from pytest_claims.report.evidence import ExampleView, ReadingView, parts
from pytest_claims.report.form import EvidenceEntry

#: Room beyond the last point.
MARGIN = 1.1
#: Rivals drawn; more lines could not be distinguished.
MOST_RIVALS = 3


@dataclass(frozen=True, slots=True)
class Point:
    """One run."""

    #: "program" or "contrast".
    part: str
    #: Real seconds per claim second.
    unit: float
    #: Real seconds.
    elapsed: float


@dataclass(frozen=True, slots=True)
class PlotLine:
    """A theory or a fit: ``overhead + slope * unit``."""

    #: "program", "contrast", "claim" or "rival".
    kind: str
    #: What it says, for a reader.
    text: str
    overhead: float
    slope: float

    def within(self, right: float, top: float) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """The two ends of the line between nought and `right`, and nought and `top`; None where none of it is there."""
        first, last = 0.0, right
        if self.slope:
            crossings = sorted((edge - self.overhead) / self.slope for edge in (0.0, top))
            first, last = max(first, crossings[0]), min(last, crossings[1])
        elif not 0 <= self.overhead <= top:
            return None
        if first >= last:
            return None
        return (first, self.overhead + self.slope * first), (last, self.overhead + self.slope * last)


@dataclass(frozen=True, slots=True)
class Plot:
    """One assertion on a duration, measured on program and contrast."""

    points: tuple[Point, ...]
    lines: tuple[PlotLine, ...]
    #: Where the axes end: units and real seconds.
    right: float
    top: float


def plots(evidence: EvidenceEntry) -> list[Plot]:
    """A plot for each duration that the deciding examples measured."""
    found = []
    examples = {name: part.deciding for name, part in parts(evidence).items() if part.deciding}
    most = max((len(example.readings) for example in examples.values()), default=0)
    for index in range(most):
        points = [point for name, example in examples.items() for point in _points(name, example, index)]
        right, top = (MARGIN * max((value(point) for point in points), default=0.0) for value in (_unit, _elapsed))
        if right > 0 and top > 0:
            found.append(Plot(tuple(points), tuple(_lines(examples, index, points)), right, top))
    return found


def _unit(point: Point) -> float:
    return point.unit


def _elapsed(point: Point) -> float:
    return point.elapsed


def _points(part: str, example: ExampleView, index: int) -> Iterator[Point]:
    for run in example.runs:
        # The judge reads the runs in which no other assertion failed.
        if index < len(run.elapsed) and run.verdict == Verdict.HOLDS:
            yield Point(part, run.unit, run.elapsed[index])


def _lines(examples: Mapping[str, ExampleView], index: int, points: list[Point]) -> Iterator[PlotLine]:
    readings = {part: example.readings[index] for part, example in examples.items() if index < len(example.readings)}
    fits = []
    for part, reading in readings.items():
        if reading.slope is not None:
            give = _(", give or take {error}", error=format_number(reading.error, 2)) if reading.error is not None else ""
            text = f"{_(part)}: {format_number(reading.slope)} s{give}"
            fits.append(PlotLine(part, text, _overhead(part, reading, reading.slope, points), reading.slope))
    # The theories say nothing about start-up; they are given that of the program.
    overhead = fits[0].overhead if fits else 0.0
    for theories in list(readings.values())[:1]:
        for slope, text in _predictions(theories):
            yield PlotLine("claim", text, overhead, slope)
        for name, slope in list(theories.rivals.items())[:MOST_RIVALS]:
            yield PlotLine("rival", _("if {rival}: {seconds} s", rival=name, seconds=format_number(slope)), overhead, slope)
    yield from fits


def _predictions(reading: ReadingView) -> Iterator[tuple[float, str]]:
    if reading.approx is not None:
        yield reading.approx, _("claimed: {seconds} s", seconds=format_number(reading.approx))
        return
    for edge, wording in (
        (reading.low, N_("claimed: at least {seconds} s")),
        (reading.high, N_("claimed: at most {seconds} s")),
    ):
        if edge is not None and edge > 0:
            yield edge, _(wording, seconds=format_number(edge))


def _overhead(part: str, reading: ReadingView, slope: float, points: list[Point]) -> float:
    """Start-up as the judge read it or, where an older report does not say, what the line leaves over at the largest unit."""
    if reading.overhead is not None:
        return reading.overhead
    unit, elapsed = max(((point.unit, -point.elapsed) for point in points if point.part == part), default=(0.0, 0.0))
    return -elapsed - slope * unit
