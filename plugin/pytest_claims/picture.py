"""Spans drawn as text: a bar a span, a row a worker."""

from collections.abc import Sequence
from typing import Any

WIDTH = 48


def draw(spans: Sequence[dict[str, Any]], width: int = WIDTH) -> list[str]:
    """Lines that show when each span ran: one row for each process, thread or task, time from left to right.

    Spans of one row that touch are told apart by the two kinds of bar that take turns.
    """
    if not spans:
        return []
    first = min(span["start"] for span in spans)
    scale = width / max(max(span["end"] for span in spans) - first, 1e-9)
    lanes: dict[str, list[str]] = {}
    for number, span in enumerate(sorted(spans, key=lambda span: span["start"])):
        row = lanes.setdefault(span["lane"], [" "] * width)
        start = min(int((span["start"] - first) * scale), width - 1)
        end = min(max(int((span["end"] - first) * scale), start + 1), width)
        row[start:end] = "=#"[number % 2] * (end - start)
    # Lanes carry process ids and thread names; numbering them in order of appearance is easier to read.
    return [f"{number:3} |{''.join(row)}|" for number, row in enumerate(lanes.values(), start=1)]
