"""The pictures of the page."""

from xml.etree.ElementTree import fromstring

import pytest
from made_reports import a_part

from pytest_claims.render.charts.slope import plots
from pytest_claims.render.charts.svg import LEFT, RIGHT, slope_svg, timeline_svg
from pytest_claims.render.charts.timeline import laid_out

HOSTILE = "</svg><script>alert(1)</script>\u202e\x00\x1b\udcff" + "x" * 100_000


def a_span(label, start, end, lane="process 1, MainThread"):
    return {"label": label, "lane": lane, "start": start, "end": end}


def recorded(*spans, **more):
    part = a_part(**more)
    part["examples"][0]["spans"] = list(spans)
    part["examples"][0]["runs"][0]["unit"] = 1.0
    return part


def timeline(program, contrast=None, title="a claim"):
    return fromstring(timeline_svg(laid_out({"program": program, "contrast": contrast}), title))


def slope(program=None, contrast=None, title="a claim"):
    (plot,) = plots({"program": program or a_part(), "contrast": contrast})
    return fromstring(slope_svg(plot, title))


def percent(text):
    return float(text.removesuffix("%"))


@pytest.mark.parametrize("picture", [timeline(recorded(a_span("nap", 0, 1))), slope()], ids=["timeline", "slope"])
def test_a_picture_is_one_image_with_a_title_and_without_ids_or_styles(picture):
    assert picture.get("role") == "img"
    assert (picture[0].tag, picture[0].text) == ("title", "a claim")
    assert not [element for element in picture.iter() if {"id", "style"} & set(element.keys())]


def test_bars_of_program_and_contrast_lie_on_one_scale():
    picture = timeline(recorded(a_span("a", 3, 8)), recorded(a_span("b", 0, 10)))
    program, contrast = picture.findall("rect")
    assert (program.get("class"), contrast.get("class")) == ("bar program", "bar contrast")
    assert percent(program.get("x")) == percent(contrast.get("x")) == LEFT
    assert percent(contrast.get("width")) == pytest.approx(RIGHT - LEFT)
    assert percent(program.get("width")) == pytest.approx((RIGHT - LEFT) / 2)
    assert float(program.get("y")) < float(contrast.get("y"))


def test_a_bar_says_what_it_is_and_carries_its_label_where_there_is_room():
    picture = timeline(recorded(a_span("long", 0, 99), a_span("short", 99, 100)))
    assert [bar.find("title").text for bar in picture.findall("rect")] == ["long: 0 to 99 s", "short: 99 to 100 s"]
    assert [text.text for text in picture.findall("text") if text.get("class") == "label"] == ["long"]


def test_spans_that_touch_are_told_apart():
    picture = timeline(recorded(a_span("a", 0, 1), a_span("b", 1, 2)))
    assert [bar.get("class") for bar in picture.findall("rect")] == ["bar program", "bar program other"]


def test_a_mark_is_a_narrow_tick_with_its_label_beside_it():
    picture = timeline(recorded(a_span("run", 0, 8), a_span("asked", 2, 2), a_span("returned at last, so it is", 8, 8)))
    asked, returned = [box for box in picture.findall("rect") if box.get("class") == "mark program"]
    assert [box.find("title").text for box in (asked, returned)] == [
        "asked: at 2 s",
        "returned at last, so it is: at 8 s",
    ]
    assert percent(asked.get("x")) == pytest.approx(LEFT + (RIGHT - LEFT) / 4)
    assert asked.get("width") == "2"
    labels = {text.get("class"): text for text in picture.findall("text")}
    assert (labels["moment"].text, labels["moment left"].text) == ("asked", "returned at l…")
    assert percent(labels["moment"].get("x")) > percent(asked.get("x"))
    assert percent(labels["moment left"].get("x")) < percent(returned.get("x"))


def test_the_scale_counts_claim_seconds():
    texts = {text.get("class"): text.text for text in timeline(recorded(a_span("a", 0, 1))).findall("text")}
    assert texts["axis"] == "claim seconds"


def test_program_and_contrast_of_a_slope_are_told_apart_by_more_than_colour():
    picture = slope(contrast=a_part("holds", 100.0))
    assert {dot.get("class") for dot in picture.findall("circle")} == {"dot program", "dot contrast"}
    keys = [text.text for text in picture.findall("text") if text.get("class") == "key"]
    assert keys[0] == "claimed: 10 s"
    assert keys[1] == "if one after another: 100 s"
    assert [key.split(":")[0] for key in keys[2:]] == ["program", "contrast"]


def test_all_that_is_drawn_of_a_slope_lies_within_the_picture():
    picture = slope(contrast=a_part("holds", 100.0))
    for line in picture.findall("line"):
        assert all(0 <= percent(line.get(name)) <= 100 for name in ("x1", "x2"))
        assert all(0 <= float(line.get(name)) <= float(picture.get("height")) for name in ("y1", "y2"))


def test_hostile_texts_are_escaped_shortened_and_made_visible():
    part = recorded(a_span(HOSTILE, 0, 1, lane=HOSTILE))
    part["examples"][0]["readings"][0]["rivals"] = {HOSTILE: 100}
    for picture in (
        timeline_svg(laid_out({"program": part, "contrast": None}), HOSTILE),
        slope_svg(plots({"program": part, "contrast": None})[0], HOSTILE),
    ):
        assert len(picture) < 10_000
        assert "<script" not in picture
        assert not set("\u202e\x00\x1b\udcff") & set(picture)
        assert not list(fromstring(picture).iter("script"))
