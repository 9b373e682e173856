"""The page: merged reports as one HTML file that needs nothing else, neither a network nor scripts."""

import base64
import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from importlib.resources import files
from typing import TYPE_CHECKING

from pytest_claims.model.language import _, current, plural
from pytest_claims.render.charts.svg import slope_svg, timeline_svg
from pytest_claims.render.html.highlight import highlighted
from pytest_claims.render.html.lang_tag import language
from pytest_claims.render.html.style import rules
from pytest_claims.render.html.view import NAME, SIGNS, anchor, column_groups, shown
from pytest_claims.report.merged import Merged
from pytest_claims.report.text import line, visible
from pytest_claims.report.translated import translated

if TYPE_CHECKING:
    from jinja2 import Template


def page(merged: Merged) -> str:
    """The page as text. Whatever the reports hold is escaped, and shown with a name where it cannot be seen."""
    merged = translated(merged)
    groups = column_groups(merged)
    style, script = _part("page.css") + rules(groups), _part("page.js")
    columns = [place for places in groups.values() for place in places]
    chapters = {line(title, NAME): [shown(claim, columns) for claim in of_it] for title, of_it in merged.chapters.items()}
    claims = [one for of_it in chapters.values() for one in of_it]
    return _template().render(
        merged=merged,
        claims=claims,
        chapters=chapters,
        subject=_subject(merged),
        language_tag=current().tag,
        project=_project(),
        groups=groups,
        columns=columns,
        signs=SIGNS,
        style=style,
        script=script,
        # Whatever a report smuggled in, the browser runs only this script, applies only this style, and fetches nothing.
        policy=f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
    )


def _subject(merged: Merged) -> str:
    """What all claims are about, where they agree on it."""
    found = {chapter["suite"] if (chapter := claim.fields.get("chapter")) else None for claim in merged.claims}
    return (found.pop() if len(found) == 1 else None) or _("Claims")


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.tests["tagged"] = lambda tags, word: word in tags.split()
    environment.globals |= {"_": _, "plural": plural}
    environment.filters |= {
        "line": line,
        "visible": visible,
        "anchor": anchor,
        "language": language,
        # These escape what is in them themselves.
        "highlighted": lambda source: Markup(highlighted(source)),
        "timeline_svg": lambda layout, title: Markup(timeline_svg(layout, title)),
        "slope_svg": lambda plot, title: Markup(slope_svg(plot, title)),
        "own": Markup,
    }
    return environment.from_string(_part("page.html"))


def _project() -> str:
    """The project's address, where the package names one; else the part of the page that says what the project is."""
    try:
        named = metadata("pytest-claims").get_all("Project-URL") or []
    except PackageNotFoundError:
        named = []
    addresses = [entry.partition(", ")[2] for entry in named]
    return next((address for address in addresses if address.startswith("https://")), "#about")


def _part(name: str) -> str:
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
