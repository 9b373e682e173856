"""Parts of a page that the directives put together: tables, titled code, pictures."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from docutils import nodes
from docutils.nodes import Node

from pytest_claims.model.language import _
from pytest_claims.render.charts.as_text import durations, timeline
from pytest_claims.render.charts.svg import slope_svg, timeline_svg
from pytest_claims.render.html.highlight import LONGEST
from pytest_claims.render.html.view import Show
from pytest_claims.report.merged import Exhibit, Sources
from pytest_claims.report.text import visible

#: Characters of the longest line of programs that have room beside each other.
BESIDE = 44


def paragraph(*parts: Node | str, kind: str = "") -> nodes.paragraph:
    """A paragraph of texts and nodes."""
    made = nodes.paragraph(classes=[kind] if kind else [])
    made += [nodes.Text(part) if isinstance(part, str) else part for part in parts]
    return made


def table(head: Mapping[str, int], rows: Sequence[Sequence[Sequence[Node]]], kind: str = "") -> nodes.table:
    """A table; each cell is a list of paragraphs.

    Args:
        head: the heading of each column, and how wide it is beside others, and in a text.
        rows: the cells.
        kind: a class, beside that of all tables of claims.
    """
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=width) for width in head.values()]
    group += nodes.thead("", _row([[paragraph(name)] for name in head]))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group, classes=["claim-list", *([kind] if kind else []), "colwidths-auto"])


def _row(cells: Sequence[Sequence[Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *cell) for cell in cells))


def programs(sources: Sources) -> Iterator[Node]:
    """Program and contrast, side by side where there is room, and what they use."""
    longest = max(map(len, f"{sources.program}\n{sources.contrast or ''}".splitlines()), default=0)
    pair = nodes.container(classes=["claim-programs", *(["claim-long"] if longest > BESIDE else [])])
    pair += _code(_("Program"), sources.program)
    if sources.contrast:
        pair += _code(_("Contrast"), sources.contrast)
    yield pair
    if sources.helpers:
        yield _code(_("What they use"), "\n\n\n".join(sources.helpers[:20]))


def _code(title: str, source: str) -> nodes.container:
    text = visible(source[:LONGEST])
    # A class of which there is no source is shown by its name, which is not Python: that is no reason to warn.
    block = nodes.literal_block(text, text, language="python3", force=True)
    return nodes.container("", paragraph(title, kind="claim-title"), block, classes=["claim-program"])


def pictures(id: str, shows: Sequence[Show], exhibits: Sequence[Exhibit]) -> Iterator[Node]:
    """What was measured: as pictures in HTML, drawn with letters as text."""
    for show in shows:
        if show.layout:
            title = _("When each ran")
            said = _("when each span ran, program above contrast")
            yield _figure(title, show.caption, timeline_svg(show.layout, f"{id}: {said}"))
        for plot in show.plots:
            title = _("Time taken against the length of a claim second")
            said = _("time taken against the length of a claim second; the slope is the figure")
            yield _figure(title, show.caption, slope_svg(plot, f"{id}: {said}"))
        for title, text in show.notes.items():
            yield nodes.container(
                "", paragraph(f"{title} ({show.caption})", kind="claim-title"), nodes.literal_block(text, text)
            )
    for exhibit in exhibits[:1]:
        for lines in (timeline(exhibit.evidence), durations(exhibit.evidence)):
            drawn = "\n".join(lines)
            if drawn:
                yield nodes.raw(drawn, drawn, format="text")


def _figure(title: str, where: str, svg: str) -> nodes.raw:
    caption = f"<figcaption>{escape(title)} <small>{escape(where)}</small></figcaption>"
    html = f'<figure class="claim-picture">{caption}{svg}</figure>'
    return nodes.raw(html, html, format="html")
