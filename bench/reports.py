"""What a JSON report of a run says about it. Pure functions on the document."""

from collections.abc import Iterator
from typing import Any

from bench.figure import Data

#: Verdicts that are neither right nor wrong.
ASIDE = ("inconclusive", "not-applicable")


def cases(document: Data) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every judged case, with the id of its claim."""
    for claim in document["claims"]:
        yield from ((claim["id"], case) for case in claim["cases"])


def is_wrong(case: dict[str, Any]) -> bool:
    """Whether a case's verdict is neither the expected one nor a status of its own. Broken is wrong, too."""
    return case["verdict"] != case["expected"] and case["verdict"] not in ASIDE


def tally(document: Data) -> Data:
    """How many cases of a run were told, and which were not or wrongly; the wrong ones with all that is known of them."""
    judged = [(id, case) for id, case in cases(document) if case["verdict"] != "not-applicable"]
    return {
        "complete": document["complete"],
        "cases": len(judged),
        "wrong": [{"id": id, **case} for id, case in judged if is_wrong(case)],
        "inconclusive": [
            {"id": id, "start_method": case["start_method"], "reason": case["reason"]}
            for id, case in judged
            if case["verdict"] == "inconclusive"
        ],
        "claimed": document["seconds"]["claimed"],
    }


def examples(case: dict[str, Any], *parts: str) -> Iterator[dict[str, Any]]:
    """The examples of a case's program and contrast, or of those that `parts` names."""
    for name in parts or ("program", "contrast"):
        part = case["evidence"][name]
        yield from part["examples"] if part else ()


def real_seconds(case: dict[str, Any], *parts: str) -> float:
    """How long a verdict took: all runs of the program and of the contrast, or of those that `parts` names."""
    return float(sum(run["took"] for example in examples(case, *parts) for run in example["runs"]))
