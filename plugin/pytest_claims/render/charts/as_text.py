"""Evidence drawn as text: spans as bars in a row for each process, thread or task, and durations beside each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from pytest_claims.instruments.seconds.run import LONGEST_NOTE, SUMMARY_NOTE
from pytest_claims.model.wording import format_number
from pytest_claims.render.charts.lanes import Bar, Layout, Row, laid_out, place_of_label, ticks
from pytest_claims.report.evidence import deciding
from pytest_claims.report.text import line, visible

#: Columns of a scale, and the most that a name takes.
WIDTH, NAME = 48, 28
#: What is left of a label says nothing where it has no more characters than this, the ellipsis included.
SHORTEST = 3


def timeline(evidence: Mapping[str, Any], width: int = WIDTH) -> list[str]:
    """Lines that show when each span ran, time from left to right, program above contrast; none where nothing was recorded."""
    layout = laid_out(evidence)
    if layout is None:
        return []
    names = [row.name for _, rows in layout.parts for row in rows]
    column = min(NAME, max(map(len, [*names, "contrast"])))
    lines = []
    for title, rows in layout.parts:
        lines.append(f"{title:>{column}}")
        lines += [f"{line(row.name, column):>{column}} |{_row(row, layout.end, width)}|" for row in rows]
    if layout.left_out:
        lines.append(f"{'':>{column}}  and {layout.left_out} rows more")
    return [*lines, *(f"{'':>{column}} {text}" for text in _scale(layout, width))]


def durations(evidence: Mapping[str, Any], width: int = WIDTH) -> list[str]:
    """Lines that show what was claimed, what rivals predict and what was measured, in claim seconds; none without durations."""
    bars = measured(evidence)
    longest = max((value for _, value in bars), default=0.0)
    if longest <= 0:
        return []
    column = min(NAME, max(len(name) for name, _ in bars))
    return [
        f"{line(name, column):<{column}} {format_number(value):>8} |{'=' * max(1, round(width * max(0.0, value) / longest))}"
        for name, value in bars
    ]


def measured(evidence: Mapping[str, Any]) -> list[tuple[str, float]]:
    """The durations of the example that decided, by name: claimed, of program and contrast, and what the rivals predict."""
    found: list[tuple[str, float]] = []
    theories: dict[str, float] = {}
    for name in ("program", "contrast"):
        for reading in _readings(evidence.get(name))[:1]:
            if not found and reading["approx"] is not None:
                found.append(("claimed", reading["approx"]))
            if reading["slope"] is not None:
                found.append((name, reading["slope"]))
            theories = theories or {f"if {rival}": value for rival, value in reading["rivals"].items()}
    return [*found, *theories.items()] if found else []


def notes(evidence: Mapping[str, Any]) -> dict[str, str]:
    """What instruments said in words of program and contrast, by title, where it is more than fits into a summary."""
    found = {}
    for name in ("program", "contrast"):
        for title, text in deciding(evidence.get(name)).get("notes", {}).items():
            if title != SUMMARY_NOTE:
                found[f"{line(title[:1].upper() + title[1:], NAME)}, {name}"] = visible(text[:LONGEST_NOTE])
    return found


def _readings(part: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    readings: list[Mapping[str, Any]] = deciding(part).get("readings", [])
    return readings


def _row(row: Row, end: float, width: int) -> str:
    """Bars that touch are told apart by the two kinds of bar that take turns; a label stands in its bar if there is room."""
    cells = [" "] * width
    for number, bar in enumerate(row.bars):
        if bar.is_mark:
            _draw_mark(cells, bar, row.bars[number + 1 :], end)
            continue
        first = min(int(bar.start / end * width), width - 1)
        after = min(max(int(bar.end / end * width), first + 1), width)
        text = line(bar.label, 3 * WIDTH)
        if not text or len(text) > after - first - 2:
            text = ""
        cells[first:after] = f"{'=#'[number % 2] * bool(text)}{text}".ljust(after - first, "=#"[number % 2])
    return "".join(cells)


def _draw_mark(cells: list[str], mark: Bar, later: Sequence[Bar], end: float) -> None:
    """Put a star where the mark is, and its label beside it, as far as there is room."""
    width = len(cells)

    def column(seconds: float) -> int:
        return max(0, min(int(seconds / end * width), width - 1))

    place = column(mark.start)
    cells[place] = "*"
    if place_of_label(mark, end)[0] < mark.start:
        text = _beside(mark, place - len("".join(cells[:place]).rstrip()))
        cells[place - len(text) : place] = text
        return
    until = min([column(place_of_label(other, end)[0]) for other in later] or [width])
    text = _beside(mark, until - place - 1)
    cells[place + 1 : place + 1 + len(text)] = text


def _beside(mark: Bar, room: int) -> str:
    """The label of a mark, shortened to so many columns; nothing where hardly a letter would be left of it."""
    text = line(mark.label, max(room, 0))
    return text if len(text) > SHORTEST or text == mark.label else ""


def _scale(layout: Layout, width: int) -> list[str]:
    """The ticks and, below them, their numbers."""
    marks, numbers = [" "] * (width + 2), " " * (width + 2)
    for tick in ticks(layout.end):
        column = 1 + min(int(tick / layout.end * width), width)
        marks[column] = "'"
        numbers = numbers[:column] + f"{tick:g}" + numbers[column + len(f"{tick:g}") :]
    return ["".join(marks).rstrip(), f"{numbers.rstrip()} {layout.axis}"]
