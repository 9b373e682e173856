"""What a run was asked for: the claims that ``--claim`` names, and the start methods; and what need not be looked at for it."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from os.path import exists
from pathlib import Path

import pytest

from pytest_claims.model.claim import Claim
from pytest_claims.model.environment import here
from pytest_claims.model.errors import ClaimError


def check_selection(config: pytest.Config) -> None:
    """Check that there is what the user asked for.

    Raises:
        ClaimError: there is no such start method here, or no claim with such an id where tests are looked for.
    """
    available = here().start_methods
    for name in config.getoption("start_method"):
        if name not in available:
            raise ClaimError(f"--start-method {name}: not available here; choose from {', '.join(available)}.")
    if config.getoption("claim") and not hasattr(config, "workerinput"):
        from pytest_claims.judge.declared import nearest

        known = _known(config)
        for pattern in config.getoption("claim"):
            if not any(_matches(id, [pattern]) for id in known):
                raise ClaimError(f"--claim {pattern}: no claim has such an id.{nearest(pattern, known)}")


def tests_asked_for(config: pytest.Config) -> int | None:
    """How many tests a run of few is about, those of one claim counted as one; None where it may be many."""
    patterns = config.getoption("claim")
    if patterns:
        return sum(_matches(id, patterns) for id in _known(config))
    # A file or a class may have many.
    named = (argument.rpartition("::") for argument in config.args)
    return len(config.args) if all(separator and name.startswith("test") for _, separator, name in named) else None


def tests_are_missing(config: pytest.Config) -> bool:
    """Whether the user asked for a file or a folder that is not there."""
    folder = config.invocation_params.dir
    return not config.getoption("pyargs") and not all(exists(folder / argument.partition("::")[0]) for argument in config.args)


def need_not_be_collected(config: pytest.Config, path: Path) -> bool:
    """Whether a file has nothing but claims that nobody asked for: it is not imported then."""
    patterns = config.getoption("claim")
    if not patterns or path.suffix != ".py" or config.getini("python_functions") != ["test"]:
        return False
    from pytest_claims.judge.declared import ids_of_all_tests

    ids = ids_of_all_tests(path)
    return ids is not None and not any(_matches(id, patterns) for id in ids)


def select(
    config: pytest.Config, items: list[pytest.Item], describe: Callable[[pytest.Item], tuple[Claim | None, str | None]]
) -> None:
    """Keep the items that were asked for, and tell of the others.

    Args:
        describe: the claim that an item judges, if any, and the start method that it belongs to.
    """
    patterns, methods = config.getoption("claim"), config.getoption("start_method")
    if not patterns and not methods:
        return
    keep, drop = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        claim, method = describe(item)
        named = not patterns or (claim is not None and _matches(claim.id, patterns))
        (keep if named and (not methods or method is None or method in methods) else drop).append(item)
    if drop:
        items[:] = keep
        config.hook.pytest_deselected(items=drop)


def _known(config: pytest.Config) -> frozenset[str]:
    """The ids in the files and folders in which the run looks for tests."""
    from pytest_claims.judge.declared import ids_in

    places = [config.invocation_params.dir / argument.partition("::")[0] for argument in config.args]
    return frozenset[str]().union(*map(ids_in, places))


def _matches(id: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(id, pattern) for pattern in patterns)
