"""Spans as Chrome trace events."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from made_reports import a_part as any_part
from made_reports import a_run, a_span, an_example

from pytest_claims.render.charts.timeline import Bar
from pytest_claims.render.trace import trace, tracks


def span(lane, start, end, label="task"):
    return a_span(lane, start, end, label)


def a_part(*spans, unit=0.5):
    return any_part(examples=[an_example(runs=[a_run(unit=unit)], spans=list(spans))])


def traced(program, contrast=None, title="pool.a"):
    return json.loads(trace({"program": program, "contrast": contrast}, title))


def of_kind(document, kind):
    return [event for event in document["traceEvents"] if event["ph"] == kind]


def test_without_spans_there_is_no_trace():
    assert trace({"program": a_part(), "contrast": None}, "pool.a") is None


def test_each_span_is_one_complete_event_in_microseconds_of_the_sentence():
    (event,) = of_kind(traced(a_part(span("process 7, MainThread, Task-2", 100, 101, "fetch"))), "X")
    assert {name: event[name] for name in ("name", "ts", "dur", "args")} == {
        "name": "fetch",
        "ts": 0,
        "dur": 2_000_000,
        "args": {"lane": "process 7, MainThread, Task-2"},
    }


def test_program_and_contrast_are_processes_and_lanes_are_tracks_with_names():
    document = traced(a_part(span("p, t, Task-2", 0, 1), span("p, t, Task-3", 0, 1)), a_part(span("p, t, Task-4", 0, 1)))
    named = {(event["pid"], event["tid"]): event["args"]["name"] for event in of_kind(document, "M") if "name" in event["args"]}
    assert named == {
        (1, 0): "program of pool.a",
        (1, 1001): "Task-2",
        (1, 1002): "Task-3",
        (2, 0): "contrast of pool.a",
        (2, 2001): "Task-4",
    }
    assert [(event["pid"], event["tid"]) for event in of_kind(document, "X")] == [(1, 1001), (1, 1002), (2, 2001)]


def test_spans_of_a_lane_that_overlap_without_nesting_get_a_track_each():
    document = traced(a_part(span("one", 0, 4, "outer"), span("one", 1, 2, "inner"), span("one", 3, 5, "across")))
    assert {event["name"]: event["tid"] for event in of_kind(document, "X")} == {"outer": 1001, "inner": 1001, "across": 1002}


def test_spans_that_nest_or_follow_each_other_share_a_track():
    bars = [Bar("outer", 0, 4), Bar("inner", 1, 2), Bar("next inner", 2, 4), Bar("next", 4, 5)]
    assert tracks(bars) == [bars]


def test_marks_are_instant_events_of_their_lane():
    document = traced(
        a_part(span("one", 0, 4, "outer"), span("one", 3, 5, "across"), span("one", 1, 1, "asked"), span("two", 2, 2))
    )
    marks = [{name: event[name] for name in ("name", "s", "tid", "ts")} for event in of_kind(document, "i")]
    assert marks == [
        {"name": "asked", "s": "t", "tid": 1001, "ts": 2_000_000},
        {"name": "task", "s": "t", "tid": 1003, "ts": 4_000_000},
    ]
    assert not any("dur" in event for event in of_kind(document, "i"))
    assert {event["name"]: event["tid"] for event in of_kind(document, "X")} == {"outer": 1001, "across": 1002}


def test_hostile_names_are_shortened_and_made_visible():
    document = traced(a_part(span("lane", 0, 1, "\u202e" + "x" * 1_000_000)), title="</script>\udcff")
    assert of_kind(document, "X")[0]["name"].startswith("<U+202E>x")
    assert len(json.dumps(document)) < 5_000


whole = st.integers(0, 12)


@given(st.lists(st.tuples(whole, whole).map(sorted), max_size=12))
def test_on_a_track_any_two_nest_or_are_apart(moments):
    bars = [Bar(str(number), start, end) for number, (start, end) in enumerate(moments)]
    found = tracks(bars)
    assert sorted(bar.label for track in found for bar in track) == sorted(bar.label for bar in bars)
    for track in found:
        assert all(first.start <= second.start for first, second in pairwise(track))
        for number, first in enumerate(track):
            for second in track[number + 1 :]:
                assert second.start >= first.end or second.end <= first.end
