"""Evidence drawn as text: spans as bars in a row for each process, thread or task, and durations below each other."""

from collections.abc import Sequence
from itertools import takewhile

from pytest_claims.instruments.seconds.run import LONGEST_NOTE, SUMMARY_NOTE
from pytest_claims.model.language import _
from pytest_claims.model.wording import format_number
from pytest_claims.render.charts.timeline import Bar, BarRow, Layout, extent_of_label, laid_out, ticks
from pytest_claims.render.columns import cells_of, fitted, left, right, width
from pytest_claims.report.evidence import parts
from pytest_claims.report.form import EvidenceEntry
from pytest_claims.report.text import line, visible

#: Columns of a scale, and the most that a name takes.
WIDTH, NAME = 48, 28
#: What is left of a label says nothing where it has no more characters than this, the ellipsis included.
SHORTEST = 3


def timeline(evidence: EvidenceEntry, columns: int = WIDTH) -> list[str]:
    """Lines that show when each span ran, time from left to right, program above contrast; none where nothing was recorded."""
    layout = laid_out(evidence)
    if layout is None:
        return []
    names = [row.name for _, rows in layout.parts for row in rows]
    longest = min(NAME, max(map(width, [*names, _("contrast")])))
    lines = []
    for title, rows in layout.parts:
        lines.append(right(_(title), longest))
        lines += [f"{right(fitted(row.name, longest), longest)} |{_row(row, layout.end, columns)}|" for row in rows]
    if layout.left_out:
        lines.append(f"{'':>{longest}}  " + _("and {count} rows more", count=layout.left_out))
    return [*lines, *(f"{'':>{longest}} {text}" for text in _scale(layout, columns))]


def durations(evidence: EvidenceEntry, columns: int = WIDTH) -> list[str]:
    """Lines that show what was claimed, what rivals predict and what was measured, in claim seconds; none without durations."""
    bars = seconds_by_name(evidence)
    longest = max((value for _, value in bars), default=0.0)
    if longest <= 0:
        return []
    names = min(NAME, max(width(name) for name, _ in bars))
    lengths = [max(1, round(columns * max(0.0, value) / longest)) for _, value in bars]
    return [
        f"{left(fitted(name, names), names)} {format_number(value):>8} |{'=' * length}"
        for (name, value), length in zip(bars, lengths, strict=True)
    ]


def seconds_by_name(evidence: EvidenceEntry) -> list[tuple[str, float]]:
    """The durations of the example that decided, by name: claimed, of program and contrast, and what the rivals predict."""
    found: list[tuple[str, float]] = []
    theories: dict[str, float] = {}
    for name, part in parts(evidence).items():
        for reading in part.deciding.readings[:1] if part.deciding else ():
            if not found and reading.approx is not None:
                found.append((_("claimed"), reading.approx))
            if reading.slope is not None:
                found.append((_(name), reading.slope))
            theories = theories or {_("if {rival}", rival=rival): value for rival, value in reading.rivals.items()}
    return [*found, *theories.items()] if found else []


def notes(evidence: EvidenceEntry) -> dict[str, str]:
    """What instruments said in words of program and contrast, by title, where it is more than fits into a summary."""
    found = {}
    for name, part in parts(evidence).items():
        for title, text in part.deciding.notes.items() if part.deciding else ():
            if title != SUMMARY_NOTE:
                found[f"{line(title[:1].upper() + title[1:], NAME)}, {_(name)}"] = visible(text[:LONGEST_NOTE])
    return found


def _row(row: BarRow, end: float, columns: int) -> str:
    """Bars that touch are distinguished by the two kinds of bar that take turns; a label stands in its bar if there is room."""
    cells = [" "] * columns
    for number, bar in enumerate(row.bars):
        if bar.is_mark:
            _draw_mark(cells, bar, row.bars[number + 1 :], end)
            continue
        first = min(int(bar.start / end * columns), columns - 1)
        after = min(max(int(bar.end / end * columns), first + 1), columns)
        sign = "=#"[number % 2]
        label = cells_of(line(bar.label, 3 * WIDTH))
        cells[first:after] = [sign] * (after - first)
        if label and len(label) <= after - first - 2:
            cells[first + 1 : first + 1 + len(label)] = label
    return "".join(cells)


def _draw_mark(cells: list[str], mark: Bar, later: Sequence[Bar], end: float) -> None:
    """Put a star where the mark is, and its label next to it, as far as there is room."""

    def column(seconds: float) -> int:
        return max(0, min(int(seconds / end * len(cells)), len(cells) - 1))

    star = column(mark.start)
    cells[star] = "*"
    if extent_of_label(mark, end)[0] < mark.start:
        free = len(list(takewhile(lambda cell: cell == " ", reversed(cells[:star]))))
        label = _label(mark, free)
        cells[star - len(label) : star] = label
        return
    until = min([column(extent_of_label(other, end)[0]) for other in later] or [len(cells)])
    label = _label(mark, until - star - 1)
    cells[star + 1 : star + 1 + len(label)] = label


def _label(mark: Bar, room: int) -> list[str]:
    """The cells of a mark's label, shortened to so many columns; none where hardly a letter would be left of it."""
    text = fitted(mark.label, max(room, 0))
    return cells_of(text) if width(text) > SHORTEST or text == mark.label else []


def _scale(layout: Layout, columns: int) -> list[str]:
    """The ticks and, below them, their numbers."""
    marks, numbers = [" "] * (columns + 2), " " * (columns + 2)
    for tick in ticks(layout.end):
        column = 1 + min(int(tick / layout.end * columns), columns)
        marks[column] = "'"
        number = format_number(tick)
        numbers = numbers[:column] + number + numbers[column + len(number) :]
    return ["".join(marks).rstrip(), f"{numbers.rstrip()} {layout.axis}"]
