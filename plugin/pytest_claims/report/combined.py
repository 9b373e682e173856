"""Merged reports as one document again: a report for each environment, in which its runs are merged."""

import json
from collections.abc import Iterator

from pytest_claims.model.verdict import common
from pytest_claims.report.document import SCHEMA
from pytest_claims.report.form import CaseEntry, ClaimEntry, MergedReports, Report
from pytest_claims.report.merged import Cell, Interpreter, Merged


def text(merged: Merged) -> str:
    """The document as JSON. `merged` must have been made with all evidence."""
    document: MergedReports = {"schema": SCHEMA, "reports": [_report(one, merged) for one in merged.interpreters]}
    return json.dumps(document, ensure_ascii=False) + "\n"


def _report(interpreter: Interpreter, merged: Merged) -> Report:
    runs = merged.interpreters[interpreter]
    seconds = runs.head.get("seconds", {})
    return {
        **runs.head,
        "complete": runs.complete,
        "runs": runs.count,
        # Beside them may be some that are not known here.
        "seconds": {**seconds, "claimed": round(runs.claimed, 3), "real": round(runs.real, 3)},
        "claims": list(_claims(interpreter, merged)),
    }


def _claims(interpreter: Interpreter, merged: Merged) -> Iterator[ClaimEntry]:
    for claim in merged.claims:
        if interpreter in claim.cells:
            cells = claim.cells[interpreter]
            yield {
                **claim.fields,
                "expected": common(cell.expected for cell in cells),
                "verdict": common(cell.verdict for cell in cells),
                "cases": [_case(cell) for cell in cells],
            }


def _case(cell: Cell) -> CaseEntry:
    assert cell.case is not None, "merged without all evidence"
    case: CaseEntry = {**cell.case, "verdict": cell.verdict, "runs": dict(cell.runs)}
    return {**case, "reruns": cell.reruns} if cell.reruns else case
