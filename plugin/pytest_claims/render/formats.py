"""The forms in which merged reports are shown, by name: how each is made, and how much of the evidence it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pytest_claims.model.errors import ClaimError
from pytest_claims.render import badge, markdown
from pytest_claims.render.html.page import page
from pytest_claims.report import combined
from pytest_claims.report.merge import Evidence
from pytest_claims.report.merged import Merged


@dataclass(frozen=True, slots=True)
class Format:
    """One form."""

    text: Callable[[Merged], str]
    evidence: Evidence
    #: The endings of file names that stand for it.
    suffixes: tuple[str, ...]


FORMATS = {
    "html": Format(page, Evidence.SHOWN, (".html", ".htm")),
    "markdown": Format(markdown.text, Evidence.NONE, (".md", ".markdown")),
    "json": Format(combined.text, Evidence.ALL, (".json",)),
    "badge": Format(badge.text, Evidence.NONE, ()),
}


def format_named(name: str | None, out: Path | None) -> Format:
    """The form that is called `name` or, without a name, that the ending of `out` stands for.

    Raises:
        ClaimError: a page, which is what is made by default, needs a file.
    """
    if name is None:
        endings = {suffix: name for name, form in FORMATS.items() for suffix in form.suffixes}
        name = endings.get(out.suffix.lower() if out else "", "html")
    if name == "html" and out is None:
        raise ClaimError("a page needs a file: add -o page.html, or --format markdown, json or badge to see it here.")
    return FORMATS[name]
