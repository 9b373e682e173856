"""Every place where a document cites a claim."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter, itemgetter

from pytest_claims.cite import markdown_layout, rest_layout
from pytest_claims.cite.citation import Citation, citation, role
from pytest_claims.cite.document import MARKDOWN, REST, Layout, Quoted, Text
from pytest_claims.model.claim import ID_PATTERN
from pytest_claims.model.errors import ClaimError

_RUN = re.compile(r"`+")
#: Longer than any id, and no longer: what looks like a link in a hostile document takes no long time.
_TARGET = r"[^()\[\]\s<>\"']{0,300}"
_TITLE = r"""(?:\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|\((?P<round>[^()]*)\)))?\s*"""
_LINK = re.compile(rf"\]\(\s*<?claim:(?P<target>{_TARGET})>?{_TITLE}\)")
_REFERENCE = re.compile(rf"(?:^|\n)[ >]{{0,12}}\[[^\]]+\]:\s*<?claim:(?P<target>{_TARGET})>?{_TITLE}(?:$|\n)")
_AUTOMATIC = re.compile(r"<claim:(?P<target>[^\s<>]{0,300})>")
_HTML = re.compile(r"""\bhref\s*=\s*["']claim:(?P<target>[^"']{0,300})["']""", re.IGNORECASE)
#: Any of the above, to be told of those that are malformed.
_ANY_LINK = re.compile(r"\]\(\s*<?claim:")
_BLOCK = re.compile(r"(?:^|\n)[ >]*(?:::: ?claim(?: +(?P<plain>.*))?|(?:`{3,}|~{3,}|:{3,})\{claim\}(?P<myst>.*))(?=$|\n)")
_DIRECTIVE = re.compile(r"(?:^|\n)\s*\.\.\s+(?:\|[^|]+\|\s+)?claim\s?::(?P<rest>.*)")
_MALFORMED_LINK = 'write it as [text](claim:id) or, with the verdict that the text relies on, [text](claim:id "refuted")'

Spot = tuple[int, Citation | ClaimError]


def quotations(text: str, form: str, subjects: Iterable[str], ids: Iterable[str] = ()) -> Iterator[Quoted]:
    """The places in a document that cite a claim, from top to bottom. Code and comments are left alone.

    Args:
        form: how it is written, `MARKDOWN` or `REST`.
        subjects: the first words of ids: what stands in backticks is an id if it begins so and has a hyphen, as no name of
            Python has, ...
        ids: ... or is one of these.
    """
    subjects, ids = frozenset(subjects), frozenset(ids)
    if not _may_cite(text, subjects):
        return
    layout = layout_of(text, form)
    found = [quoted for one in layout.texts for quoted in _in_text(one, form, subjects, ids)]
    for block in layout.embedded:
        for one in rest_layout.layout("\n".join(block.lines)).texts:
            found += _in_text(Text(block.line + one.line - 1, one.lines), REST, subjects, ids)
    yield from sorted(found, key=attrgetter("line"))


def layout_of(text: str, form: str) -> Layout:
    """The texts and comments of a document."""
    return markdown_layout.layout(text) if form == MARKDOWN else rest_layout.layout(text)


def _may_cite(text: str, subjects: frozenset[str]) -> bool:
    """Whether it is worth the time to look closer."""
    lower = text.lower()
    return "claim" in lower or any(f"`{subject}." in lower for subject in subjects)


def _in_text(one: Text, form: str, subjects: frozenset[str], ids: frozenset[str]) -> list[Quoted]:
    text = "\n".join(one.lines)
    lower = text.lower()
    if "claim" not in lower and "`" not in lower:
        return []
    spots: list[Spot] = []
    bare = _bare(subjects, ids)
    masked = (_markdown_code if form == MARKDOWN else _rest_code)(text, spots, bare)
    if "claim" in lower:
        spots += _links(masked) if form == MARKDOWN else _directives(masked)
    if not spots:
        return []
    found, line, before = [], one.line, 0
    for place, cited in sorted(spots, key=itemgetter(0)):
        line, before = line + text.count("\n", before, place), place
        found.append(Quoted(line, cited))
    return found


def _bare(subjects: frozenset[str], ids: frozenset[str]) -> Callable[[str], Citation | None]:
    def cited(content: str) -> Citation | None:
        if content.partition(".")[0].lower() not in subjects:
            return None
        id = content.partition("~")[0]
        lower = id.lower()
        if not ID_PATTERN.fullmatch(lower):
            return None
        if "-" not in id and lower not in ids:
            return None
        try:
            return citation(content)
        except ClaimError:
            return None

    return cited


def _tried(parse: Callable[..., Citation], *given: str | None) -> Citation | ClaimError:
    try:
        return parse(*given)
    except ClaimError as error:
        return error


def _markdown_code(text: str, spots: list[Spot], bare: Callable[[str], Citation | None]) -> str:
    """`text` with blanks in place of its code; roles and ids in it are added to `spots`."""
    if "`" not in text:
        return text
    parts, done = [], 0
    for start, inner, end in _code_spans(text):
        is_role = text.startswith("{claim}", start - 7) if start >= 7 else False
        if end is None:
            if is_role:
                spots.append((start - 7, ClaimError("the role {claim} has no backtick at its end: write {claim}`id`.")))
            continue
        content = text[inner : end - (inner - start)]
        if is_role:
            spots.append((start - 7, _tried(role, " ".join(content.split()))))
        elif "." in content and (found := bare(content.strip())) is not None:
            spots.append((start, found))
        parts += [text[done:start], _blanked(text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _code_spans(text: str) -> Iterator[tuple[int, int, int | None]]:
    """Of each code span: where it begins, where its content does, and where it ends; None of backticks that nothing closes."""
    by_length: dict[int, list[int]] = {}
    runs = [found.span() for found in _RUN.finditer(text)]
    for start, end in runs:
        by_length.setdefault(end - start, []).append(start)
    done = 0
    for start, inner in runs:
        if start < done or (start and text[start - 1] == "\\"):
            continue
        same = by_length[inner - start]
        after = bisect_left(same, inner)
        if after == len(same):
            yield start, inner, None
        else:
            done = same[after] + inner - start
            yield start, inner, done


def _blanked(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n")) if "\n" in text else " " * len(text)


def _links(text: str) -> Iterator[Spot]:
    if "claim:" not in text.lower():
        yield from _blocks(text)
        return
    well_formed, targets = set(), set()
    for pattern in (_LINK, _REFERENCE):
        for found in pattern.finditer(text):
            well_formed.add(found.start())
            targets.add(found.start("target"))
            relied = found["double"] or found["single"] or found["round"]
            place = found.start("target")
            yield place, _tried(citation, found["target"], relied or None)
    for found in _ANY_LINK.finditer(text):
        if found.start() not in well_formed:
            yield found.start(), ClaimError(f"this link to a claim is malformed: {_MALFORMED_LINK}.")
    for pattern in (_AUTOMATIC, _HTML):
        for found in pattern.finditer(text):
            if found.start("target") not in targets:
                yield found.start("target"), _tried(citation, found["target"])
    yield from _blocks(text)


def _blocks(text: str) -> Iterator[Spot]:
    for found in _BLOCK.finditer(text):
        content = (found["plain"] or found["myst"] or "").strip()
        yield found.start() + found[0].index("claim"), _tried(role, content)


_LITERAL = re.compile(r"(?<![`\\])``(?P<literal>(?!`).+?)``(?!`)", re.DOTALL)
_ROLE = re.compile(
    r"(?P<prefix>:[A-Za-z:+._-]{1,60}:)?(?<![`\\])`(?![`\s])(?P<content>[^`]*)`(?P<suffix>:[A-Za-z:+._-]{1,60}:|__?)?"
)
_MALFORMED_ROLE = "the role :claim: is malformed: write :claim:`id`, with one backtick on each side."
_OPEN_ROLE = re.compile(r":claim:`")


def _rest_code(text: str, spots: list[Spot], bare: Callable[[str], Citation | None]) -> str:
    """`text` with blanks in place of its code; roles and ids in it are added to `spots`."""
    if "`" not in text:
        return text

    def literal(found: re.Match[str]) -> str:
        if found.string.endswith(":claim:", 0, found.start()):
            spots.append((found.start(), ClaimError(_MALFORMED_ROLE)))
        elif cited := bare(found["literal"]):
            spots.append((found.start(), cited))
        return _blanked(found[0])

    def interpreted(found: re.Match[str]) -> str:
        content, name = " ".join(found["content"].split()), (found["prefix"] or found["suffix"] or "").strip(":")
        if name == "claim":
            spots.append((found.start(), _tried(role, content)))
        elif not name and (cited := bare(content)):
            spots.append((found.start(), cited))
        return _blanked(found[0])

    text = _ROLE.sub(interpreted, _LITERAL.sub(literal, text))
    for found in _OPEN_ROLE.finditer(text):
        spots.append((found.start(), ClaimError(_MALFORMED_ROLE)))
    return text


def _directives(text: str) -> Iterator[Spot]:
    for found in _DIRECTIVE.finditer(text):
        yield found.start("rest"), _tried(role, found["rest"].strip())
