"""Every sentence that a user reads about a verdict."""

from collections.abc import Sequence

from pytest_claims.model import wording
from pytest_claims.model.verdict import Verdict
from pytest_claims.model.wording import from_to, real_time
from pytest_claims.render.charts.as_text import timeline
from pytest_claims.render.columns import left, width, wrapped
from pytest_claims.report.evidence import ExampleView, PartView, ReadingView, RunView, asked_for_claim_seconds, parts
from pytest_claims.report.form import CaseEntry, Row
from pytest_claims.report.names import where

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


def why(case: CaseEntry) -> str:
    """Why a verdict is what it is, and a hint where the runs give one."""
    hint = _hint(parts(case.get("evidence", {})).get("program"))
    return ". ".join(filter(None, ((case.get("reason") or "").rstrip("."), hint)))


def unexpected(row: Row) -> str:
    """What a failing claim says: what was predicted, what was measured, which theory fits, what to do next."""
    both = parts(row.get("evidence", {}))
    lines = [
        f"claim {row['id']}: {row['verdict']} here, expected {row['expected']}.",
        "",
        f"  \N{LEFT DOUBLE QUOTATION MARK}{row['says']}\N{RIGHT DOUBLE QUOTATION MARK} ({row['source']})",
        "",
    ]
    # What an example says stands with it.
    reasons = {part.deciding.reason for part in both.values() if part.deciding}
    reason = row.get("reason")
    if reason and reason.removeprefix(OF_THE_CONTRAST) not in reasons:
        lines.append(_field("reason", reason))
    for name, value in {"start method": row["start_method"], "parameters": row.get("parameters")}.items():
        if value:
            lines.append(_field(name, value))
    for name, part in both.items():
        lines.append(_field(f"the {name}", f"{part.name}: {part.verdict}"))
        lines += _example(part.deciding) if part.deciding else []
    lines += ["", *(f"  {line}" for line in drawn)] if (drawn := timeline(row.get("evidence", {}))) else []
    return "\n".join([*lines, "", *(f"  {line}" for line in _next_step(row, both.get("program")))])


def _example(example: ExampleView) -> list[str]:
    lines = []
    if example.arguments:
        lines.append(_field("  with", example.arguments))
    if example.reason:
        lines.append(_field("  saw", example.reason))
    for index, reading in enumerate(example.readings):
        lines.append(_field("  predicted", reading.predicted))
        if reading.slope is not None:
            lines.append(_field("  measured", _measured(reading.slope, reading.error)))
        lines += _theory(reading)
        lines += _table(example.runs, index)
    for figure, value in example.figures.items():
        lines.append(_field(f"  {figure.replace('_', ' ')}", wording.format_number(value, 4)))
    reason = example.reason or ""
    notes = {name: text for name, text in example.notes.items() if text not in reason and name not in example.figures}
    lines += [_field(f"  {name}", text) for name, text in notes.items()]
    # Each run may have left the same: an environment variable, a signal handler.
    left_behind = dict.fromkeys(text for run in example.runs for text in run.left)
    return lines + [_field("  left behind", text) for text in left_behind]


def _measured(slope: float, error: float | None) -> str:
    shown = max(0.0, slope)
    if error is None:
        return f"{wording.format_number(shown)} s, more or less"
    return f"{wording.known(shown, error)} s, give or take {wording.format_number(max(error, 0.0001), 2)}"


def _theory(reading: ReadingView) -> list[str]:
    if not reading.fits:
        return []
    return [_field("  fits", f"{reading.fits!r} ({wording.format_number(reading.rivals[reading.fits], 4)} s)")]


def _table(runs: Sequence[RunView], index: int) -> list[str]:
    """The runs of a duration as a table, those where a claim second was as long in one line."""
    by_unit: dict[float, list[tuple[float, float | None]]] = {}
    for run in runs:
        if index < len(run.elapsed):
            by_unit.setdefault(run.unit, []).append((run.elapsed[index], run.waited[index]))
    table = [("a claim second lasted", "took", "= claim seconds", "waited for a CPU, at most")]
    table += [_line_of_table(unit, alike) for unit, alike in sorted(by_unit.items())]
    columns = list(zip(*table, strict=True))
    if all(cell == "-" for cell in columns[-1][1:]):
        columns.pop()
    widths = [max(map(width, column)) for column in columns]
    lines = ["   ".join(map(left, cells, widths)) for cells in zip(*columns, strict=True)]
    heads = ["    runs", *[""] * len(by_unit)]
    return [f"{head:<{INDENT}}{line}".rstrip() for head, line in zip(heads, lines, strict=True)] if by_unit else []


def _line_of_table(unit: float, alike: Sequence[tuple[float, float | None]]) -> tuple[str, str, str, str]:
    took = [elapsed for elapsed, _ in alike]
    counted = [waited for _, waited in alike if waited is not None]
    many = f" ({len(alike)} runs)" if len(alike) > 1 else ""
    waited = real_time(max(counted), 2) if max(counted, default=0.0) >= SOON else "-"
    return (
        real_time(unit),
        from_to(real_time(min(took)), real_time(max(took))) + many,
        from_to(*(wording.format_number(end / unit) for end in (min(took), max(took)))),
        waited if counted else "not known",
    )


def _field(name: str, value: str) -> str:
    head = f"{f'  {name}':<{INDENT - 1}} "
    # Long sentences are wrapped; what is laid out already (pictures, explanations of an assert) is left alone.
    lines = [part for line in value.splitlines() for part in (wrapped(line, WIDTH) if line[:1].strip() else [line])]
    return "\n".join(f"{head if number == 0 else ' ' * len(head)}{line}".rstrip() for number, line in enumerate(lines or [""]))


def _hint(program: PartView | None) -> str | None:
    """What the runs of a program look like that was not given claim seconds, or None."""
    example = program.deciding if program else None
    if program is None or example is None or program.verdict == Verdict.HOLDS:
        return None
    for index in range(max((len(run.elapsed) for run in example.runs), default=0)):
        runs = [run for run in example.runs if run.scales and index < len(run.elapsed)]
        took = [run.elapsed[index] for run in runs]
        # Noise makes a run longer, so the shortest of each unit counts, and of that what it did not wait for a CPU.
        shortest: dict[float, tuple[float, float]] = {}
        for run, elapsed in zip(runs, took, strict=True):
            once = elapsed, elapsed - (run.waited[index] or 0.0)
            shortest[run.unit] = min(once, shortest.get(run.unit, once))
        least = min((elapsed for elapsed, _ in shortest.values()), default=0.0)
        alike = all(worked <= SAME * least and elapsed < LONGER / 2 * least for elapsed, worked in shortest.values())
        if least >= SOON and alike and max(shortest) >= LONGER * min(shortest):
            times = "both times" if len(runs) == 2 else f"each of {len(runs)} times"
            return (
                f"The program took {from_to(real_time(min(took)), real_time(max(took)))} {times}, "
                "however long a claim second was: did you write program(3) for program(seconds(3))?"
            )
    return None


def _next_step(row: Row, program: PartView | None) -> list[str]:
    once_more = f"pytest --claim {row['id']}" + (f" --start-method {row['start_method']}" if row["start_method"] else "")
    again = (
        f"see it in real seconds: {once_more} --real-time"
        if asked_for_claim_seconds(row.get("evidence", {}))
        else f"run it again: {once_more}"
    )
    hint = _hint(program)
    if hint:
        first, _, second = hint.partition(": ")
        return [f"What next: {first[0].lower()}{first[1:]}:", second, f"Then {again}"]
    if row["verdict"] == Verdict.BROKEN:
        return [
            "What next: a broken experiment says nothing about the sentence. Compare what each program should do with what",
            f"it did; mend the program, the contrast or the set-up; and run it again: {once_more}",
        ]
    if row["verdict"] == Verdict.REFUTED:
        return [
            f"What next: {again}",
            "If the program should do what the sentence says, there is a bug in it: what it did differs from the sentence.",
            "If the sentence is false here, say so: refuted_where= with the condition under which it is, and truth= with the",
            "id of a claim that says what is true instead.",
        ]
    refuted = where(row.get("refuted_where", "nowhere"))
    return [
        f"What next: the claim documents that it is refuted {refuted}, and here it holds.",
        f"{again[0].upper()}{again[1:]}",
        "If it still holds, leave out refuted_where=, or narrow it; or the program does not do what the sentence is about.",
    ]
