"""The only reader of the evidence of a case: what decided, what was measured, and how a verdict and its figures are written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pytest_claims.instruments.seconds.run import SUMMARY_NOTE
from pytest_claims.model import wording
from pytest_claims.model.language import _
from pytest_claims.model.span import Span
from pytest_claims.model.verdict import MIXED, Verdict
from pytest_claims.model.wording import from_to
from pytest_claims.report.form import CaseEntry, EvidenceEntry, ExampleEntry, PartEntry, ReadingEntry, RunEntry

#: A unit below this, in real seconds, is no unit: no clock could measure its seconds.
SMALLEST_UNIT = 1e-9
#: Verdicts that are neither right nor wrong.
UNDECIDED = (Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class ReadingView:
    """What was read of one duration. Seconds are those of the sentence, but for `overhead`."""

    predicted: str
    approx: float | None
    #: Between which the prediction is met; None where that side is open, or an older report does not say.
    low: float | None
    high: float | None
    rivals: Mapping[str, float]
    slope: float | None
    error: float | None
    overhead: float | None
    fits: str | None


@dataclass(frozen=True, slots=True)
class RunView:
    """One run of a program."""

    #: Real seconds in a claim second.
    unit: float
    #: Real seconds, for each assertion on a duration.
    elapsed: tuple[float, ...]
    #: How much of those was waiting for a CPU, at most; None where nobody counts.
    waited: tuple[float | None, ...]
    #: Whether naps were asked for in claim seconds; None where an older report does not say.
    scales: bool | None
    verdict: str
    #: What of the process it left changed.
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleView:
    """One example of a program."""

    arguments: str
    reason: str | None
    readings: tuple[ReadingView, ...]
    figures: Mapping[str, float]
    #: What instruments said in words, by title.
    notes: Mapping[str, str]
    runs: tuple[RunView, ...]
    spans: tuple[Span, ...]
    #: Real seconds in a second of the spans; None where their program knows no claim seconds.
    unit: float | None


@dataclass(frozen=True, slots=True)
class PartView:
    """What was measured of the program, or of the contrast."""

    #: The function, with its module.
    name: str
    verdict: str
    #: The example that decided; None where none was run.
    deciding: ExampleView | None
    #: The example whose spans were recorded.
    recorded: ExampleView | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the summary of a run shows of a case; empty texts where there is nothing to show."""

    measured: str
    predicted: str
    of_contrast: str


def as_expected(case: CaseEntry) -> bool:
    """Whether the verdict is the one that the claim documents."""
    return case["verdict"] == case["expected"]


def is_surprise(case: CaseEntry) -> bool:
    """Whether the verdict makes the run fail."""
    return surprises(case["verdict"], case["expected"], xfail=case.get("xfail", False))


def surprises(verdict: str, expected: str, *, xfail: bool = False) -> bool:
    """Whether a verdict makes a run fail: neither as expected nor undecided, nor of a test that is marked to fail, and did."""
    return not xfail and verdict != expected and verdict not in UNDECIDED


def word(verdict: str, expected: str, *, xfail: bool = False) -> str:
    """A verdict as the summary names it.

    Args:
        xfail: whether the test is marked to fail, and did.
    """
    if xfail:
        return _("{verdict}, xfail", verdict=_(verdict))
    return _("refuted, as documented") if verdict == expected == Verdict.REFUTED else _(verdict)


def word_of(case: CaseEntry) -> str:
    """The verdict on a case as the summary names it."""
    return word(case["verdict"], case["expected"], xfail=case.get("xfail", False))


def figures(case: CaseEntry) -> Figures:
    """What was measured, what the sentence predicts of that, and what was measured of the contrast."""
    evidence = case.get("evidence", {})
    program = evidence.get("program")
    return Figures(measured(program), predicted(program), measured(evidence.get("contrast")))


def was_run(case: CaseEntry) -> bool:
    """Whether its program was."""
    return bool(case.get("evidence", {}).get("program"))


def shown_verdict(case: CaseEntry) -> str:
    """The verdict that the evidence shows: of a merged case whose runs disagree, that of the run whose evidence was kept."""
    program = case.get("evidence", {}).get("program")
    return program["verdict"] if program and case["verdict"] == MIXED else case["verdict"]


def parts(evidence: EvidenceEntry) -> dict[str, PartView]:
    """What was measured of the program and of the contrast, so far as they were run, by these two words."""
    both = {"program": evidence.get("program"), "contrast": evidence.get("contrast")}
    return {
        name: PartView(
            part["name"],
            part["verdict"],
            _view(example) if (example := _deciding(part)) else None,
            _view(recorded) if (recorded := next((one for one in part["examples"] if one.get("spans")), None)) else None,
        )
        for name, part in both.items()
        if part
    }


def asked_for_claim_seconds(evidence: EvidenceEntry) -> bool:
    """Whether a run did."""
    return any(run.get("scales") for example in examples(evidence) for run in example["runs"])


def examples(evidence: EvidenceEntry, *names: str) -> Iterator[ExampleEntry]:
    """All examples, of program and contrast, or of the one of them that is named."""
    for name, part in {"program": evidence.get("program"), "contrast": evidence.get("contrast")}.items():
        if part and (not names or name in names):
            yield from part["examples"]


def real_seconds(evidence: EvidenceEntry, *names: str) -> float:
    """How long all runs of program and contrast took, or those of the one of them that is named."""
    return float(sum(run.get("took", 0.0) for example in examples(evidence, *names) for run in example["runs"]))


def claim_seconds(case: CaseEntry) -> float:
    """How long the sleeps of a case would have taken in the seconds of its sentence."""
    readings = [reading for example in examples(case.get("evidence", {})) for reading in example["readings"]]
    slopes = [reading["slope"] for reading in readings if reading["slope"] is not None]
    return sum(max(0.0, slope) for slope in slopes)


def measured(part: PartEntry | None) -> str:
    """What decided a part: claim seconds, CPUs, what an instrument saw, or nothing where it was decided by none of them.

    Where nothing was decided on a duration, that is what is known of it: ``5 to 11 s``, ``? s``.
    """
    if part is None:
        return ""
    example = _deciding(part)
    if example is None:
        return ""
    reading = _reading(part, example)
    if reading is not None and reading["slope"] is not None:
        decided = part["verdict"] in (Verdict.HOLDS, Verdict.REFUTED)
        said = _decided if decided else _known
        return f"{said(reading['slope'], reading['error'])} s"
    used = example.get("figures", {}).get("cpu_per_wall")
    return f"{used:.2f} CPUs" if used is not None else example.get("notes", {}).get(SUMMARY_NOTE, "")


def predicted(part: PartEntry | None) -> str:
    """The figure that the sentence predicts where one was `measured`: ``10``, ``>= 5``, ``5 to 7``; or nothing."""
    example = _deciding(part) if part else None
    reading = _reading(part, example) if part and example else None
    if reading is None:
        return ""
    if reading["approx"] is not None:
        return wording.format_number(reading["approx"])
    low, high = (None if end is None else wording.format_number(end) for end in reading.get("band", (None, None)))
    if low is None or high is None:
        return f">= {low}" if low else f"<= {high}" if high else ""
    return from_to(low, high)


def _decided(slope: float, error: float | None) -> str:
    shown = max(0.0, slope)
    return wording.format_number(shown) if error is None else wording.known(shown, error, 3)


def _known(slope: float, error: float | None) -> str:
    """Between which claim seconds a duration lies, so far as is known."""
    # Noise makes intervals that reach below nought; one that lies there says nothing.
    if error is None or slope + error <= 0:
        return "?"
    return from_to(*(wording.format_number(max(0.0, end), 2) for end in (slope - error, slope + error)))


def _deciding(part: PartEntry) -> ExampleEntry | None:
    """The example that decided; where an older report does not say which, the first of its verdict, or else the last."""
    judged, index = part["examples"], int(part.get("deciding", -1))
    if 0 <= index < len(judged):
        return judged[index]
    return next((one for one in judged if one["verdict"] == part["verdict"]), judged[-1] if judged else None)


def _reading(part: PartEntry, example: ExampleEntry) -> ReadingEntry | None:
    """The reading that decided: of a part that is refuted, the first outside of its band; None without durations."""
    readings = example["readings"]
    if part["verdict"] == Verdict.REFUTED:
        readings = [*filter(_is_outside, readings), *readings]
    return readings[0] if readings else None


def _is_outside(reading: ReadingEntry) -> bool:
    low, high = reading.get("band", (None, None))
    slope = reading["slope"]
    return slope is not None and ((low is not None and slope < low) or (high is not None and slope > high))


def _view(example: ExampleEntry) -> ExampleView:
    return ExampleView(
        example["arguments"],
        example.get("reason"),
        tuple(_reading_view(reading) for reading in example["readings"]),
        example.get("figures", {}),
        example.get("notes", {}),
        tuple(_run_view(run) for run in example["runs"]),
        tuple(Span(span["label"], span["lane"], span["start"], span["end"]) for span in example.get("spans", ())),
        _unit(example),
    )


def _reading_view(reading: ReadingEntry) -> ReadingView:
    low, high = reading.get("band", (None, None))
    return ReadingView(
        reading["predicted"],
        reading["approx"],
        low,
        high,
        reading["rivals"],
        reading["slope"],
        reading["error"],
        reading.get("overhead"),
        reading["fits"],
    )


def _run_view(run: RunEntry) -> RunView:
    elapsed, waited = run["elapsed"], run.get("held", [])
    return RunView(
        run["unit"],
        tuple(elapsed),
        (*waited[: len(elapsed)], *[None] * (len(elapsed) - len(waited))),
        run.get("scales"),
        run["verdict"],
        tuple(run.get("left", ())),
    )


def _unit(example: ExampleEntry) -> float | None:
    """The unit of the run that decided, which is the one that the spans are of; None where its program knows no seconds."""
    runs, index = example["runs"], int(example.get("deciding", -1))
    if 0 <= index < len(runs):
        run = runs[index]
    else:  # an older report, which does not say
        decided = [run for run in runs if run["verdict"] != Verdict.INCONCLUSIVE] or runs
        if not decided:
            return None
        run = max(reversed(decided), key=lambda run: run["unit"])
    return run["unit"] if run["unit"] >= SMALLEST_UNIT and run.get("scales", True) else None
