"""Merged reports as one document again: a report for each place, in which its runs are merged."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pytest_claims.model.verdict import common
from pytest_claims.report.document import SCHEMA
from pytest_claims.report.merged import Cell, Merged, MergedClaim, Place


def text(merged: Merged) -> str:
    """The document as JSON. `merged` must have been made with all evidence."""
    reports = [_report(place, merged) for place in merged.places]
    return json.dumps({"schema": SCHEMA, "reports": reports}, ensure_ascii=False) + "\n"


def _report(place: Place, merged: Merged) -> dict[str, Any]:
    runs = merged.places[place]
    return {
        **runs.head,
        "complete": runs.complete,
        "runs": runs.count,
        "seconds": {**runs.head.get("seconds", {}), "claimed": round(runs.claimed, 3), "real": round(runs.real, 3)},
        "claims": list(_claims(place, merged)),
    }


def _claims(place: Place, merged: Merged) -> Iterator[dict[str, Any]]:
    for claim in merged.claims:
        if place in claim.cells:
            cells = claim.cells[place]
            yield {
                **_of_the_claim(claim),
                **claim.extras.get(place, {}),
                "expected": common(cell.expected for cell in cells),
                "verdict": common(cell.verdict for cell in cells),
                "cases": [_case(cell) for cell in cells],
            }


def _of_the_claim(claim: MergedClaim) -> Mapping[str, Any]:
    sources = claim.sources
    texts = {"program": sources.program, "contrast": sources.contrast, "helpers": list(sources.helpers)} if sources else None
    return {
        "id": claim.id,
        "says": claim.says,
        "source": claim.source,
        "why": claim.why,
        "truth": claim.truth,
        "refuted_where": claim.refuted_where,
        **({"sources": texts} if texts else {}),
    }


def _case(cell: Cell) -> Mapping[str, Any]:
    return {**(cell.case or {}), "verdict": cell.verdict, "runs": dict(cell.runs)}
