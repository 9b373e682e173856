"""Markdown, line by line: what is text, what is a comment, and what is code.

A parser of all of Markdown (markdown-it-py) takes five times as long, and knows neither the roles of MyST nor the blocks of
MkDocs. Whether a line is code is all that has to be known here.
"""

import re
from dataclasses import dataclass, field

from pytest_claims.cite.document import Comment, Layout, lines_of

_QUOTE = re.compile(r" {0,3}> ?")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:\s+|$)")
#: What has a body that is indented by four: admonitions and tabs of MkDocs, footnotes, definitions.
_INDENTS = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?)\s|\[\^[^\]]+\]:|:\s{3}")
#: A line that is a text of its own.
_ALONE = re.compile(r"#{1,6}\s|\||:::|\[[^\]]+\]:")
_RAW = re.compile(r"<(pre|script|style|textarea)\b", re.IGNORECASE)
#: Directives of MyST whose body is code; that of others is Markdown.
_CODE_DIRECTIVES = re.compile(
    r"\{(code|code-block|code-cell|sourcecode|literalinclude|raw|math|mermaid|graphviz|eval-rst|doctest|testcode|prompt)\}"
)
_BACKTICKS = re.compile(r"`+")


@dataclass(slots=True)
class _State:
    """Where the reader is."""

    quotes: int = 0
    #: The columns at which the bodies of the list items begin that are open, the outermost first.
    bodies: list[int] = field(default_factory=list)
    #: The fence of the code that is being read.
    fence: str = ""
    #: Whether that is reStructuredText.
    embeds: bool = False
    #: The fences of the directives that are open, whose body is text.
    directives: list[str] = field(default_factory=list)
    #: What ends the comment or the raw HTML that is being read.
    until: str = ""
    #: Whether the line before was text, which an indented line goes on with.
    paragraph: bool = False
    code: bool = False


def layout(text: str) -> Layout:
    """The texts and comments of a Markdown document."""
    found, state = Layout(), _State()
    lines = lines_of(text)
    for number, line in enumerate(lines[(first := _front_matter(lines)) :], first + 1):
        _read(found, state, number, line)
    return found


def _front_matter(lines: list[str]) -> int:
    """How many lines the settings at the beginning take."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    return next((number + 1 for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)


def _read(found: Layout, state: _State, number: int, line: str) -> None:
    if state.until:
        _skip(found, state, number, line)
        return
    if _goes_on(state, line):
        found.add(number, line, anew=False)
        return
    quotes, rest = _unquoted(line.expandtabs(4) if "\t" in line else line, state.quotes if state.fence else None)
    if quotes != state.quotes:
        state.quotes, state.bodies, state.fence, state.directives, state.paragraph = quotes, [], "", [], False
    stripped = rest.lstrip(" ")
    indent = len(rest) - len(stripped)
    if state.fence and not _ends_body(state, indent, stripped):
        if stripped.startswith(state.fence) and not stripped.strip(state.fence[0] + " "):
            state.fence = ""
        elif state.embeds:
            found.embed(number, rest)
        state.paragraph = False
        return
    if not stripped:
        state.paragraph = False
        return
    _text(found, state, number, (len(line) - len(line.lstrip(" >\t")), indent), stripped, line)


def _goes_on(state: _State, line: str) -> bool:
    """Whether a line is surely more of the paragraph before it. Most lines are: the rest need not be looked at for them."""
    return state.paragraph and line[:1].isalpha() and not (state.fence or state.quotes or "<" in line)


def _unquoted(line: str, most: int | None) -> tuple[int, str]:
    """How deep a line stands in quotations, and the line without their marks.

    Args:
        most: how many marks to take away.
    """
    depth, position = 0, 0
    while (most is None or depth < most) and (found := _QUOTE.match(line, position)):
        depth, position = depth + 1, found.end()
    return depth, line[position:]


def _ends_body(state: _State, indent: int, stripped: str) -> bool:
    """Whether a line ends the list item that the code stands in, and the code with it."""
    if not stripped or not state.bodies or indent >= state.bodies[-1]:
        return False
    state.fence = ""
    return True


def _text(found: Layout, state: _State, number: int, indents: tuple[int, int], stripped: str, line: str) -> None:
    """A line that is not part of fenced code."""
    offset, indent = indents
    item, fence = _ITEM.match(stripped), _FENCE.match(stripped)
    begins = bool(item or fence or _ALONE.match(stripped) or _INDENTS.match(stripped) or stripped.startswith("<!--"))
    if begins or not state.paragraph:
        while state.bodies and indent < state.bodies[-1]:
            state.bodies.pop()
    if indent - (state.bodies[-1] if state.bodies else 0) >= 4 and not state.paragraph:
        return  # indented code
    if item:
        body = indent + (item.end() if stripped[item.end() :] else len(item[0].rstrip()) + 1)
        state.bodies.append(body)
        inner = _FENCE.match(stripped, item.end())
        if inner and _opens(state, inner):
            return
    elif fence and _opens(state, fence):
        return
    elif _INDENTS.match(stripped):
        state.bodies.append(indent + 4)
    raw = _RAW.match(stripped)
    if raw and f"</{raw[1].lower()}>" not in line.lower():
        state.until = f"</{raw[1].lower()}>"
    shown = _without_comments(found, state, number, offset, line) if "<!--" in line else line
    found.add(number, shown, anew=begins or not state.paragraph)
    state.paragraph = not _ALONE.match(stripped)


def _opens(state: _State, fence: re.Match[str]) -> bool:
    """Whether code begins with a fence; a directive whose body is text may begin or end with it, too."""
    mark, info = fence["fence"], fence["info"].strip()
    if mark[0] == "`" and "`" in info:
        return False
    if not info and state.directives and mark.startswith(state.directives[-1]):
        state.directives.pop()
        return False
    if info.startswith("{") and not _CODE_DIRECTIVES.match(info):
        state.directives.append(mark)
        return False
    state.fence, state.paragraph, state.embeds = mark, False, info.startswith("{eval-rst}")
    return True


def _skip(found: Layout, state: _State, number: int, line: str) -> None:
    """A line that begins inside of a comment or of raw HTML."""
    end = line.lower().find(state.until)
    if end < 0:
        return
    shown = " " * (end + len(state.until)) + line[end + len(state.until) :]
    state.until, state.paragraph = "", True
    if shown.strip():
        shown = _without_comments(found, state, number, 0, shown) if "<!--" in shown else shown
        found.add(number, shown, anew=True)


def _without_comments(found: Layout, state: _State, number: int, offset: int, line: str) -> str:
    """The line with blanks in place of its comments, which are noted; what stands in code is no comment."""
    position = 0
    while (start := line.find("<!--", position)) >= 0:
        code = _code_around(line, position, start)
        if code:
            position = code
            continue
        end = line.find("-->", start + 4)
        alone = start == offset and (end < 0 or not line[end + 3 :].strip())
        if alone:
            text = line[start + 4 : end if end >= 0 else len(line)].strip()
            found.comments.append(Comment(number, line[:start], text, end >= 0))
        if end < 0:
            state.until = "-->"
            return line[:start]
        line = line[:start] + " " * (end + 3 - start) + line[end + 3 :]
        position = end + 3
    return line


def _code_around(line: str, begin: int, place: int) -> int:
    """Where the code ends that `place` stands in; 0 where it stands in none."""
    while (opening := _BACKTICKS.search(line, begin)) and opening.start() < place:
        closing = re.compile(rf"(?<!`)`{{{len(opening[0])}}}(?!`)").search(line, opening.end())
        if closing and closing.start() > place:
            return closing.end()
        begin = closing.end() if closing else opening.end()
    return 0
