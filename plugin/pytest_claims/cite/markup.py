"""How texts, tables and programs are written in Markdown and in reStructuredText."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pytest_claims.cite.document import MARKDOWN, REST
from pytest_claims.render.markdown import escaped
from pytest_claims.report.text import line, visible

#: Characters of a sentence that are shown.
LONG = 1000

_SPECIAL = re.compile(r"[\\`*_|<>:\[\]]")


@dataclass(frozen=True, slots=True)
class Markup:
    """One way to write a document. What comes from reports is made plain text: nothing in it is markup."""

    #: A text as one line.
    text: Callable[[str], str]
    #: An id.
    code: Callable[[str], str]
    bold: Callable[[str], str]
    #: A table, from the names of its columns and its rows, whose cells are markup already.
    table: Callable[[Sequence[str], Sequence[Sequence[str]]], Iterator[str]]
    #: A program in Python.
    program: Callable[[str], Iterator[str]]


def _rest_text(text: str) -> str:
    plain = _SPECIAL.sub(r"\\\g<0>", line(text, LONG))
    return plain if not plain or plain[0].isalnum() or plain[0] == "\\" else f"\\{plain}"


def _markdown_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for cells in (columns, ["---"] * len(columns), *rows):
        yield f"| {' | '.join(cells)} |"


def _rest_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield from [".. list-table::", "   :header-rows: 1", ""]
    for cells in (columns, *rows):
        for mark, cell in zip("*" + " " * len(cells), cells, strict=False):
            yield f"   {mark} - {cell}".rstrip()


def _markdown_program(source: str) -> Iterator[str]:
    text = visible(source).strip("\n")
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    yield from [f"{fence}python", *text.split("\n"), fence]


def _rest_program(source: str) -> Iterator[str]:
    yield from [".. code-block:: python", ""]
    yield from (f"   {one}".rstrip() for one in visible(source).strip("\n").split("\n"))


MARKUPS = {
    MARKDOWN: Markup(
        lambda text: escaped(text, LONG),
        lambda id: f"`{id}`",
        lambda text: f"**{text}**",
        _markdown_table,
        _markdown_program,
    ),
    REST: Markup(_rest_text, lambda id: f"``{id}``", lambda text: f"**{text}**", _rest_table, _rest_program),
}
