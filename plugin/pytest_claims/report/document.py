"""The report: one JSON document for a run in one environment, made from rows."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from pytest_claims.model.environment import Environment
from pytest_claims.model.verdict import common
from pytest_claims.report import files
from pytest_claims.report.evidence import claim_seconds
from pytest_claims.report.form import CLAIM_FIELDS, CaseEntry, ClaimEntry, ClaimFields, MergedReports, Report, Row

#: The version of the document's form. It rises when a reader of the old form would misread the new one.
SCHEMA = 1

_NUMBER = re.compile(r"([0-9]{1,9})")
_USUAL_ORDER = {None: 0, "fork": 1, "spawn": 2, "forkserver": 3}


def by_start_method(name: str | None) -> tuple[int, str]:
    """The order of cases: the usual start methods as they are usually named, and others after them."""
    return _USUAL_ORDER.get(name, len(_USUAL_ORDER)), name or ""


def in_order(start_method: str | None, parameters: str | None) -> tuple[object, ...]:
    """The order of cases: by start method, then by parameters, numbers in them by their size."""
    parts = [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in _NUMBER.split(parameters or "")]
    return by_start_method(start_method), parts


def build(rows: Iterable[Row], environment: Environment, *, complete: bool, wall_seconds: float, ended: datetime) -> Report:
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


def claim_entry(rows: Iterable[Row]) -> ClaimEntry:
    """One claim of the document, made from the rows of its cases."""
    cases = sorted(rows, key=lambda row: in_order(row["start_method"], row.get("parameters")))
    return {
        **_of_the_claim(cases),
        "expected": common(case["expected"] for case in cases),
        "verdict": common(case["verdict"] for case in cases),
        "cases": [_of_the_case(case) for case in cases],
    }


def _of_the_claim(rows: list[Row]) -> ClaimFields:
    # A case whose trial did not come to its end knows less.
    known: dict[str, object] = {name: value for row in reversed(rows) for name, value in row.items()}
    return cast(ClaimFields, {name: known[name] for name in CLAIM_FIELDS if name in known})


def _of_the_case(row: Row) -> CaseEntry:
    return cast(CaseEntry, {name: value for name, value in row.items() if name not in CLAIM_FIELDS})


def write(document: Report | MergedReports, path: Path) -> None:
    """Write `document` to `path`, in one step.

    Raises:
        OSError: it cannot be written.
    """
    files.replace(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
