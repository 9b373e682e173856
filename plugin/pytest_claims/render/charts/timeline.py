"""Spans laid out to be drawn: a row for each process, thread or task, program above contrast, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from pytest_claims.model.language import _
from pytest_claims.model.span import Span
from pytest_claims.report.evidence import parts
from pytest_claims.report.form import EvidenceEntry

#: Rows drawn of one program; a picture of more would say no more.
MOST_ROWS = 32
#: Of the whole scale, what is kept free next to a mark for its label; and rows of marks drawn of one lane.
ROOM, MOST_MARKED = 0.25, 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A span to be drawn, in the seconds of its picture, from the start of the program's first span."""

    label: str
    start: float
    end: float

    @property
    def is_mark(self) -> bool:
        """Whether it is a moment, drawn as a tick and not as a bar."""
        return self.end == self.start


@dataclass(frozen=True, slots=True)
class BarRow:
    """Bars side by side that do not overlap, or marks."""

    #: What distinguishes the row from the others: "process 2", "Thread-7", "Task-3". Empty where it goes on with the row above.
    name: str
    #: The whole name.
    lane: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The spans of program and contrast."""

    #: Title and rows: of the program, of the contrast, or of both.
    parts: tuple[tuple[str, tuple[BarRow, ...]], ...]
    #: Where the scale ends, in seconds.
    end: float
    #: Whether the seconds are those of the sentence; else they are real ones.
    in_claim_seconds: bool
    #: Rows that were left out.
    left_out: int

    @property
    def axis(self) -> str:
        """What the scale counts."""
        return _("claim seconds") if self.in_claim_seconds else _("real seconds")


def laid_out(evidence: EvidenceEntry) -> Layout | None:
    """What there is to draw in a case's evidence; None where nothing was recorded."""
    examples = {name: part.recorded for name, part in parts(evidence).items() if part.recorded}
    units = [example.unit for example in examples.values()]
    # On one scale both are in the same seconds.
    known = [unit for unit in units if unit is not None]
    in_claim_seconds = len(known) == len(units)
    seconds = known if in_claim_seconds else [1.0] * len(examples)
    ends = [_length(example.spans) / unit for example, unit in zip(examples.values(), seconds, strict=True)]
    end = max([*ends, 1e-9])
    drawn, left_out = [], 0
    for (name, example), unit in zip(examples.items(), seconds, strict=True):
        rows = rows_of(example.spans, unit, end)
        drawn.append((name, tuple(rows[:MOST_ROWS])))
        left_out += len(rows[MOST_ROWS:])
    return Layout(tuple(drawn), end, in_claim_seconds, left_out) if drawn else None


def rows_of(spans: Sequence[Span], unit: float = 1.0, scale: float = 0.0) -> list[BarRow]:
    """A row for each lane, in the order in which they began; more where spans of one lane overlap, and for its marks.

    Args:
        unit: real seconds for one of the picture.
        scale: where the picture ends, in its seconds. Marks of one row lie so far apart that there is room for their labels.
    """
    first = min(span.start for span in spans)
    lanes: dict[str, list[Bar]] = {}
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        bar = Bar(span.label, (span.start - first) / unit, (span.end - first) / unit)
        lanes.setdefault(span.lane, []).append(bar)
    rows = []
    for name, (lane, bars) in zip(short_names(list(lanes)), lanes.items(), strict=True):
        marks = [bar for bar in bars if bar.is_mark]
        tracks = [*_tracks([bar for bar in bars if not bar.is_mark]), *_marked(marks, scale)]
        for number, track in enumerate(tracks):
            rows.append(BarRow("" if number else name, lane, tuple(track)))
    return rows


def short_names(lanes: Sequence[str]) -> list[str]:
    """What distinguishes the lanes: without what all of them share, and with processes counted, since their ids say nothing."""
    split = [lane.split(", ") for lane in lanes]
    processes = {
        process: _("process {number}", number=number)
        for number, process in enumerate(dict.fromkeys(parts[0] for parts in split), 1)
    }
    split = [[processes[parts[0]], *parts[1:]] for parts in split]
    shared = min(len(parts) for parts in split) - 1
    while any(parts[:shared] != split[0][:shared] for parts in split):
        shared -= 1
    split = [parts[shared:] for parts in split]
    while len({parts[-1] for parts in split}) == 1 and min(len(parts) for parts in split) > 1:
        split = [parts[:-1] for parts in split]
    return [", ".join(parts) for parts in split]


def ticks(end: float, most: int = 6) -> list[float]:
    """Round numbers from 0 to `end`, at most `most` + 1 of them."""
    step = end / most
    power = 10.0 ** floor(log10(step))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step * (1 - 1e-9))
    return [round(number * step, 12) for number in range(floor(end / step * (1 + 1e-9)) + 1)]


def _tracks(bars: Sequence[Bar]) -> list[list[Bar]]:
    """The bars, each on the first track on which it overlaps with nothing."""
    tracks: list[list[Bar]] = []
    for bar in bars:
        free = next((track for track in tracks if track[-1].end <= bar.start), None)
        if free is None:
            tracks.append([bar])
        else:
            free.append(bar)
    return tracks


def _marked(marks: Sequence[Bar], scale: float) -> list[list[Bar]]:
    """The marks in rows: each in the first one with room for its label, or in the last that there may be."""
    rows: list[list[Bar]] = []
    for mark in marks:
        free = next((row for row in rows if extent_of_label(row[-1], scale)[1] <= extent_of_label(mark, scale)[0]), None)
        if free is not None:
            free.append(mark)
        elif len(rows) < MOST_MARKED:
            rows.append([mark])
        else:
            rows[-1].append(mark)
    return rows


def extent_of_label(mark: Bar, scale: float) -> tuple[float, float]:
    """From where to where a mark and its label reach: to its right, or to its left near the end of the scale."""
    room = ROOM * scale
    return (mark.start, mark.start + room) if mark.start + room <= scale else (mark.start - room, mark.start)


def _length(spans: Sequence[Span]) -> float:
    return max(span.end for span in spans) - min(span.start for span in spans)
