"""Reports for tests, as a run would write them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from pytest_claims.report.form import (
    CaseEntry,
    ClaimEntry,
    EvidenceEntry,
    ExampleEntry,
    PartEntry,
    ReadingEntry,
    Report,
    Row,
    RunEntry,
    SpanEntry,
)

Entry = TypeVar("Entry", bound=Mapping[str, Any])


def but(entry: Entry, changes: Mapping[str, Any]) -> Entry:
    """The entry with other values, and with those that no report has."""
    return cast(Entry, {**entry, **changes})


def a_span(lane: str = "1/MainThread", start: float = 1.0, end: float = 1.1, label: str = "nap") -> SpanEntry:
    return {"label": label, "lane": lane, "start": start, "end": end}


def a_reading(slope: float | None = 9.98, **more: Any) -> ReadingEntry:
    reading: ReadingEntry = {
        "predicted": "10 s, give or take 1",
        "approx": 10,
        "rivals": {"one after another": 100},
        "slope": slope,
        "error": 0.01,
        "fits": None,
    }
    return but(reading, more)


def a_run(verdict: str = "holds", **more: Any) -> RunEntry:
    run: RunEntry = {"unit": 0.01, "elapsed": [0.1], "took": 0.1, "verdict": verdict, "reason": None}
    return but(run, more)


def an_example(verdict: str = "holds", **more: Any) -> ExampleEntry:
    example: ExampleEntry = {
        "arguments": "workers=10",
        "verdict": verdict,
        "reason": None,
        "readings": [a_reading()],
        "figures": {},
        "runs": [a_run(verdict)],
        "spans": [a_span()],
    }
    return but(example, more)


def a_part(verdict: str = "holds", slope: float | None = 9.98, **more: Any) -> PartEntry:
    example = an_example(verdict, readings=[a_reading(slope)])
    part: PartEntry = {"name": "programs.nap", "verdict": verdict, "examples": [example]}
    return but(part, more)


def a_case(verdict: str = "holds", start_method: str | None = None, **more: Any) -> CaseEntry:
    evidence: EvidenceEntry = {}
    contrast = {"holds": "refuted", "refuted": "holds"}.get(verdict)
    if contrast:
        evidence = {"jitter": 0.001, "program": a_part(verdict), "contrast": a_part(contrast, 100.0)}
    case: CaseEntry = {
        "start_method": start_method,
        "expected": "holds",
        "verdict": verdict,
        "reason": None,
        "contrast": contrast,
        "examples": 1,
        "evidence": evidence,
    }
    return but(case, more)


def a_claim(id: str = "nap.ten", *cases: CaseEntry, **more: Any) -> ClaimEntry:
    judged = list(cases) or [a_case()]
    verdicts = {case["verdict"] for case in judged}
    claim: ClaimEntry = {
        "id": id,
        "says": "It takes 10 s.",
        "source": "notes 1",
        "why": "It sleeps.",
        "truth": None,
        "refuted_where": "nowhere",
        "expected": "holds",
        "verdict": verdicts.pop() if len(verdicts) == 1 else "mixed",
        "cases": judged,
    }
    return but(claim, more)


def a_row(id: str = "nap.ten", start_method: str | None = None, verdict: str = "holds", **more: Any) -> Row:
    """A judged case as it travels from the process that judged."""
    row: Row = {
        "id": id,
        "says": "It takes 10 s.",
        "source": "notes 1",
        "why": "It sleeps.",
        "truth": None,
        "refuted_where": "nowhere",
        "start_method": start_method,
        "expected": "holds",
        "verdict": verdict,
        "reason": None,
        "contrast": None,
        "examples": 1,
        "evidence": {"jitter": 0.0, "program": None, "contrast": None},
    }
    return but(row, more)


def a_report(
    *claims: ClaimEntry,
    python: str = "3.13.0",
    implementation: str = "cpython",
    gil: bool = True,
    platform: str = "linux",
    **more: Any,
) -> Report:
    report: Report = {
        "schema": 1,
        "complete": True,
        "environment": {
            "python": python,
            "implementation": implementation,
            "gil": gil,
            "platform": platform,
            "cpus": 2,
            "start_methods": ["fork", "spawn", "forkserver"],
        },
        "seconds": {"claimed": 110.0, "real": 2.5},
        "claims": list(claims) or [a_claim()],
    }
    return but(report, more)


def json_says(text: str) -> str:
    """What is wrong with `text`, in the words of this interpreter's json."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return str(error)
    raise AssertionError(f"this is JSON: {text}")


def written(folder: Path, *reports: object) -> Sequence[Path]:
    """The reports as files, in the order of their age."""
    paths = []
    for number, report in enumerate(reports):
        paths.append(folder / f"{number}.json")
        paths[-1].write_text(json.dumps(report), encoding="utf-8")
    return paths
