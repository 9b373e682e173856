"""The report: one JSON document for a run in one environment, made from rows."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pytest_claims.model.environment import Environment
from pytest_claims.model.verdict import common
from pytest_claims.report import files
from pytest_claims.report.row import Row, claim_seconds

#: The version of the document's form. It rises when a reader of the old form would misread the new one.
SCHEMA = 1

_OF_THE_CLAIM = ("id", "says", "source", "why", "truth", "refuted_where", "sources")
_NUMBER = re.compile(r"([0-9]{1,9})")
_USUAL_ORDER = {None: 0, "fork": 1, "spawn": 2, "forkserver": 3}


def by_start_method(name: str | None) -> tuple[int, str]:
    """The order of cases: the usual start methods as they are usually named, and others after them."""
    return _USUAL_ORDER.get(name, len(_USUAL_ORDER)), name or ""


def in_order(start_method: str | None, parameters: str | None) -> tuple[object, ...]:
    """The order of cases: by start method, then by parameters, numbers in them by their size."""
    parts = [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in _NUMBER.split(parameters or "")]
    return by_start_method(start_method), parts


def build(
    rows: Iterable[Row], environment: Environment, *, complete: bool, wall_seconds: float, ended: datetime
) -> dict[str, Any]:
    """The document: claims in the order of their ids, each with its cases.

    Args:
        complete: whether every case that was to be judged has been.
        wall_seconds: how long the run took, in real seconds.
        ended: when the run ended, with its time zone.
    """
    rows = list(rows)
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        by_id.setdefault(row["id"], []).append(row)
    return {
        "schema": SCHEMA,
        "complete": complete,
        "ended": ended.astimezone(UTC).isoformat(timespec="seconds"),
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
    cases = sorted(rows, key=lambda row: in_order(row["start_method"], row.get("parameters")))
    return {
        # A case whose trial did not come to its end knows less.
        **{name: case[name] for name in _OF_THE_CLAIM for case in reversed(cases) if name in case},
        "expected": common(case["expected"] for case in cases),
        "verdict": common(case["verdict"] for case in cases),
        "cases": [{name: value for name, value in case.items() if name not in _OF_THE_CLAIM} for case in cases],
    }


def write(document: dict[str, Any], path: Path) -> None:
    """Write `document` to `path`, in one step.

    Raises:
        OSError: it cannot be written.
    """
    files.replace(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
