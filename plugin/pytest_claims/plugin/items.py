"""What this plugin reads off pytest's items, and how it ends one that cannot be told."""

from typing import Any, NoReturn

import pytest

from pytest_claims.model.claim import Claim, claim_of

_claim = pytest.StashKey[Claim]()


def function_in(item: pytest.Item) -> Any:
    """The function that `item` runs, or None."""
    return getattr(item, "obj", None)


def claim_in(item: pytest.Item) -> Claim | None:
    """The claim that `item` judges, or None for an ordinary test."""
    claim = claim_of(function_in(item)) or item.stash.get(_claim, None)
    if claim is not None:
        # Just before the test runs a plugin may put another function in place of its own, as pytest-trio does.
        item.stash[_claim] = claim
    return claim


def runs_alone(item: pytest.Item) -> bool:
    """Whether nothing may run beside `item`."""
    claim = claim_in(item)
    return claim is not None and claim.alone


def start_method_in(item: pytest.Item) -> str | None:
    """The start method under which `item` judges its claim, or None where it starts no processes."""
    callspec = getattr(item, "callspec", None)
    method = callspec.params.get("processes") if callspec is not None else None
    return method if isinstance(method, str) else None


def parameters_in(item: pytest.Item) -> str | None:
    """The parameters with which `item` judges its claim, as its name has them in brackets, but for the start method."""
    callspec, method = getattr(item, "callspec", None), start_method_in(item)
    if callspec is None:
        return None
    if method is None:
        return str(callspec.id)
    # The ids of all parameters are joined by hyphens.
    return f"-{callspec.id}-".replace(f"-{method}-", "-", 1)[1:-1] or None


def case_of(item: pytest.Item, claim: Claim) -> str:
    """The name of the case that `item` judges: the claim's id and its start method."""
    method = start_method_in(item)
    return f"{claim.id} under {method}" if method else claim.id


def inconclusive(item: pytest.Item, reason: str) -> NoReturn:
    """End a test whose verdict the machine was too busy for: a skip or, under ``--claims-strict``, a failure."""
    message = f"inconclusive: {reason}"
    if item.config.getoption("claims_strict"):
        pytest.fail(message, pytrace=False)
    skip(message)


def skip(reason: str) -> NoReturn:
    """Skip the test that runs. pytest tells its file and line, as for the marks ``skip`` and ``skipif``, and not ours."""
    skipped = pytest.skip.Exception(reason)
    skipped._use_item_location = True
    raise skipped
