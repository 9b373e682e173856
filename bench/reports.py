"""What a JSON report of a run says about it. Pure functions on the document."""

from collections.abc import Iterator
from typing import cast

from bench.figure import Data
from pytest_claims.report import evidence
from pytest_claims.report.form import CaseEntry, Report


def cases(document: Data) -> Iterator[tuple[str, CaseEntry]]:
    """Every judged case, with the id of its claim."""
    for claim in cast(Report, document)["claims"]:
        yield from ((claim["id"], case) for case in claim["cases"])


def is_wrong(case: CaseEntry) -> bool:
    """Whether a case's verdict is neither the expected one nor undecided. Broken is wrong, too."""
    return evidence.surprises(case["verdict"], case["expected"])


def tally(document: Data) -> Data:
    """How many cases of a run were judged, which were not decided, and which are wrong, with all that is known of those."""
    judged = [(id, case) for id, case in cases(document) if case["verdict"] != "not-applicable"]
    return {
        "complete": document["complete"],
        "cases": len(judged),
        "wrong": [{"id": id, **case} for id, case in judged if is_wrong(case)],
        "inconclusive": [
            {"id": id, "start_method": case["start_method"], "reason": case.get("reason")}
            for id, case in judged
            if case["verdict"] == "inconclusive"
        ],
        "claimed": document["seconds"]["claimed"],
    }


def real_seconds(case: CaseEntry, *parts: str) -> float:
    """How long a verdict took: all runs of the program and of the contrast, or of those that `parts` names."""
    return evidence.real_seconds(case.get("evidence", {}), *parts)
