"""Every sentence that a user reads about a verdict."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from pytest_claims.model import wording
from pytest_claims.model.verdict import Verdict
from pytest_claims.model.wording import from_to, real_time
from pytest_claims.render.charts.as_text import timeline
from pytest_claims.report.evidence import deciding
from pytest_claims.report.row import Row

#: Columns before the text of a field.
INDENT = 18
#: Where the text of a field is wrapped.
WIDTH = 96
#: Real seconds of waiting for a CPU that are not worth a word.
SOON = 0.001
#: How the reason begins where the contrast decided.
OF_THE_CONTRAST = "its contrast: "
#: A duration follows the claim second unless runs agree within the one, where a claim second is longer by the other.
SAME, LONGER = 1.1, 4.0


def told(row: Row) -> str:
    """Why a verdict is what it is, and a hint where the runs give one."""
    return ". ".join(filter(None, (str(row["reason"] or "").rstrip("."), _hint(row))))


def unexpected(row: Row) -> str:
    """What a failing claim says: what was predicted, what was seen, which theory fits, what to do next."""
    parts = {name: part for name in ("program", "contrast") if (part := row["evidence"][name])}
    lines = [
        f"claim {row['id']}: {row['verdict']} here, expected {row['expected']}.",
        "",
        f"  \N{LEFT DOUBLE QUOTATION MARK}{row['says']}\N{RIGHT DOUBLE QUOTATION MARK} ({row['source']})",
        "",
    ]
    # What an example says stands beside it.
    said = {deciding(part).get("reason") for part in parts.values()}
    if row["reason"] and str(row["reason"]).removeprefix(OF_THE_CONTRAST) not in said:
        lines.append(_field("reason", row["reason"]))
    for name in ("start_method", "parameters"):
        if row.get(name):
            lines.append(_field(name.replace("_", " "), row[name]))
    for name, part in parts.items():
        lines += [_field(f"the {name}", f"{part['name']}: {part['verdict']}"), *_example(deciding(part))]
    lines += ["", *(f"  {line}" for line in drawn)] if (drawn := timeline(row["evidence"])) else []
    return "\n".join([*lines, "", *(f"  {line}" for line in _next_step(row))])


def _example(example: Mapping[str, Any]) -> list[str]:
    if not example:
        return []
    lines = []
    if example["arguments"]:
        lines.append(_field("  with", example["arguments"]))
    if example["reason"]:
        lines.append(_field("  saw", example["reason"]))
    for index, reading in enumerate(example["readings"]):
        lines.append(_field("  predicted", reading["predicted"]))
        if reading["slope"] is not None:
            lines.append(_field("  measured", _measured(reading)))
        if reading["fits"]:
            lines.append(
                _field("  fits", f"{reading['fits']!r} ({wording.format_number(reading['rivals'][reading['fits']], 4)} s)")
            )
        lines += _runs(example["runs"], index)
    for figure, value in example["figures"].items():
        lines.append(_field(f"  {figure.replace('_', ' ')}", wording.format_number(value, 4)))
    notes, said = example.get("notes", {}), example["reason"] or ""
    lines += [_field(f"  {name}", text) for name, text in notes.items() if text not in said and name not in example["figures"]]
    # Each run may have left the same: an environment variable, a signal handler.
    left = dict.fromkeys(text for run in example["runs"] for text in run.get("left", ()))
    return lines + [_field("  left behind", text) for text in left]


def _measured(reading: Mapping[str, Any]) -> str:
    slope, error = max(0.0, reading["slope"]), reading["error"]
    if error is None:
        return f"{wording.format_number(slope)} s, more or less"
    return f"{wording.known(slope, error)} s, give or take {wording.format_number(max(error, 0.0001), 2)}"


def _runs(runs: Sequence[Mapping[str, Any]], index: int) -> list[str]:
    """The runs of a duration as a table, those where a claim second was as long in one line."""
    by_unit: dict[float, list[tuple[float, float | None]]] = {}
    for run in runs:
        if index < len(run["elapsed"]):
            by_unit.setdefault(run["unit"], []).append((run["elapsed"][index], run["held"][index]))
    table: list[tuple[str, ...]] = [("a claim second lasted", "took", "= claim seconds", "waited for a CPU, at most")]
    for unit, alike in sorted(by_unit.items()):
        took = [elapsed for elapsed, _ in alike]
        counted = [held for _, held in alike if held is not None]
        many = f" ({len(alike)} runs)" if len(alike) > 1 else ""
        waited = real_time(max(counted), 2) if max(counted, default=0.0) >= SOON else "-"
        row = (
            real_time(unit),
            from_to(real_time(min(took)), real_time(max(took))) + many,
            from_to(*(wording.format_number(end / unit) for end in (min(took), max(took)))),
            waited if counted else "not known",
        )
        table.append(row)
    if all(row[-1] == "-" for row in table[1:]):
        table = [row[:-1] for row in table]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["   ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in table]
    heads = ["    runs", *[""] * len(by_unit)]
    return [f"{head:<{INDENT}}{line}".rstrip() for head, line in zip(heads, lines, strict=True)] if by_unit else []


def _field(name: str, value: str) -> str:
    head = f"{f'  {name}':<{INDENT - 1}} "
    # Long sentences are wrapped; what is laid out already (pictures, explanations of an assert) is left alone.
    lines = [part for line in value.splitlines() for part in (textwrap.wrap(line, WIDTH) if line[:1].strip() else [line])]
    return "\n".join(f"{head if number == 0 else ' ' * len(head)}{line}".rstrip() for number, line in enumerate(lines or [""]))


def _hint(row: Row) -> str | None:
    """What the runs of a program look like that was not given claim seconds, or None."""
    part = row["evidence"]["program"]
    example = deciding(part)
    if not part or part["verdict"] == Verdict.HOLDS:
        return None
    for index in range(max((len(run["elapsed"]) for run in example.get("runs", [])), default=0)):
        runs = [run for run in example["runs"] if run.get("scales") and index < len(run["elapsed"])]
        took = [run["elapsed"][index] for run in runs]
        # Noise makes a run longer, so the shortest of each unit counts.
        shortest: dict[float, float] = {}
        for run, elapsed in zip(runs, took, strict=True):
            shortest[run["unit"]] = min(elapsed, shortest.get(run["unit"], elapsed))
        least, most = min(shortest.values(), default=0.0), max(shortest.values(), default=0.0)
        if least >= SOON and most <= SAME * least and max(shortest) >= LONGER * min(shortest):
            times = "both times" if len(runs) == 2 else f"each of {len(runs)} times"
            return (
                f"The program took {from_to(real_time(min(took)), real_time(max(took)))} {times}, "
                "however long a claim second was: did you write program(3) for program(seconds(3))?"
            )
    return None


def _next_step(row: Row) -> list[str]:
    once_more = f"pytest --claim {row['id']}" + (f" --start-method {row['start_method']}" if row["start_method"] else "")
    again = f"see it in real seconds: {once_more} --real-time" if _scales(row) else f"run it again: {once_more}"
    hint = _hint(row)
    if hint:
        first, _, second = hint.partition(": ")
        return [f"What next: {first[0].lower()}{first[1:]}:", second, f"Then {again}"]
    if row["verdict"] == Verdict.BROKEN:
        return [
            "What next: a broken experiment says nothing about the sentence. Compare what each program should do with what",
            f"was seen; mend the program, the contrast or the set-up; and run it again: {once_more}",
        ]
    if row["verdict"] == Verdict.REFUTED:
        return [
            f"What next: {again}",
            "If the program should do what the sentence says, there is a bug in it: what was seen differs from the sentence.",
            "If the sentence is false here, say so: refuted_where= with the condition under which it is, and truth= with the",
            "id of a claim that says what is true instead.",
        ]
    return [
        f"What next: the claim documents that it is refuted {wording.where(row['refuted_where'])}, and here it holds.",
        f"{again[0].upper()}{again[1:]}",
        "If it still holds, leave out refuted_where=, or narrow it; or the program does not do what the sentence is about.",
    ]


def _scales(row: Row) -> bool:
    """Whether the test asked for claim seconds."""
    parts = [part for part in row["evidence"].values() if isinstance(part, dict)]
    return any(run.get("scales") for part in parts for example in part["examples"] for run in example["runs"])
