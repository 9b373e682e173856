"""The claims of folders, imported by pytest as in a run."""

import contextlib
import io
from collections.abc import Callable, Sequence
from typing import Any

from pytest_claims.cli import suite
from pytest_claims.model.claim import Claim, claim_of
from pytest_claims.model.errors import ClaimError

Test = Callable[..., Any]


class _Collected:
    """A pytest plugin that notes the claims of a collection, each with its test."""

    def __init__(self) -> None:
        self.claims: dict[str, tuple[Claim, Test]] = {}

    def pytest_collection_modifyitems(self, items: Sequence[object]) -> None:
        """Note them."""
        for item in items:
            test = getattr(item, "obj", None)
            claim = claim_of(test)
            if test is not None and claim is not None:
                self.claims[claim.id] = (claim, test)


#: The title of what pytest prints about files that it could not collect.
_ERRORS = "= ERRORS ="


def collected(folders: Sequence[str]) -> list[tuple[Claim, Test]]:
    """The claims below `folders`, or of the installed suite where there are none, each once, with its test.

    Raises:
        ClaimError: pytest could not collect them, or a folder does not exist.
    """
    import pytest

    found = _Collected()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        options = ["--collect-only", "-q", "-rN", "-p", "no:cacheprovider", *suite.arguments(folders)]
        status = pytest.main(options, plugins=[found])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        # The tests that could be collected come first, which may be hundreds.
        before, _, errors = printed.getvalue().partition(_ERRORS)
        raise ClaimError("the claims could not be collected:\n" + (errors or before).strip("= \n"))
    return list(found.claims.values())
