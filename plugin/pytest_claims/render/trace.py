"""Spans as Chrome trace events, which Perfetto (ui.perfetto.dev) and chrome://tracing open."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pytest_claims.render.charts.timeline import Bar, Layout, laid_out
from pytest_claims.report.form import EvidenceEntry
from pytest_claims.report.text import line

#: Microseconds of the trace for a second of the picture: viewers count in microseconds.
SECOND = 1_000_000
#: The numbers of the tracks of the first process begin above this, those of the second above twice this.
TRACKS = 1000
#: The longest name that a viewer is given.
NAME = 200


def trace(evidence: EvidenceEntry, title: str) -> str | None:
    """A JSON document with the spans of program and contrast, each a process of its own; None where nothing was recorded.

    Both begin at 0. Where the spans are in claim seconds, a second of the trace is one of the sentence. Each lane is a track,
    and has a second one where its spans overlap without one being inside the other, which viewers would draw wrongly. Marks are
    instant events on the first.
    """
    layout = laid_out(evidence)
    if layout is None:
        return None
    events = [event for number, (part, _) in enumerate(layout.parts, 1) for event in _part(layout, part, number, title)]
    note = {"title": line(title, NAME), "seconds": layout.axis}
    return json.dumps({"displayTimeUnit": "ms", "traceEvents": events, "otherData": note}, indent=1) + "\n"


def tracks(bars: Sequence[Bar]) -> list[list[Bar]]:
    """The bars, in the order in which they start, on as few tracks as it takes for any two of one track to nest or be apart."""
    found: list[tuple[list[Bar], list[Bar]]] = []
    for bar in sorted(bars, key=lambda bar: (bar.start, -bar.end)):
        free = next((pair for pair in found if _has_room(pair[1], bar)), None)
        if free is None:
            found.append(free := ([], []))
        for stack in free:
            stack.append(bar)
    return [track for track, _ in found]


def _has_room(under_way: list[Bar], bar: Bar) -> bool:
    """Whether `bar` begins after, or ends within, what is under way on a track; what has ended is no longer."""
    while under_way and under_way[-1].end <= bar.start:
        under_way.pop()
    return not under_way or bar.end <= under_way[-1].end


def _part(layout: Layout, part: str, process: int, title: str) -> Iterator[dict[str, Any]]:
    yield _named("process_name", process, 0, name=f"{part} of {line(title, NAME)}")
    yield _named("process_sort_index", process, 0, sort_index=process)
    lanes: dict[str, tuple[str, list[Bar]]] = {}
    for row in dict(layout.parts)[part]:
        lanes.setdefault(row.lane, (row.name, []))[1].extend(row.bars)
    # A number of its own for each track: viewers take threads of one number for one thread, whatever their processes are.
    thread = process * TRACKS
    for lane, (name, bars) in lanes.items():
        marks = sorted((bar for bar in bars if bar.is_mark), key=lambda bar: bar.start)
        for number, track in enumerate(tracks([bar for bar in bars if not bar.is_mark]) or [[]]):
            thread += 1
            yield _named("thread_name", process, thread, name=line(name, NAME))
            yield _named("thread_sort_index", process, thread, sort_index=thread)
            for bar in [*track, *(marks if number == 0 else [])]:
                yield {
                    **_kind(bar),
                    "name": line(bar.label, NAME) or "span",
                    "cat": part,
                    "pid": process,
                    "tid": thread,
                    "ts": round(bar.start * SECOND),
                    "args": {"lane": line(lane, NAME)},
                }


def _kind(bar: Bar) -> dict[str, Any]:
    """A complete event with its duration; of a mark, an instant event of its thread."""
    if bar.is_mark:
        return {"ph": "i", "s": "t"}
    return {"ph": "X", "dur": round(bar.end * SECOND) - round(bar.start * SECOND)}


def _named(event: str, process: int, thread: int, **arguments: Any) -> dict[str, Any]:
    return {"ph": "M", "name": event, "pid": process, "tid": thread, "args": arguments}
