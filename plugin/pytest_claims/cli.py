"""The command ``pytest-claims``: verify the suite, list its claims, explain one."""

import argparse
import contextlib
import io
import shutil
import sys
from collections.abc import Sequence

from pytest_claims import suite
from pytest_claims.errors import ClaimError
from pytest_claims.explain import explanation, listing
from pytest_claims.lint import nearest
from pytest_claims.record import Claim, claim_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit status: 0, or 1 when a verdict is unexpected, or 4 for a wrong argument."""
    parser = _parser()
    chosen, rest = parser.parse_known_args(arguments)
    if rest and chosen.command != "verify":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    width = max(60, min(shutil.get_terminal_size((120, 24)).columns, 140))
    try:
        if chosen.command == "verify":
            return suite.run([], rest).returncode
        claims = _collect(chosen.folder)
        lines = listing(claims, width) if chosen.command == "list" else _explain(chosen.id, claims, chosen.folder, width)
        for line in lines:
            print(line)
    except ClaimError as error:
        print(f"pytest-claims: {error}", file=sys.stderr)
        return 4
    except BrokenPipeError:
        # The reader has seen enough ("pytest-claims list | head").
        sys.stderr.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("pytest-claims", description="Is it true what they say about Python's concurrency?")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("verify", help="judge the suite that came with this package; further options go to pytest")
    listed = commands.add_parser("list", help="list the claims, with their sentences")
    explained = commands.add_parser("explain", help="judge one claim now, and show why it is so")
    explained.add_argument("id", help="the claim's id")
    for command in (listed, explained):
        command.add_argument("folder", nargs="*", help="where the claims are (default: the suite that came with this package)")
    return parser


def _explain(id: str, claims: Sequence[Claim], folders: Sequence[str], width: int) -> list[str]:
    by_id = {claim.id: claim for claim in claims}
    if id not in by_id:
        raise ClaimError(f"no claim has the id {id}.{nearest(id, by_id)}")
    claim = by_id[id]
    entry = suite.judge(id, folders)
    return list(explanation(claim, entry, by_id.get(claim.truth or ""), width))


class _Collected:
    """A pytest plugin that notes the claims of a collection."""

    def __init__(self) -> None:
        self.claims: dict[str, Claim] = {}

    def pytest_collection_modifyitems(self, items: Sequence[object]) -> None:
        """Note the claims."""
        found = [claim_of(getattr(item, "obj", None)) for item in items]
        self.claims |= {claim.id: claim for claim in found if claim is not None}


def _collect(folders: Sequence[str]) -> list[Claim]:
    """The claims below `folders`, imported by pytest as in a run."""
    import pytest

    collected = _Collected()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        options = ["--collect-only", "-q", "-p", "no:cacheprovider", *suite.places(folders)]
        status = pytest.main(options, plugins=[collected])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise ClaimError(f"the claims could not be collected:\n{said.getvalue().strip()}")
    return list(collected.claims.values())
