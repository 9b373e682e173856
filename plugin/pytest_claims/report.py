"""The report: one JSON document for a run in one environment, made from rows."""

import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pytest_claims.environment import Environment
from pytest_claims.errors import ClaimError
from pytest_claims.rows import Row, claim_seconds
from pytest_claims.verdict import common

#: The version of the document's form. It rises when a reader of the old form would misread the new one.
SCHEMA = 1

_OF_THE_CLAIM = ("id", "says", "source", "why", "truth", "refuted_where")
_USUAL_ORDER = {None: 0, "fork": 1, "spawn": 2, "forkserver": 3}


def build(rows: Iterable[Row], environment: Environment, *, complete: bool, wall_seconds: float) -> dict[str, Any]:
    """The document: claims in the order of their ids, each with its cases.

    Args:
        complete: whether every case that was to be judged has been.
        wall_seconds: how long the run took, in real seconds.
    """
    rows = list(rows)
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        by_id.setdefault(row["id"], []).append(row)
    return {
        "schema": SCHEMA,
        "complete": complete,
        "environment": {
            "python": environment.python,
            "implementation": environment.implementation,
            "gil": environment.gil,
            "platform": environment.platform,
            "cpus": environment.cpus,
            "start_methods": list(environment.start_methods),
        },
        "seconds": {"claimed": round(sum(map(claim_seconds, rows)), 3), "real": round(wall_seconds, 3)},
        "claims": [claim_entry(by_id[id]) for id in sorted(by_id)],
    }


def claim_entry(rows: Iterable[Row]) -> dict[str, Any]:
    """One claim of the document, made from the rows of its cases."""
    cases = sorted(rows, key=lambda row: _USUAL_ORDER[row["start_method"]])
    return {
        **{name: cases[0][name] for name in _OF_THE_CLAIM},
        "expected": common(case["expected"] for case in cases),
        "verdict": common(case["verdict"] for case in cases),
        "cases": [{name: value for name, value in case.items() if name not in _OF_THE_CLAIM} for case in cases],
    }


def write(document: dict[str, Any], path: Path) -> None:
    """Write `document` to `path`, in one step: a reader sees the old file or the new one, never half of one."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, 0o666 & ~_umask())
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise


def check_writable(path: Path) -> None:
    """Make sure, before anything runs, that a report can be written to `path`.

    Raises:
        ClaimError: it cannot.
    """
    if path.is_dir():
        raise ClaimError(f"--claims-json {path}: this is a folder; name a file in it.")
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise ClaimError(f"--claims-json {path}: no file can be written there ({error.strerror}).") from None
    os.close(handle)
    os.unlink(draft)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
