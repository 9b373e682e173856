"""Spans laid out to be drawn."""

import pytest
from made_reports import a_part as any_part
from made_reports import a_run, a_span, an_example

from pytest_claims.model.span import Span
from pytest_claims.render.charts.timeline import (
    MOST_MARKED,
    MOST_ROWS,
    Bar,
    extent_of_label,
    laid_out,
    rows_of,
    short_names,
    ticks,
)


def span(lane, start, end, label="task"):
    return a_span(lane, start, end, label)


def a_part(*spans, units=(0.5,), **run):
    return any_part(examples=[an_example(runs=[a_run(unit=unit, **run) for unit in units], spans=list(spans))])


def evidence(program, contrast=None):
    return {"program": program, "contrast": contrast}


def test_without_spans_there_is_nothing_to_draw():
    assert laid_out(evidence(None)) is None
    assert laid_out(evidence(a_part(), a_part())) is None


def test_program_and_contrast_begin_at_nought_on_one_scale_of_claim_seconds():
    layout = laid_out(evidence(a_part(span("one", 10, 11)), a_part(span("two", 20, 24), units=(2.0,))))
    assert [(title, rows[0].bars) for title, rows in layout.parts] == [
        ("program", (Bar("task", 0, 2),)),
        ("contrast", (Bar("task", 0, 2),)),
    ]
    assert (layout.end, layout.axis) == (2, "claim seconds")


@pytest.mark.parametrize(("units", "run"), [((), {}), ((0,), {}), ((1e-300,), {}), ((0.5,), {"scales": False})])
def test_where_one_of_them_knows_no_claim_seconds_both_are_drawn_in_real_ones(units, run):
    layout = laid_out(evidence(a_part(span("one", 10, 11)), a_part(span("two", 20, 24), units=units, **run)))
    assert (layout.end, layout.axis) == (4, "real seconds")


def test_the_unit_is_that_of_the_run_that_decided():
    part = a_part(span("one", 0, 4), units=(0.5, 2.0, 1.0))
    part["examples"][0]["deciding"] = 2
    assert laid_out(evidence(part)).end == 4


def test_where_an_older_report_does_not_say_it_is_that_of_the_largest():
    layout = laid_out(evidence(a_part(span("one", 0, 4), units=(0.5, 2.0, 1.0))))
    assert layout.end == 2


def test_a_run_that_could_not_tell_does_not_decide():
    part = a_part(span("one", 0, 4), units=(0.5, 2.0))
    part["examples"][0]["runs"][1]["verdict"] = "inconclusive"
    assert laid_out(evidence(part)).end == 8


def test_lanes_stand_in_the_order_in_which_they_began():
    assert [row.lane for row in rows_of([Span("", "late", 8, 10), Span("", "early", 0, 2)])] == ["early", "late"]


def test_spans_of_one_lane_that_overlap_stand_below_each_other():
    rows = rows_of([Span("outer", "one", 0, 10), Span("inner", "one", 2, 3), Span("next", "one", 10, 12)])
    assert [row.name for row in rows] == ["process 1", ""]
    assert [[bar.label for bar in row.bars] for row in rows] == [["outer", "next"], ["inner"]]


def test_marks_stand_below_the_bars_of_their_lane_with_room_for_their_labels():
    marks = [Span(label, "one", at, at) for label, at in (("a", 1), ("b", 2), ("c", 3), ("d", 8))]
    rows = rows_of([Span("run", "one", 0, 8), *marks], scale=8)
    assert [row.name for row in rows] == ["process 1", "", ""]
    assert [[bar.label for bar in row.bars] for row in rows] == [["run"], ["a", "c", "d"], ["b"]]
    assert [bar.is_mark for bar in rows[1].bars] == [True, True, True]


def test_a_lane_with_marks_only_has_its_name():
    assert [row.name for row in rows_of([Span("", "one", 1, 1), Span("", "two", 1, 1)], scale=1)] == ["process 1", "process 2"]


def test_marks_take_few_rows_however_many_there_are():
    rows = rows_of([Span("", "one", number / 1000, number / 1000) for number in range(100)], scale=10)
    assert len(rows) == MOST_MARKED
    assert sum(len(row.bars) for row in rows) == 100


def test_the_label_of_a_mark_stands_to_its_left_near_the_end():
    assert extent_of_label(Bar("a", 6, 6), 8) == (6, 8)
    assert extent_of_label(Bar("a", 7, 7), 8) == (5, 7)


def test_rows_that_are_too_many_are_counted():
    layout = laid_out(evidence(a_part(*(span(f"lane {number}", number, number + 1) for number in range(MOST_ROWS + 3)))))
    assert (len(layout.parts[0][1]), layout.left_out) == (MOST_ROWS, 3)


@pytest.mark.parametrize(
    ("lanes", "names"),
    [
        (["process 77, MainThread"], ["MainThread"]),
        (["process 77, MainThread", "process 77, Thread-1"], ["MainThread", "Thread-1"]),
        (["process 77, MainThread", "process 99, MainThread"], ["process 1", "process 2"]),
        (["process 7, MainThread, Task-2", "process 7, MainThread, Task-3"], ["Task-2", "Task-3"]),
        (["process 7, MainThread", "process 7, MainThread, Task-3"], ["MainThread", "MainThread, Task-3"]),
        (["process 7, A", "process 9, A", "process 9, B"], ["process 1, A", "process 2, A", "process 2, B"]),
        (["anything", "else"], ["process 1", "process 2"]),
    ],
)
def test_names_are_as_short_as_tells_them_apart(lanes, names):
    assert short_names(lanes) == names


@pytest.mark.parametrize(
    ("end", "found"),
    [
        (10, [0, 2, 4, 6, 8, 10]),
        (0.07, [0, 0.02, 0.04, 0.06]),
        (61, [0, 20, 40, 60]),
        (1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (1e-9, [0, 2e-10, 4e-10, 6e-10, 8e-10, 1e-9]),
        (1e12, [0, 2e11, 4e11, 6e11, 8e11, 1e12]),
    ],
)
def test_ticks_are_round_and_few(end, found):
    assert ticks(end) == pytest.approx(found)
