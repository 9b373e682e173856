"""A citation of a claim, ready to paste, with the version of the evidence."""

import re
from collections.abc import Callable
from html import escape

from pytest_claims.cite.blocks import evidence
from pytest_claims.cite.cited import Cited
from pytest_claims.cite.document import MARKDOWN, REST
from pytest_claims.cite.markup import LONG, MARKUPS
from pytest_claims.render.html.view import anchor
from pytest_claims.report.text import line

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {c: f"\\{c}" for c in "&%$#_{}"}
_SIGNS = re.compile(r"[\\~^&%$#_{}]")


def pasted(cited: Cited, form: str, page: str) -> str:
    """The citation in one of the `FORMATS`.

    Args:
        page: the address of the page that ``pytest-claims report`` made, or nothing.
    """
    return FORMATS[form](cited, page)


def address(cited: Cited, page: str) -> str:
    """Where the page shows the claim; nothing where there is no page."""
    return f"{page}#{anchor(cited.id)}" if page else ""


def _markdown(cited: Cited, page: str) -> str:
    text = MARKUPS[MARKDOWN].text
    return f'[{text(cited.says)}](claim:{cited.citation} "{cited.verdict}") ({text(_version(cited))})'


def _rest(cited: Cited, page: str) -> str:
    # A role has no markup in it; what would end it is left out.
    says = re.sub(r"[`<>\\]", "", line(cited.says, LONG))
    return f":claim:`{says} <{cited.citation}> <{cited.verdict}>` ({MARKUPS[REST].text(_version(cited))})"


def _html(cited: Cited, page: str) -> str:
    says, link = escape(line(cited.says, LONG)), escape(address(cited, page))
    says = f'<a href="{link}">{says}</a>' if link else says
    return f'<cite class="claim claim-{cited.verdict}" id="{anchor(cited.id)}">{says}</cite> ({escape(_version(cited))})'


def _plain(cited: Cited, page: str) -> str:
    link = address(cited, page)
    return f"\N{LEFT DOUBLE QUOTATION MARK}{line(cited.says, LONG)}\N{RIGHT DOUBLE QUOTATION MARK} {cited.citation}: " + (
        f"{_version(cited)}" + (f". {link}" if link else "")
    )


def _bibtex(cited: Cited, page: str) -> str:
    year, _, rest = (cited.ended or "").partition("-")
    month = rest[:2]
    fields = {
        "title": f"{{{_tex(cited.says)}}}",
        "note": f"{{Claim {_tex(str(cited.citation))}: {_tex(_version(cited, sign=False))}}}",
        "howpublished": "{pytest-claims}",
        "year": f"{{{year}}}" if year.isdecimal() else "",
        "month": _MONTHS[int(month) - 1] if month.isdecimal() and 0 < int(month) <= 12 else "",
        "url": f"{{{_tex(address(cited, page))}}}" if page else "",
    }
    lines = [f"  {name} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{cited.citation},".replace("~", ":"), *lines, "}"])


def _version(cited: Cited, *, sign: bool = True) -> str:
    """The verdict, who gave it and when: ``✓ holds everywhere; CPython 3.11.7, PyPy 3.11.17; 2026-11-27``."""
    verdict = f"{cited.sign} {cited.summary}" if sign else cited.summary
    return "; ".join(filter(None, (verdict, evidence([cited]))))


def _tex(text: str) -> str:
    return _SIGNS.sub(lambda found: _TEX[found[0]], line(text, LONG))


FORMATS: dict[str, Callable[[Cited, str], str]] = {
    "markdown": _markdown,
    "rst": _rest,
    "html": _html,
    "plain": _plain,
    "bibtex": _bibtex,
}
