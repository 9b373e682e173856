"""The pictures of the page, as SVG: their colours come from the page's style, their sizes from the room that they have.

Places are per cents across and pixels down, so that letters stay readable however narrow the page is. There are no ids, which
might clash with those of another picture.
"""

from xml.etree.ElementTree import Element, SubElement, tostring

from pytest_claims.model.language import _
from pytest_claims.model.wording import format_number
from pytest_claims.render.charts.slope import Plot, PlotLine
from pytest_claims.render.charts.timeline import ROOM, Bar, BarRow, Layout, extent_of_label, ticks
from pytest_claims.report.text import line

#: Where the scale begins and ends, in per cent across.
LEFT, RIGHT = 24.0, 96.0
#: Pixels: a row of bars, a bar, a heading, the numbers below, the height of a plot.
ROW, BAR, HEAD, FOOT, PLOT = 20, 14, 22, 34, 200
#: Pixels that the tick of a mark is wide.
TICK = 2
#: Characters that fit next to a row, and in a title.
NAME, TITLE = 16, 120
#: Per cents that a character of a label takes, on a picture of usual width.
CHARACTER = 1.15


def timeline_svg(layout: Layout, title: str) -> str:
    """Bars and marks by thread, process or task, program above contrast, over a scale of seconds."""
    height = sum(HEAD + ROW * len(rows) for _, rows in layout.parts) + FOOT
    picture = _picture(title, "timeline", height)
    bottom = height - FOOT
    for tick in ticks(layout.end):
        across = _across(tick, layout.end)
        _line(picture, "grid", (across, 4), (across, bottom + 4))
        _text(picture, "tick", across, bottom + 16, format_number(tick))
    _text(picture, "axis", (LEFT + RIGHT) / 2, bottom + 30, layout.axis)
    top = 0
    for name, rows in layout.parts:
        _text(picture, "part", 0.5, top + 15, _(name))
        top += HEAD
        for row in rows:
            _row(picture, row, top, layout.end, name)
            top += ROW
    return tostring(picture, encoding="unicode")


def slope_svg(plot: Plot, title: str) -> str:
    """Elapsed time against the unit: the samples, and the lines of the fits, of the claim and of its rivals."""
    picture = _picture(title, "slope", PLOT + FOOT + 12 + 18 * len(plot.lines))
    left = 11.0

    def point(unit: float, elapsed: float) -> tuple[float, float]:
        return left + unit / plot.right * (RIGHT - left), 8 + (1 - elapsed / plot.top) * (PLOT - 8)

    for tick in ticks(plot.top, 5):
        across, down = point(0, tick)
        _line(picture, "grid", (across, down), (RIGHT, down))
        _text(picture, "tick up", across - 1.2, down + 4, format_number(tick))
    for tick in ticks(1000 * plot.right, 5):
        across, down = point(tick / 1000, 0)
        _line(picture, "grid", (across, 8), (across, down))
        _text(picture, "tick", across, down + 15, format_number(tick))
    _text(picture, "axis", (left + RIGHT) / 2, PLOT + 30, _("ms that a claim second lasts; upwards, real seconds that it took"))
    for number, drawn in enumerate(plot.lines):
        ends = drawn.within(plot.right, plot.top)
        if ends:
            _line(picture, f"line {drawn.kind}", point(*ends[0]), point(*ends[1]))
        _legend(picture, drawn, PLOT + FOOT + 16 + 18 * number)
    for one in plot.points:
        _dot(picture, one.part, point(one.unit, one.elapsed))
    return tostring(picture, encoding="unicode")


def _picture(title: str, kind: str, height: int) -> Element:
    picture = Element("svg", {"role": "img", "class": kind, "width": "100%", "height": str(height)})
    SubElement(picture, "title").text = line(title, TITLE)
    return picture


def _row(picture: Element, row: BarRow, top: int, end: float, part: str) -> None:
    _text(picture, "lane", LEFT - 1.2, top + 12, line(row.name, NAME))
    for number, bar in enumerate(row.bars):
        if bar.is_mark:
            _mark(picture, bar, top, end, part)
            continue
        first, last = _across(bar.start, end), _across(bar.end, end)
        wide = max(last - first, 0.3)
        box = {"x": f"{first:.2f}%", "y": str(top + 1), "width": f"{wide:.2f}%", "height": str(BAR), "rx": "2"}
        drawn = SubElement(picture, "rect", {"class": f"bar {part}{' other' * (number % 2)}", **box})
        start, stop = format_number(bar.start), format_number(bar.end)
        said = _("{label}: {start} to {end} s", label=line(bar.label, TITLE), start=start, end=stop)
        SubElement(drawn, "title").text = said
        label = line(bar.label, NAME)
        if label and len(label) * CHARACTER + 1 < wide:
            _text(picture, "label", first + 0.8, top + 12, label)


def _mark(picture: Element, mark: Bar, top: int, end: float, part: str) -> None:
    """A tick as high as its row, and its label next to it."""
    across = _across(mark.start, end)
    box = {"x": f"{across:.2f}%", "y": str(top), "width": str(TICK), "height": str(ROW - 2)}
    drawn = SubElement(picture, "rect", {"class": f"mark {part}", **box})
    SubElement(drawn, "title").text = _("{label}: at {start} s", label=line(mark.label, TITLE), start=format_number(mark.start))
    text = line(mark.label, int(ROOM * (RIGHT - LEFT) / CHARACTER) - 1)
    if extent_of_label(mark, end)[0] < mark.start:
        _text(picture, "moment left", across - 0.5, top + 12, text)
    else:
        _text(picture, "moment", across + 0.8, top + 12, text)


def _legend(picture: Element, drawn: PlotLine, down: int) -> None:
    _line(picture, f"line {drawn.kind}", (2, down), (9, down))
    if drawn.kind in ("program", "contrast"):
        _dot(picture, drawn.kind, (5.5, down))
    _text(picture, "key", 11, down + 4, line(drawn.text, TITLE))


def _dot(picture: Element, part: str, at: tuple[float, float]) -> None:
    # Distinguished by more than colour: those of the program are filled, those of the contrast are not.
    SubElement(picture, "circle", {"class": f"dot {part}", "cx": f"{at[0]:.2f}%", "cy": f"{at[1]:.1f}", "r": "4"})


def _line(picture: Element, kind: str, start: tuple[float, float], end: tuple[float, float]) -> None:
    ends = {"x1": f"{start[0]:.2f}%", "y1": f"{start[1]:.1f}", "x2": f"{end[0]:.2f}%", "y2": f"{end[1]:.1f}"}
    SubElement(picture, "line", {"class": kind, **ends})


def _text(picture: Element, kind: str, across: float, down: float, text: str) -> Element:
    element = SubElement(picture, "text", {"class": kind, "x": f"{across:.2f}%", "y": f"{down:.1f}"})
    element.text = text
    return element


def _across(seconds: float, end: float) -> float:
    return LEFT + min(max(seconds / end, 0.0), 1.0) * (RIGHT - LEFT)
