"""What there is to draw of a slope: elapsed time against the unit, samples, fits, and the lines of the claim and its rivals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pytest_claims.model.language import N_, _
from pytest_claims.model.verdict import Verdict
from pytest_claims.model.wording import format_number
from pytest_claims.report.evidence import ExampleView, ReadingView, parts
from pytest_claims.report.form import EvidenceEntry

#: Room beyond the last sample.
MARGIN = 1.1
#: Rivals drawn; more lines could not be distinguished.
MOST_RIVALS = 3


@dataclass(frozen=True, slots=True)
class Sample:
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

    samples: tuple[Sample, ...]
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
        samples = [sample for name, example in examples.items() for sample in _samples(name, example, index)]
        right, top = (MARGIN * max((value(sample) for sample in samples), default=0.0) for value in (_unit, _elapsed))
        if right > 0 and top > 0:
            found.append(Plot(tuple(samples), tuple(_lines(examples, index, samples)), right, top))
    return found


def _unit(sample: Sample) -> float:
    return sample.unit


def _elapsed(sample: Sample) -> float:
    return sample.elapsed


def _samples(part: str, example: ExampleView, index: int) -> Iterator[Sample]:
    for run in example.runs:
        # The judge reads the runs in which no other assertion failed.
        if index < len(run.elapsed) and run.verdict == Verdict.HOLDS:
            yield Sample(part, run.unit, run.elapsed[index])


def _lines(examples: Mapping[str, ExampleView], index: int, samples: list[Sample]) -> Iterator[PlotLine]:
    readings = {part: example.readings[index] for part, example in examples.items() if index < len(example.readings)}
    fits = []
    for part, reading in readings.items():
        if reading.slope is not None:
            give = _(", give or take {error}", error=format_number(reading.error, 2)) if reading.error is not None else ""
            text = f"{_(part)}: {format_number(reading.slope)} s{give}"
            fits.append(PlotLine(part, text, _overhead(part, reading, reading.slope, samples), reading.slope))
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


def _overhead(part: str, reading: ReadingView, slope: float, samples: list[Sample]) -> float:
    """Start-up as the judge read it or, where an older report does not say, what the line leaves over at the largest unit."""
    if reading.overhead is not None:
        return reading.overhead
    unit, elapsed = max(((sample.unit, -sample.elapsed) for sample in samples if sample.part == part), default=(0.0, 0.0))
    return -elapsed - slope * unit
