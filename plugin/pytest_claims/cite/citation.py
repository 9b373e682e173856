"""A citation: which claim a document quotes, in which revision, and which verdict its text relies on."""

import re
from dataclasses import dataclass

from pytest_claims.cite.words import VERDICTS
from pytest_claims.model.claim import ID_PATTERN
from pytest_claims.model.errors import ClaimError
from pytest_claims.report.text import line

#: Characters shown of what a document has in place of an id.
SHOWN = 80

_REVISION = re.compile(r"[1-9][0-9]{0,5}")
#: What may stand where an id is expected; that it is an id is found when it is looked up.
_TARGET = re.compile(r"[^\s<>]+")
_LAST_IN_BRACKETS = re.compile(r"\s*<([^<>]*)>$")


@dataclass(frozen=True, slots=True)
class Citation:
    """What a document cites."""

    id: str
    #: The revision of the sentence: ``2`` in ``thread.join-after-loop~2``; None where the newest is meant.
    revision: int | None = None
    #: The verdict that the text relies on, or None.
    relied: str | None = None
    #: What the document shows in place of the claim's sentence, or nothing.
    text: str = ""

    def __str__(self) -> str:
        return self.id if self.revision is None else f"{self.id}~{self.revision}"


def citation(target: str, relied: str | None = None, text: str = "") -> Citation:
    """The citation of `target`: ``thread.join-after-loop`` or, of one revision, ``thread.join-after-loop~2``.

    Args:
        relied: the verdict that the text relies on.
        text: what the document shows.

    Raises:
        ClaimError: the revision is no number, or `relied` is no verdict. Whether there is such a claim is not looked at.
    """
    id, mark, revision = target.strip().partition("~")
    if not id:
        raise ClaimError("no id: write the id of a claim, such as thread.join-after-loop.")
    if mark and not _REVISION.fullmatch(revision):
        raise ClaimError(f"{line(target, SHOWN)}: after ~ stands the number of a revision, such as ~2.")
    if relied is not None and relied not in VERDICTS:
        raise ClaimError(
            f"{line(target, SHOWN)}: {line(relied, SHOWN)!r} is no verdict. Write one of {', '.join(VERDICTS)}, or nothing."
        )
    return Citation(id, int(revision) if mark else None, relied, text)


def role(content: str) -> Citation:
    """The citation in a role: ``id``, ``text <id>``, ``id <verdict>`` or ``text <id> <verdict>``.

    ::

        role("the time of one sleep <thread.join-after-loop> <holds>")

    Raises:
        ClaimError: it names no claim, or what stands in angle brackets is neither an id nor a verdict.
    """
    rest, bracketed = content.strip(), list[str]()
    while found := _LAST_IN_BRACKETS.search(rest):
        bracketed.insert(0, found[1].strip())
        rest = rest[: found.start()]
    relied = bracketed.pop() if bracketed and not _looks_like_id(bracketed[-1]) else None
    if len(bracketed) > 1 or not (bracketed or _TARGET.fullmatch(rest)):
        raise ClaimError(f"{line(content, SHOWN)!r}: write it as id, text <id>, id <verdict> or text <id> <verdict>.")
    return citation(bracketed[0], relied, rest) if bracketed else citation(rest, relied)


def _looks_like_id(text: str) -> bool:
    return bool(ID_PATTERN.fullmatch(text.partition("~")[0].lower()))
