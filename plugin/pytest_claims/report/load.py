"""Reports, read from files: whatever is wrong with one is a message that names the file and says what to do."""

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, cast

from pytest_claims.model.errors import ClaimError
from pytest_claims.model.verdict import MIXED, Verdict
from pytest_claims.report import schema
from pytest_claims.report.document import SCHEMA
from pytest_claims.report.form import CaseEntry, Report
from pytest_claims.report.text import line

#: The largest file that is read, in bytes: a thousand times the report of a hundred claims without its evidence.
MOST_BYTES = 64 * 2**20

_VERDICTS = [verdict.value for verdict in Verdict]
_WRITE_ANEW = "Write it anew: pytest --claims-json FILE."


def load(path: Path) -> list[Report]:
    """The reports in the file `path`: one for a run, one for each environment where several were merged.

    Raises:
        ClaimError: there is no report in it that this version can read.
    """
    with _no_cycles():
        return _load(path)


def _load(path: Path) -> list[Report]:
    document = _document(path)
    if not isinstance(document, dict) or type(document.get("schema")) is not int:
        raise ClaimError(f"{path}: this is JSON, but no report of pytest-claims. Name a file written by pytest --claims-json.")
    if document["schema"] > SCHEMA:
        raise ClaimError(
            f"{path}: made by a newer pytest-claims (the report's form is {_number(document['schema'])}, "
            f"and this one reads {SCHEMA}). Upgrade: pip install -U pytest-claims."
        )
    merged = "reports" in document
    problem = schema.departure(document, "merged" if merged else "run")
    if problem:
        raise ClaimError(f"{path}: not the report that it says it is: {problem}. {_WRITE_ANEW}")
    reports = cast(list[Report], document["reports"] if merged else [document])
    for number, report in enumerate(reports):
        problem = _contradiction(report)
        if problem:
            where = f"reports[{number}]." if merged else ""
            raise ClaimError(f"{path}: not the report that it says it is: {where}{problem}. {_WRITE_ANEW}")
    return reports


def ended(report: Report) -> float:
    """When the run of a report ended, as a timestamp; before all others where the report does not say."""
    if "ended" not in report:
        return float("-inf")
    moment = datetime.fromisoformat(report["ended"])
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def runs_of(case: CaseEntry) -> dict[str, int]:
    """How many runs gave which verdict on a case."""
    merged = {verdict: case["runs"][verdict] for verdict in _VERDICTS if case["runs"].get(verdict)} if "runs" in case else {}
    return merged or {case["verdict"]: 1}


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Let nobody look for cycles meanwhile: JSON has none, and the search takes a fifth of the time."""
    # PyPy finds all garbage by this search.
    pause = gc.isenabled() and sys.implementation.name == "cpython"
    if pause:
        gc.disable()
    try:
        yield
    finally:
        if pause:
            gc.enable()


def _document(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ClaimError(f"{path}: no such file. Reports are written by pytest --claims-json FILE.") from None
    except IsADirectoryError:
        raise ClaimError(f"{path}: this is a folder. Name the reports in it: {path / '*.json'}.") from None
    except (OSError, ValueError) as error:
        raise ClaimError(f"{path}: it cannot be read ({getattr(error, 'strerror', None) or error}).") from None
    if len(content) > MOST_BYTES:
        raise ClaimError(f"{path}: larger than {MOST_BYTES // 2**20} MiB, the most that is read. Merge fewer reports into it.")
    if not content.strip():
        raise ClaimError(f"{path}: empty. {_WRITE_ANEW}")
    try:
        return json.loads(content.decode("utf-8-sig" if content[:1] == b"\xef" else "utf-8"), parse_constant=_no_such_number)
    except UnicodeDecodeError as error:
        raise ClaimError(f"{path}: not UTF-8 (byte {error.start}). {_WRITE_ANEW}") from None
    except json.JSONDecodeError as error:
        position = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise ClaimError(f"{path}: not a whole JSON document ({position}). {_WRITE_ANEW}") from None
    except RecursionError:
        raise ClaimError(f"{path}: nested too deep to be a report. {_WRITE_ANEW}") from None
    except ValueError as error:  # a number of thousands of digits, or one that is none
        raise ClaimError(f"{path}: a number in it cannot be read ({str(error).partition(';')[0]}). {_WRITE_ANEW}") from None


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def _number(version: int) -> str:
    return str(version) if version < 10**6 else "?"


def _contradiction(report: Report) -> str | None:
    """What a schema cannot say: ids and start methods that come twice, and words without their meaning."""
    try:
        ended(report)
    except (ValueError, OverflowError):
        return f"ended must be a time such as 2026-11-24T22:59:30+00:00, not {line(report['ended'], 50)}"
    ids: set[str] = set()
    for claim in report["claims"]:
        if claim["id"] in ids:
            return f"claims has {line(claim['id'], 60)} twice"
        ids.add(claim["id"])
        cases = claim["cases"]
        if len(cases) > 1 and len({(case["start_method"], case.get("parameters")) for case in cases}) < len(cases):
            return f"claim {line(claim['id'], 60)} has two cases for one start method"
        for case in cases:
            if MIXED in runs_of(case):
                return f"claim {line(claim['id'], 60)} has a mixed case, but its runs do not say of what"
    return None
