"""Every sentence that a user reads about a verdict."""

import textwrap
from collections.abc import Mapping
from typing import Any

from pytest_claims.clock import SEEN
from pytest_claims.picture import deciding, timeline
from pytest_claims.rows import Row
from pytest_claims.verdict import Verdict

#: Where the text of a field is wrapped.
WIDTH = 96
DOCUMENTED = "refuted, as documented"
#: Real seconds of waiting for a CPU that are not worth a word.
SOON = 0.001


def word(verdict: str, expected: str) -> str:
    """A verdict as the summary names it."""
    return DOCUMENTED if verdict == expected == Verdict.REFUTED else verdict


def unexpected(row: Row) -> str:
    """What a failing claim says: what was predicted, what was seen, which theory fits, what to do next."""
    lines = [
        f"claim {row['id']}: {row['verdict']} here, expected {row['expected']}.",
        "",
        f"  \N{LEFT DOUBLE QUOTATION MARK}{row['says']}\N{RIGHT DOUBLE QUOTATION MARK} ({row['source']})",
        "",
    ]
    if row["reason"]:
        lines.append(_field("reason", row["reason"]))
    if row["start_method"]:
        lines.append(_field("start method", row["start_method"]))
    for name in ("program", "contrast"):
        part = row["evidence"][name]
        if part:
            lines += _part(name, part)
    lines += ["", *(f"  {line}" for line in drawn)] if (drawn := timeline(row["evidence"])) else []
    return "\n".join([*lines, "", *(f"  {line}" for line in _next_step(row))])


def _part(name: str, part: dict[str, Any]) -> list[str]:
    lines = [_field(f"the {name}", f"{part['name']}: {part['verdict']}")]
    decided = deciding(part)
    return lines + (_example(decided) if decided else [])


def _example(example: Mapping[str, Any]) -> list[str]:
    lines = []
    if example["arguments"]:
        lines.append(_field("  with", example["arguments"]))
    if example["reason"]:
        lines.append(_field("  saw", example["reason"]))
    for index, reading in enumerate(example["readings"]):
        lines.append(_field("  predicted", reading["predicted"]))
        if reading["slope"] is not None:
            lines.append(_field("  measured", f"{reading['slope']:.4g} s, give or take {reading['error']:.2g}"))
        if reading["fits"]:
            lines.append(_field("  fits", f"{reading['fits']!r} ({reading['rivals'][reading['fits']]:.4g} s)"))
        for run in example["runs"]:
            if index < len(run["elapsed"]):
                lines.append(_field("  run", _run(run, index)))
    for figure, value in example["figures"].items():
        lines.append(_field(f"  {figure.replace('_', ' ')}", f"{value:.4g}"))
    lines += [_field(f"  {name}", text) for name, text in example.get("notes", {}).items()]
    # Each run may have left the same: an environment variable, a signal handler.
    left = dict.fromkeys(text for run in example["runs"] for text in run.get("left", ()))
    lines += [_field("  left behind", text) for text in left]
    return lines


def _run(run: dict[str, Any], index: int) -> str:
    held = run["held"][index]
    waited = "" if held is None or held < SOON else f", at most {held:.3f} of them waiting for a CPU"
    return f"{run['elapsed'][index]:.3f} real seconds where a claim second lasts {1000 * run['unit']:.3g} ms{waited}"


def _field(name: str, value: str) -> str:
    head = f"  {name:<15} "
    # Long sentences are wrapped; what is laid out already (pictures, explanations of an assert) is left alone.
    lines = [part for line in value.splitlines() for part in (textwrap.wrap(line, WIDTH) if line[:1].strip() else [line])]
    return "\n".join(f"{head if number == 0 else ' ' * len(head)}{line}" for number, line in enumerate(lines or [""]))


def _next_step(row: Row) -> list[str]:
    again = f"pytest --claim {row['id']}"
    if row["verdict"] == Verdict.BROKEN:
        return [
            "What next: a broken experiment says nothing about the sentence. Compare what each program should do with what",
            f"was seen; mend the program, the contrast or the set-up; and run it again: {again}",
        ]
    if row["verdict"] == Verdict.REFUTED:
        return [
            f"What next: see it in real seconds: {again} --real-time",
            "If it stays refuted, the sentence is false here. Say so: refuted_where= with the condition under which it is,",
            "and truth= with the id of a claim that says what is true instead.",
        ]
    return [
        f"What next: the claim documents that it is refuted where {row['refuted_where']}, and here it holds.",
        f"See it in real seconds: {again} --real-time",
        "If it still holds, narrow refuted_where=.",
    ]


def figure(part: Mapping[str, Any] | None) -> str:
    """What decided a part: claim seconds, CPUs, what an instrument saw, or nothing where the witness was none of them."""
    example = deciding(part)
    slopes = [reading["slope"] for reading in example.get("readings", []) if reading["slope"] is not None]
    if slopes:
        return f"{slopes[0]:.3g} s"
    used = example.get("figures", {}).get("cpu_per_wall")
    return f"{used:.2f} CPUs" if used is not None else str(example.get("notes", {}).get(SEEN, ""))


def claimed(part: Mapping[str, Any] | None) -> str:
    """The figure that the sentence predicts where `figure` was measured, or nothing."""
    predicted = [reading["approx"] for reading in deciding(part).get("readings", []) if reading["approx"] is not None]
    return f"{predicted[0]:.3g}" if predicted else ""
