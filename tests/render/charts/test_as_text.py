"""Evidence drawn as text."""

from made_reports import a_part as any_part
from made_reports import a_reading, a_run, a_span, an_example
from wcwidth import wcswidth

from pytest_claims.render.charts.as_text import WIDTH, durations, seconds_by_name, timeline


def span(lane, start, end, label=""):
    return a_span(f"process 1, {lane}", start, end, label)


def a_part(*spans, readings=(), verdict="holds"):
    example = an_example(verdict, runs=[a_run(unit=1.0)], spans=list(spans), readings=list(readings))
    return any_part(verdict, examples=[example])


def reading(slope, approx=10, **rivals):
    return a_reading(slope, approx=approx, rivals=rivals)


def drawn(*spans, contrast=None, columns=10):
    return timeline({"program": a_part(*spans), "contrast": contrast}, columns)


def test_nothing_is_drawn_of_nothing():
    assert drawn() == []
    assert durations({"program": a_part(), "contrast": None}) == []


def test_spans_side_by_side_stand_below_each_other_over_a_scale():
    assert drawn(span("one", 0, 10), span("two", 5, 10)) == [
        " program",
        "     one |==========|",
        "     two |     =====|",
        "          ' ' ' ' ' '",
        "          0 2 4 6 8 10 claim seconds",
    ]


def test_the_program_stands_above_the_contrast_on_the_same_scale():
    lines = drawn(span("one", 0, 5), contrast=a_part(span("two", 100, 110)))
    assert lines[:4] == [" program", "     one |=====     |", "contrast", "     two |==========|"]


def test_spans_one_after_another_in_a_row_are_told_apart():
    assert "=====#####" in drawn(span("one", 5, 10), span("one", 0, 5))[1]


def test_a_label_stands_in_its_bar_where_there_is_room():
    lines = drawn(span("one", 0, 7, "fetch"), span("one", 7, 10, "store"))
    assert lines[1].endswith("|=fetch=###|")
    lines = drawn(span("one", 0, 10, "fetch"), span("one", 10, 20, "store"), columns=20)
    assert lines[1].endswith("|=fetch====#store####|")


def test_a_moment_is_a_mark_even_at_the_end():
    assert drawn(span("one", 0, 10), span("two", 10, 10))[2].endswith("|         *|")


def test_spans_that_all_last_no_time_are_drawn():
    assert drawn(span("one", 3, 3), columns=4)[1].endswith("|*   |")


def test_a_mark_has_its_label_beside_it_where_there_is_room():
    spans = [span("one", 0, 10, "fetch"), span("one", 3, 3, "asked"), span("two", 1, 1, "called"), span("two", 10, 10, "done")]
    assert drawn(*spans, columns=20)[1:4] == [
        "     one |=fetch==============|",
        "         |      *asked        |",
        "     two |  *called      done*|",
    ]


def test_marks_that_are_close_stand_below_each_other():
    spans = [span("one", 0, 10), span("one", 3, 3, "asked"), span("one", 3, 3, "answered"), span("one", 6, 6, "a long name")]
    assert drawn(*spans, columns=20)[2:4] == [
        "         |      *asked*a long…|",
        "         |      *answered     |",
    ]


def test_of_a_label_that_has_hardly_any_room_nothing_is_drawn():
    spans = [span("one", 0, 10), *(span("one", 3, 3, "asked") for _ in range(6)), span("one", 9.8, 9.8, "x" * 50)]
    rows = drawn(*spans, columns=12)
    assert len({len(row) for row in rows[1:6]}) == 1
    assert rows[2].endswith("|   *ask…   *|")


def test_rows_are_as_wide_whatever_a_name_or_label_holds():
    lines = drawn(span("\u202e" + "x" * 10_000, 0, 10, "y\n" * 10_000), span("two", 0, 10), columns=WIDTH)
    assert len({len(line) for line in lines[1:3]}) == 1
    assert "\u202e" not in "".join(lines)


def test_durations_stand_below_each_other_longest_over_the_whole_wcswidth():
    evidence = {"program": a_part(readings=[reading(10.2, **{"one by one": 100})]), "contrast": None}
    evidence["contrast"] = a_part(readings=[reading(50)], verdict="refuted")
    assert durations(evidence, columns=20) == [
        "claimed             10 |==",
        "program           10.2 |==",
        "contrast            50 |==========",
        "if one by one      100 |====================",
    ]


def test_durations_without_a_slope_or_a_claimed_figure_are_left_out():
    evidence = {"program": a_part(readings=[reading(None, approx=None)]), "contrast": None}
    assert seconds_by_name(evidence) == []
    evidence["contrast"] = a_part(readings=[reading(3, approx=None)])
    assert seconds_by_name(evidence) == [("contrast", 3)]


def test_chinese_names_and_labels_line_up():
    spans = [span("甲", 0, 10, "下载"), span("一个线程", 0, 20, "保存文件"), span("b", 5, 5, "请求"), span("b", 20, 20, "完成")]
    lines = drawn(*spans, columns=20)
    assert lines[1:4] == [
        "一个线程 |=保存文件===========|",
        "      甲 |=下载=====          |",
        "       b |     *请求     完成*|",
    ]
    assert {wcswidth(line) for line in lines[1:4]} == {31}


def test_chinese_rivals_line_up():
    evidence = {"program": a_part(readings=[reading(10, 一个接一个=100)]), "contrast": None}
    assert durations(evidence, 10) == [
        "claimed             10 |=",
        "program             10 |=",
        "if 一个接一个      100 |==========",
    ]
