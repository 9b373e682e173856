"""A row: a judged case as builtin types, which pytest and xdist carry from the process that judged to the one that reports."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from math import isfinite
from statistics import fmean
from typing import Any, cast

from pytest_claims.instruments.seconds.prediction import Prediction
from pytest_claims.instruments.seconds.run import LONGEST_NOTE
from pytest_claims.judge.example import Example
from pytest_claims.judge.given import Given
from pytest_claims.judge.next_unit import rounded
from pytest_claims.judge.sequence import SLOW
from pytest_claims.judge.single_run import Outcome
from pytest_claims.judge.slope import Reading
from pytest_claims.judge.trial import Case, Part
from pytest_claims.judge.witness import noise_of
from pytest_claims.model.claim import Claim, Program
from pytest_claims.model.environment import Environment
from pytest_claims.model.expectation import expected
from pytest_claims.model.span import Span
from pytest_claims.model.verdict import Verdict
from pytest_claims.model.wording import without_addresses
from pytest_claims.report.chapters import chapter_of
from pytest_claims.report.form import (
    CLAIM_FIELDS,
    CaseOutcome,
    ChapterEntry,
    ClaimFields,
    ExampleEntry,
    GivenEntry,
    PartEntry,
    PlannedRow,
    ReadingEntry,
    Row,
    RunEntry,
    SourcesEntry,
    SpanEntry,
)
from pytest_claims.report.sources import helpers_of, source_of

#: The names under which rows travel in the ``user_properties`` of a test and of its reports.
PLANNED, JUDGED = "pytest_claims.planned", "pytest_claims.judged"
#: The same for when a test began to wait for its place and when it had it, as timestamps.
WAITED = "pytest_claims.waited"
#: Figures are written to the nanosecond: the runs of a report can be judged again.
DIGITS = 9
#: Spans kept of a picture; more could not be distinguished in it.
MOST_SPANS = 200


def planned_row(claim: Claim, test: Callable[..., Any], environment: Environment, parameters: str | None = None) -> PlannedRow:
    """What is known of a case before it is judged.

    Args:
        parameters: those of the test other than the start method, as its name has them in brackets.
    """
    return {
        **_of_the_record(claim, inspect.cleandoc(test.__doc__ or ""), chapter_of(test)),
        "start_method": environment.start_method,
        "parameters": parameters,
        "expected": expected(claim, environment).value,
    }


def judged_row(case: Case, planned: PlannedRow) -> Row:
    """`planned`, what the trial showed, and of which programs."""
    outcome: CaseOutcome = {
        "verdict": case.verdict.value,
        "reason": case.reason,
        "contrast": case.contrast.verdict.value if case.contrast else None,
        "examples": len(case.program.examples) if case.program else 0,
        "evidence": {
            "jitter": round(case.delay, 6),
            "program": _part(case.claim.program, case.program),
            "contrast": _part(case.claim.contrast, case.contrast),
        },
    }
    # The sources not before: each worker plans all cases, and judges few.
    return {**planned, "sources": _sources(case.claim), **outcome}


def broken_row(planned: PlannedRow, reason: str) -> Row:
    """`planned`, for a case whose trial did not come to its end."""
    outcome: CaseOutcome = {
        "verdict": Verdict.BROKEN.value,
        "reason": without_addresses(reason),
        "contrast": None,
        "examples": 0,
        "evidence": {"jitter": 0.0, "program": None, "contrast": None},
    }
    return {**planned, **outcome}


def planned_in(properties: Sequence[tuple[str, object]]) -> PlannedRow | None:
    """The case that was planned, which travels in `properties`; or None."""
    found = dict(properties).get(PLANNED)
    return cast(PlannedRow, found) if isinstance(found, dict) else None


def judged_in(properties: Sequence[tuple[str, object]]) -> Row | None:
    """The judged case that travels in `properties`, or None."""
    found = dict(properties).get(JUDGED)
    return cast(Row, found) if isinstance(found, dict) else None


def _of_the_record(claim: Claim, why: str, chapter: ChapterEntry | None) -> ClaimFields:
    """The fields of a report that the claim's record has: whatever `ClaimFields` and `Claim` both name."""
    recorded = {one.name: _builtin(getattr(claim, one.name)) for one in fields(claim)}
    known = {**recorded, "why": why, "chapter": chapter}
    return cast(ClaimFields, {name: known[name] for name in CLAIM_FIELDS if name in known})


def _builtin(value: object) -> object:
    """The value of a field as JSON knows it."""
    if isinstance(value, (tuple, list, set, frozenset)):
        return [_builtin(one) for one in value]
    return value if value is None or isinstance(value, (str, int, float)) else repr(value)


def _sources(claim: Claim) -> SourcesEntry:
    programs = [claim.program] if claim.contrast is None else [claim.program, claim.contrast]
    return {
        "program": source_of(claim.program),
        "contrast": None if claim.contrast is None else source_of(claim.contrast),
        "helpers": helpers_of(programs),
    }


def _part(program: Program | None, part: Part | None) -> PartEntry | None:
    if program is None or part is None:
        return None
    return {
        "name": name_of(program),
        "verdict": part.verdict.value,
        "deciding": part.deciding,
        # One picture is enough: that of the example that decided.
        "examples": [_example(one, with_picture=index == part.deciding) for index, one in enumerate(part.examples)],
    }


def name_of(program: Program) -> str:
    """The function, with its module; of another callable, how it shows itself."""
    name = getattr(program, "__qualname__", None)
    return f"{program.__module__}.{name}" if name else without_addresses(repr(program))


def _example(example: Example, *, with_picture: bool) -> ExampleEntry:
    judgement = example.judgement
    runs = _runs(judgement.outcomes)
    return {
        "arguments": without_addresses(example.arguments),
        "verdict": example.verdict.value,
        "reason": example.reason,
        "given": _given(example.given),
        "readings": [_reading(*one) for one in zip(judgement.readings, judgement.predictions, strict=True)],
        "figures": {name: round(value, 4) for name, value in judgement.deciding.run.figures.items()},
        "notes": {name: text[:LONGEST_NOTE] for name, text in judgement.deciding.run.notes.items()},
        "deciding": next(index for index, (group, _) in enumerate(runs) if judgement.deciding in group),
        "runs": [row for _, row in runs],
        "spans": _spans(judgement.deciding.run.spans) if with_picture else [],
    }


def _given(given: Given) -> GivenEntry:
    values = {name: _figure(value) if isinstance(value, float) else value for name, value in asdict(given).items()}
    return cast(GivenEntry, values)


def _reading(reading: Reading, prediction: Prediction) -> ReadingEntry:
    slope = reading.slope
    return {
        "predicted": str(prediction),
        "approx": prediction.approx,
        "band": [_figure(prediction.low), _figure(prediction.high)],
        "resolution": prediction.resolution,
        "rivals": dict(prediction.rivals),
        "slope": _figure(slope),
        "error": _figure(reading.error),
        "overhead": _figure(reading.overhead),
        "fits": prediction.fits(slope) if slope is not None and slope not in prediction else None,
    }


def _runs(outcomes: list[Outcome]) -> list[tuple[list[Outcome], RunEntry]]:
    """The rows of runs. Those that follow each other with the same outcome and no figure become one, with their mean."""
    groups: list[list[Outcome]] = []
    for outcome in outcomes:
        if groups and not outcome.run.measurements and _outcome(groups[-1][0]) == _outcome(outcome):
            groups[-1].append(outcome)
        else:
            groups.append([outcome])
    return [(group, _run(group)) for group in groups]


def _outcome(outcome: Outcome) -> tuple[object, ...]:
    run = outcome.run
    # A mean would hide that one of them was noisy, or took so long that it counts only if it was not starved.
    noise = outcome.took > SLOW, *noise_of(outcome)
    said = outcome.verdict, outcome.reason, outcome.ignored, outcome.left
    return run.unit, said, run.scales, run.certain, bool(run.measurements), bool(run.assertions), noise


def _run(group: list[Outcome]) -> RunEntry:
    outcome = group[0]
    measured = outcome.run.measurements
    entry: RunEntry = {
        "unit": rounded(outcome.run.unit),
        "times": len(group),
        "elapsed": [round(one.elapsed, DIGITS) for one in measured],
        "held": [_figure(one.wait_bound) for one in measured],
        "before": [round(one.before, DIGITS) for one in measured],
        "held_before": [_figure(one.wait_bound_before) for one in measured],
        "took": round(fmean(one.took for one in group), DIGITS),
        "scales": outcome.run.scales,
        "certain": outcome.run.certain,
        "assertions": outcome.run.assertions,
        "noise": outcome.noise.as_figures(),
        "verdict": outcome.verdict.value,
        "reason": outcome.reason,
        "ignored": outcome.ignored,
    }
    # Few programs leave anything changed.
    return {**entry, "left": outcome.left} if outcome.left else entry


def _figure(value: float | None) -> float | None:
    """A figure of the report: JSON has no infinity, which stands for what is not known or not bounded."""
    return round(value, DIGITS) if value is not None and isfinite(value) else None


def _spans(spans: list[Span]) -> list[SpanEntry]:
    return [
        {"label": span.label, "lane": span.lane, "start": round(span.start, 6), "end": round(span.end, 6)}
        for span in spans[:MOST_SPANS]
    ]
