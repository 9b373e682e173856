"""Generated blocks in documents, written anew: all of them, or nothing at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pytest_claims.cite.blocks import generated
from pytest_claims.cite.document import MARKDOWN, Comment, form_of, read
from pytest_claims.cite.library import Library
from pytest_claims.cite.markup import MARKUPS
from pytest_claims.cite.scan import layout_of
from pytest_claims.model.errors import ClaimError
from pytest_claims.report import files
from pytest_claims.report.text import line

_MARK, _END = "claims:", "end"


@dataclass(frozen=True, slots=True)
class _Block:
    """A generated part of a document. Lines are counted from 1."""

    first: int
    last: int
    indent: str
    order: str


def stale(paths: Iterable[Path], library: Library) -> dict[Path, str]:
    """The documents whose generated blocks are out of date, each with its text as it should be. Nothing is written.

    Raises:
        ClaimError: a document cannot be read, or a block of one is not sound; it says which, and where.
    """
    found: dict[Path, str] = {}
    problems: list[str] = []
    for path in paths:
        try:
            text = read(path)
            renewed = _renewed(path, text, library)
        except ClaimError as error:
            problems.append(str(error))
            continue
        if renewed != text:
            found[path] = renewed
    if problems:
        raise ClaimError("\n".join(problems))
    return found


def write(documents: dict[Path, str]) -> None:
    """Write what `stale` found. Each document is replaced in one step.

    Raises:
        ClaimError: a document cannot be written. It is as it was.
    """
    for path, text in documents.items():
        try:
            # What a link leads to is written, and the link stays.
            files.replace(path.resolve(), text)
        except OSError as error:
            raise ClaimError(f"{path}: it cannot be written ({error.strerror}). It is as it was.") from None


def _renewed(path: Path, text: str, library: Library) -> str:
    form = form_of(path)
    lines = text.split("\n")
    # Windows ends its lines with two characters; what is generated must not differ from the rest.
    ending = "\r" if lines[0].endswith("\r") else ""
    parts, done = list[str](), 0
    for block in _blocks(path, layout_of(text, form).comments, form):
        try:
            made = generated(block.order, library, MARKUPS[form])
        except ClaimError as error:
            raise ClaimError(f"{path}:{block.first}: {error}") from None
        body = ["", *made, ""]
        parts += lines[done : block.first]
        parts += [f"{block.indent}{one}".rstrip() + ending for one in body]
        done = block.last - 1
    return "\n".join([*parts, *lines[done:]])


def _blocks(path: Path, comments: Iterable[Comment], form: str) -> Iterator[_Block]:
    """The blocks of a document, from top to bottom.

    Raises:
        ClaimError: one has no end, stands within another, or comes twice.
    """
    begun: Comment | None = None
    seen: dict[str, int] = {}
    end = "<!-- end -->" if form == MARKDOWN else ".. end"
    for comment in comments:
        if comment.text.startswith(_MARK):
            _check(path, comment, begun, seen, end)
            begun = comment
            seen[_order(comment)] = comment.line
        elif begun is not None and comment.text == _END:
            yield _Block(begun.line, comment.line, begun.indent, _order(begun))
            begun = None
        elif begun is not None:
            raise ClaimError(
                f"{path}:{comment.line}: this comment stands within the block that begins on line {begun.line}, and would be "
                f"overwritten. Is {end} missing before it?"
            )
    if begun is not None:
        raise ClaimError(f"{path}:{begun.line}: this block has no end: write {end} on a line of its own below it.")


def _check(path: Path, comment: Comment, begun: Comment | None, seen: dict[str, int], end: str) -> None:
    order = _order(comment)
    if not comment.whole:
        raise ClaimError(f"{path}:{comment.line}: this comment must end on its line: <!-- claims: {line(order, 60)} -->.")
    if begun is not None:
        raise ClaimError(
            f"{path}:{comment.line}: this block begins within the one of line {begun.line}. Is {end} missing before it?"
        )
    if order in seen:
        raise ClaimError(f"{path}:{comment.line}: the block {line(order, 60)!r} stands on line {seen[order]} already.")


def _order(comment: Comment) -> str:
    return " ".join(comment.text.removeprefix(_MARK).split())
