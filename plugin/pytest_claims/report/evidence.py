"""The only reader of the evidence of a case: what decided, and how a verdict and its figures are written."""

from collections.abc import Mapping
from typing import Any

from pytest_claims.instruments.seconds.run import SUMMARY_NOTE
from pytest_claims.model import wording
from pytest_claims.model.verdict import Verdict
from pytest_claims.model.wording import from_to

DOCUMENTED = "refuted, as documented"


def deciding(part: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The example that decided on a program or contrast; an empty one where none was run."""
    examples: list[Mapping[str, Any]] = part["examples"] if part else []
    index = part.get("deciding", -1) if part else -1
    if 0 <= index < len(examples):
        return examples[index]
    return next((one for one in examples if part and one["verdict"] == part["verdict"]), examples[-1] if examples else {})


def word(verdict: str, expected: str, *, xfail: bool = False) -> str:
    """A verdict as the summary names it.

    Args:
        xfail: whether the test is marked to fail, and did.
    """
    if xfail:
        return f"{verdict}, xfail"
    return DOCUMENTED if verdict == expected == Verdict.REFUTED else verdict


def word_of(case: Mapping[str, Any]) -> str:
    """The verdict on a case as the summary names it."""
    return word(case["verdict"], case["expected"], xfail=case.get("xfail", False))


def figure(part: Mapping[str, Any] | None) -> str:
    """What decided a part: claim seconds, CPUs, what an instrument saw, or nothing where the witness was none of them.

    Where nothing was decided on a duration, that is what is known of it: ``5 to 11 s``, ``? s``.
    """
    reading, example = _reading(part), deciding(part)
    if part and reading.get("slope") is not None:
        decided = part["verdict"] in (Verdict.HOLDS, Verdict.REFUTED)
        return f"{_decided(reading) if decided else _known(reading)} s"
    used = example.get("figures", {}).get("cpu_per_wall")
    return f"{used:.2f} CPUs" if used is not None else str(example.get("notes", {}).get(SUMMARY_NOTE, ""))


def claimed(part: Mapping[str, Any] | None) -> str:
    """The figure that the sentence predicts where `figure` was measured: ``10``, ``>= 5``, ``5 to 7``; or nothing."""
    reading = _reading(part)
    if reading.get("approx") is not None:
        return wording.format_number(reading["approx"])
    low, high = (None if end is None else wording.format_number(end) for end in reading.get("band", (None, None)))
    if low is None or high is None:
        return f">= {low}" if low else f"<= {high}" if high else ""
    return from_to(low, high)


def _decided(reading: Mapping[str, Any]) -> str:
    slope, error = max(0.0, reading["slope"]), reading["error"]
    return wording.format_number(slope) if error is None else wording.known(slope, error, 3)


def _known(reading: Mapping[str, Any]) -> str:
    """Between which claim seconds a duration lies, so far as is known."""
    slope, error = reading["slope"], reading["error"]
    # Noise makes intervals that reach below nought; one that lies there says nothing.
    if error is None or slope + error <= 0:
        return "?"
    return from_to(*(wording.format_number(max(0.0, end), 2) for end in (slope - error, slope + error)))


def _reading(part: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The reading that decided: of a part that is refuted, the first outside of its band; an empty one without durations."""
    readings: list[Mapping[str, Any]] = deciding(part).get("readings", [])
    if part and part["verdict"] == Verdict.REFUTED:
        readings = [*filter(_is_outside, readings), *readings]
    return readings[0] if readings else {}


def _is_outside(reading: Mapping[str, Any]) -> bool:
    low, high = reading.get("band", (None, None))
    slope = reading["slope"]
    return slope is not None and ((low is not None and slope < low) or (high is not None and slope > high))
