"""The commands for documents that cite claims: check, write, cite."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pytest_claims.cite.check import check
from pytest_claims.cite.library import CitationError
from pytest_claims.cite.paste import FORMATS, pasted
from pytest_claims.cite.settings import settings
from pytest_claims.cite.write import stale, write
from pytest_claims.model.errors import ClaimError
from pytest_claims.report.merge import Evidence
from pytest_claims.report.text import visible

Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"

_REPORTS = (
    "a report, or a folder of reports (repeatable). Default: reports = [...] under [tool.pytest-claims] in the nearest "
    "pyproject.toml; else the evidence that came with this package"
)


def add_parsers(commands: Commands) -> None:  # type: ignore[valid-type]
    """Add the commands to those of ``pytest-claims``."""
    checked = commands.add_parser(  # type: ignore[attr-defined]
        "check",
        help="check that what documents cite is so",
        description="Find every citation of a claim in Markdown and reStructuredText, and check it: is there such a claim, is "
        "it verified, has its sentence changed, is the verdict the one that the text relies on? Exit status 0: all is well; 1: "
        "a citation is wrong; 2: a document or a report could not be read.",
    )
    checked.add_argument("documents", nargs="+", type=Path, metavar="DOCUMENT", help="a document, or a folder of documents")
    written = commands.add_parser(  # type: ignore[attr-defined]
        "write",
        help="write the generated blocks of documents anew",
        description="Write the blocks of documents anew that stand between <!-- claims: ... --> and <!-- end -->, in "
        "reStructuredText between .. claims: ... and .. end: table PATTERN..., verdict ID, program ID. If any block of any of "
        "the documents is not sound, nothing is written. Exit status 0: all is up to date now; 1: with --check, a document is "
        "not; 2: a document or a report is wrong.",
    )
    written.add_argument("documents", nargs="+", type=Path, metavar="DOCUMENT", help="a document")
    written.add_argument("--check", action="store_true", help="write nothing; fail if a document is out of date")
    cited = commands.add_parser(  # type: ignore[attr-defined]
        "cite",
        help="print the citation of a claim, ready to paste",
        description="Print the citation of a claim, ready to paste, with its verdict, who judged it and when. Exit status 1: "
        "the claim cannot be cited so, and the message says why; 2: a report is wrong.",
    )
    cited.add_argument("id", help="the claim's id, or one of its revisions: thread.join-after-loop~2")
    cited.add_argument("--format", choices=FORMATS, default="markdown", help="default: markdown")
    for command in (checked, written, cited):
        command.add_argument("--reports", action="append", type=Path, default=[], metavar="FILE", help=_REPORTS)


def _check(chosen: argparse.Namespace) -> int:
    library = settings(Path()).library(chosen.reports, evidence=Evidence.NONE)
    found = check(chosen.documents, library)
    for said in found.wrong:
        print(_printable(said, sys.stdout.encoding))
    for said in found.unread:
        print(f"pytest-claims: {_printable(said, sys.stderr.encoding)}", file=sys.stderr)
    print(found.summary)
    return found.status


def _write(chosen: argparse.Namespace) -> int:
    library = settings(Path()).library(chosen.reports, evidence=Evidence.NONE)
    found = stale(chosen.documents, library)
    if not chosen.check:
        write(found)
    for path in found:
        print(_printable(f"{path}: out of date" if chosen.check else f"{path}: written", sys.stdout.encoding))
    return 1 if chosen.check and found else 0


def _cite(chosen: argparse.Namespace) -> int:
    here = settings(Path())
    try:
        cited = here.library(chosen.reports, evidence=Evidence.NONE).find(chosen.id)
    except CitationError as error:
        print(f"pytest-claims: {_printable(str(error), sys.stderr.encoding)}", file=sys.stderr)
        return 1
    print(_printable(pasted(cited, chosen.format, here.page), sys.stdout.encoding))
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"check": _check, "write": _write, "cite": _cite}


def _run(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    """Run a command. Returns the exit status; 2 where a file or an argument is wrong, as `argparse` has it."""
    try:
        return _COMMANDS[chosen.command](chosen)
    except ClaimError as error:
        for said in str(error).split("\n"):
            print(f"pytest-claims: {_printable(said, sys.stderr.encoding)}", file=sys.stderr)
        return 2


#: The commands by their names, as `main` calls them.
COMMANDS = dict.fromkeys(_COMMANDS, _run)


def _printable(text: str, encoding: str | None) -> str:
    encoding = encoding or "utf-8"
    return visible(text).encode(encoding, "backslashreplace").decode(encoding)
