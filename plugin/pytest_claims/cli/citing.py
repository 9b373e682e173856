"""The commands that look claims up, and those for documents that cite them: find, check, write, cite, register."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pytest_claims.cite.check import check
from pytest_claims.cite.find import find, lines
from pytest_claims.cite.library import CitationError
from pytest_claims.cite.paste import FORMATS, pasted
from pytest_claims.cite.register import NAME, Register
from pytest_claims.cite.registering import changes, retired
from pytest_claims.cite.settings import settings
from pytest_claims.cite.write import stale, write
from pytest_claims.model.claim import Claim
from pytest_claims.model.errors import ClaimError
from pytest_claims.report import files
from pytest_claims.report.merge import Evidence
from pytest_claims.report.text import printable

_REPORTS = (
    "a report, or a folder of reports (repeatable). Default: reports = [...] under [tool.pytest-claims] in the nearest "
    "pyproject.toml; else the evidence that came with this package"
)


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the commands to those of ``pytest-claims``; returns the one whose answers are translated."""
    asked = commands.add_parser(
        "find",
        help="from a question in plain words to the claims that answer it",
        description="Find the claims that answer a question, the best one first, each with its verdict. pytest-claims explain "
        "ID shows more of one. Exit status 0: some were found; 1: none has any of the words; 2: a report is wrong.",
    )
    asked.add_argument("words", nargs="+", metavar="WORD", help="words of the question, in any order")
    asked.add_argument("--most", type=int, default=5, metavar="N", help="how many claims at most (5)")
    checked = commands.add_parser(
        "check",
        help="check that what documents cite is so",
        description="Find every citation of a claim in Markdown and reStructuredText, and check it: is there such a claim, is "
        "it verified, has its sentence changed, is the verdict the one that the text relies on? Exit status 0: all is well; 1: "
        "a citation is wrong; 2: a document or a report could not be read.",
    )
    checked.add_argument("documents", nargs="+", type=Path, metavar="DOCUMENT", help="a document, or a folder of documents")
    written = commands.add_parser(
        "write",
        help="write the generated blocks of documents anew",
        description="Write the blocks of documents anew that stand between <!-- claims: ... --> and <!-- end -->, in "
        "reStructuredText between .. claims: ... and .. end: table PATTERN..., verdict ID, program ID. If any block of any of "
        "the documents is not sound, nothing is written. Exit status 0: all is up to date now; 1: with --check, a document is "
        "not; 2: a document or a report is wrong.",
    )
    written.add_argument("documents", nargs="+", type=Path, metavar="DOCUMENT", help="a document")
    written.add_argument("--check", action="store_true", help="write nothing; fail if a document is out of date")
    cited = commands.add_parser(
        "cite",
        help="print the citation of a claim, ready to paste",
        description="Print the citation of a claim, ready to paste, with its verdict, who judged it and when. Exit status 1: "
        "the claim cannot be cited so, and the message says why; 2: a report is wrong.",
    )
    cited.add_argument("id", help="the claim's id, or one of its revisions: thread.join-after-loop~2")
    cited.add_argument("--format", choices=FORMATS, default="markdown", help="default: markdown")
    registered = commands.add_parser(
        "register",
        help="remember the sentences of claims, so that no sentence changes unnoticed",
        description=f"Compare the claims of a folder with its register ({NAME}), the file that remembers every wording of "
        "their sentences and the ids that were given up. Exit status 0: they agree, or --write made them; 1: the register is "
        "out of date; 2: a claim is not as the register has it, and must be mended.",
    )
    registered.add_argument("folder", nargs="?", type=Path, default=Path("claims"), help="the folder with all claims (claims)")
    registered.add_argument("--write", action="store_true", help="write new claims and new revisions into the register")
    registered.add_argument("--retire", metavar="ID", help="note that a claim was given up; its id is never used again")
    registered.add_argument("--replaced-by", metavar="ID", help="with --retire: the claim to cite in its place")
    registered.add_argument("--why", default="", metavar="TEXT", help="with --retire: the reason")
    for command in (asked, checked, written, cited):
        command.add_argument("--reports", action="append", type=Path, default=[], metavar="FILE", help=_REPORTS)
    return asked


def _find(chosen: argparse.Namespace) -> int:
    if chosen.most < 1:
        raise ClaimError(f"--most {chosen.most}: write a number above 0.")
    question = " ".join(chosen.words)
    found = find(question, settings(Path()).library(chosen.reports, evidence=Evidence.NONE), chosen.most)
    for said in lines(found):
        print(printable(said, sys.stdout))
    if not found:
        message = f"no claim has any of the words: {question}. pytest-claims list shows all claims."
        print(f"pytest-claims: {printable(message, sys.stderr)}", file=sys.stderr)
    return 0 if found else 1


def _check(chosen: argparse.Namespace) -> int:
    library = settings(Path()).library(chosen.reports, evidence=Evidence.NONE)
    found = check(chosen.documents, library)
    for said in found.wrong:
        print(printable(said, sys.stdout))
    for said in found.unread:
        print(f"pytest-claims: {printable(said, sys.stderr)}", file=sys.stderr)
    print(found.summary)
    return found.status


def _write(chosen: argparse.Namespace) -> int:
    library = settings(Path()).library(chosen.reports, evidence=Evidence.NONE)
    found = stale(chosen.documents, library)
    if not chosen.check:
        write(found)
    for path in found:
        print(printable(f"{path}: out of date" if chosen.check else f"{path}: written", sys.stdout))
    return 1 if chosen.check and found else 0


def _cite(chosen: argparse.Namespace) -> int:
    here = settings(Path())
    try:
        cited = here.library(chosen.reports, evidence=Evidence.NONE).find(chosen.id)
    except CitationError as error:
        print(f"pytest-claims: {printable(str(error), sys.stderr)}", file=sys.stderr)
        return 1
    print(printable(pasted(cited, chosen.format, here.page), sys.stdout))
    return 0


def register(chosen: argparse.Namespace, collect: Callable[[Sequence[str]], Sequence[Claim]]) -> int:
    """Run the command ``register``. Returns the exit status.

    Args:
        collect: the claims below folders.
    """
    return _guarded(lambda: _register(chosen, {claim.id: claim for claim in collect([str(chosen.folder)])}))


def _register(chosen: argparse.Namespace, claims: dict[str, Claim]) -> int:
    path = chosen.folder / NAME
    known = Register.read(path) if path.exists() else Register({})
    if chosen.retire:
        known = retired(chosen.retire, claims, known, replaced_by=chosen.replaced_by, why=chosen.why)
    elif chosen.replaced_by or chosen.why:
        raise ClaimError("--replaced-by and --why belong to --retire ID.")
    found = changes(claims.values(), known)
    if found.problems:
        raise ClaimError("\n".join(found.problems))
    for said in found.news:
        print(printable(said, sys.stdout))
    if not (chosen.write or chosen.retire):
        return 1 if found.news else 0
    files.check_writable(path, "register")
    files.replace(path, found.register.text())
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "find": _find,
    "check": _check,
    "write": _write,
    "cite": _cite,
}


def _run(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    """Run a command. Returns the exit status; 2 where a file or an argument is wrong, as `argparse` has it."""
    return _guarded(lambda: _COMMANDS[chosen.command](chosen))


def _guarded(command: Callable[[], int]) -> int:
    try:
        return command()
    except ClaimError as error:
        for said in str(error).split("\n"):
            print(f"pytest-claims: {printable(said, sys.stderr)}", file=sys.stderr)
        return 2


#: The commands by their names, as `main` calls them.
COMMANDS = dict.fromkeys(_COMMANDS, _run)
