"""Merged reports as Markdown, fit for the summary of a CI job: a matrix of claims and interpreters, surprises first."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from pytest_claims.model.claim import ID_PATTERN
from pytest_claims.report.merged import Cell, Interpreter, Merged, MergedClaim
from pytest_claims.report.text import line

#: GitHub refuses summaries of more than 1024 KiB, and with them those of the whole job. In bytes.
MOST_BYTES = 900 * 1024
#: Characters of a sentence, of a reason and of a name.
LONG, SHORT = 300, 60

#: What means something in Markdown or HTML. A mention and a link are broken up, the rest is escaped.
_SPECIAL = re.compile(r"[\\`*_\[\]#|~$]")


def text(merged: Merged) -> str:
    """The document, at most `MOST_BYTES` long: claims that have no room are left out whole, and counted."""
    head = "\n".join(_head(merged)) + "\n"
    room = MOST_BYTES - len(head.encode()) - 200
    written, left_out = [head], 0
    for opening, row in _rows(merged):
        size = len((opening + row).encode())
        if left_out or size > room:
            left_out += 1
            continue
        written += [opening, row]
        room -= size
    if left_out:
        written.append(f"\n{left_out} rows are left out for lack of room; the page that pytest-claims makes has all.\n")
    return "".join(written)


def escaped(text: str, most: int = LONG) -> str:
    """`text` as one line of Markdown, fit for a cell of a table, in which nothing is markup, a link or a mention."""
    plain = _SPECIAL.sub(r"\\\g<0>", line(text, most)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # An invisible space breaks up what would be linked or would call somebody.
    return plain.replace("@", "@&#8203;").replace("://", ":&#8203;//").replace("www.", "www&#8203;.")


def _head(merged: Merged) -> Iterator[str]:
    yield "# Claims"
    yield ""
    counts = {"claim": len(merged.claims), "environment": len(merged.interpreters), "run": merged.runs, "verdict": merged.cases}
    judged = ", ".join(f"{count} {noun}{'s' if count != 1 else ''}" for noun, count in counts.items())
    outcome = f"**{merged.surprises} not as documented**" if merged.surprises else "nothing unexpected"
    yield f"{judged}: {outcome}" + (f", {merged.conflicts} of them in conflict between runs." if merged.conflicts else ".")
    for interpreter, runs in islice(merged.interpreters.items(), 100):
        if not runs.complete:
            yield f"\nCut short, so that claims are missing: {escaped(interpreter.label, SHORT)}."


def _rows(merged: Merged) -> Iterator[tuple[str, str]]:
    """The rows of all tables, each with what must stand before it: the head of its table, or nothing."""
    surprises = list(_surprises(merged))
    opening = _table("Not as documented", ["claim", "environment", "verdict", "expected", "reason"])
    for row in surprises:
        yield opening, row
        opening = ""
    interpreters = list(merged.interpreters)
    labels = [escaped(interpreter.label, SHORT) for interpreter in interpreters]
    for title, claims in merged.chapters.items():
        opening = _table(escaped(title, SHORT), ["claim", *labels])
        for claim in claims:
            verdicts = [_verdicts(claim, interpreter) for interpreter in interpreters]
            yield opening, _row([f"{_code(claim.id)}<br>{escaped(claim.says)}", *verdicts])
            opening = ""


def _surprises(merged: Merged) -> Iterator[str]:
    for claim in merged.claims:
        for interpreter, cells in claim.cells.items():
            for cell in cells:
                if cell.surprise:
                    under = f", {escaped(cell.under, SHORT)}" if cell.under else ""
                    where = f"{escaped(interpreter.label, SHORT)}{under}"
                    yield _row([_code(claim.id), where, f"**{_counted(cell)}**", cell.expected, escaped(cell.reason or "")])


def _verdicts(claim: MergedClaim, interpreter: Interpreter) -> str:
    return "<br>".join(
        (f"{', '.join(escaped(method, SHORT) for method in methods)}: " if methods else "") + _verdict(cell)
        for methods, cell in claim.grouped(interpreter)
    )


def _verdict(cell: Cell) -> str:
    return f"**{_counted(cell)}**, unexpected" if cell.surprise else cell.word


def _counted(cell: Cell) -> str:
    """The verdict; in a conflict, how many runs gave which."""
    return f"conflict: {', '.join(f'{count} {verdict}' for verdict, count in cell.runs)}" if cell.conflict else cell.verdict


def _code(id: str) -> str:
    return f"`{id}`" if len(id) <= SHORT and ID_PATTERN.fullmatch(id) else escaped(id, SHORT)


def _table(title: str, columns: Iterable[str]) -> str:
    names = list(columns)
    return f"\n## {title}\n\n{_row(names)}{_row(['---'] * len(names))}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
