"""Spans drawn as text."""

from pytest_claims.picture import WIDTH, draw


def span(lane, start, end, label="task"):
    return {"label": label, "lane": lane, "start": start, "end": end}


def test_nothing_is_drawn_of_nothing():
    assert draw([]) == []


def test_spans_side_by_side_stand_below_each_other():
    assert draw([span("one", 0, 10), span("two", 5, 10)], width=10) == [
        "  1 |==========|",
        "  2 |     #####|",
    ]


def test_spans_one_after_another_in_a_lane_are_told_apart():
    assert draw([span("one", 5, 10), span("one", 0, 5)], width=10) == ["  1 |=====#####|"]


def test_lanes_are_numbered_in_the_order_in_which_they_began():
    assert draw([span("late", 8, 10), span("early", 0, 2)], width=10) == [
        "  1 |==        |",
        "  2 |        ##|",
    ]


def test_a_moment_is_a_bar_of_one_even_at_the_end():
    assert draw([span("one", 0, 10), span("two", 10, 10)], width=10)[1] == "  2 |         #|"


def test_spans_that_all_last_no_time_are_drawn():
    assert draw([span("one", 3, 3)], width=4) == ["  1 |=   |"]


def test_times_may_begin_anywhere():
    assert draw([span("one", 1000.0, 1000.5)]) == [f"  1 |{'=' * WIDTH}|"]
