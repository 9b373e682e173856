"""What differs between two reports: claims and cases that came, went, or have another verdict."""

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_claims.report.merged import Cell, Interpreter, Merged
from pytest_claims.report.names import case_name
from pytest_claims.report.text import line

#: What a cell is known by: interpreter (None where two interpreters are compared), id, start method and parameters.
Name = tuple[Interpreter | None, str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs. Lines are ready to be printed."""

    before: tuple[Interpreter, ...]
    after: tuple[Interpreter, ...]
    changed: tuple[tuple[Name, Cell, Cell], ...]
    added: tuple[tuple[Name, Cell], ...]
    removed: tuple[tuple[Name, Cell], ...]
    same: int

    def lines(self) -> Iterator[str]:
        """All of it, what changed first."""
        yield f"A: {_interpreters(self.before)}"
        yield f"B: {_interpreters(self.after)}"
        if self.changed:
            yield "changed:"
        for name, old, new in self.changed:
            surprise = "" if not new.surprise else f", expected {new.expected}"
            yield f"  {_named(name)}: {old.verdict} -> {new.verdict}{surprise}"
        for title, cells in (("added:", self.added), ("removed:", self.removed)):
            if cells:
                yield title
            for name, cell in cells:
                yield f"  {_named(name)}: {cell.verdict}"
        yield f"{len(self.changed)} changed, {len(self.added)} added, {len(self.removed)} removed, {self.same} the same"


def difference(a: Merged, b: Merged) -> Difference:
    """What is different in `b`.

    Where each has one interpreter only, these two are compared, whichever they are; else each is compared with itself.
    """
    alone = len(a.interpreters) == len(b.interpreters) == 1
    old, new = _cells(a, alone=alone), _cells(b, alone=alone)
    both = [name for name in old if name in new]
    changed = tuple((name, old[name], new[name]) for name in both if old[name].verdict != new[name].verdict)
    return Difference(
        tuple(a.interpreters),
        tuple(b.interpreters),
        changed,
        tuple((name, cell) for name, cell in new.items() if name not in old),
        tuple((name, cell) for name, cell in old.items() if name not in new),
        len(both) - len(changed),
    )


def _cells(merged: Merged, *, alone: bool) -> dict[Name, Cell]:
    return {
        (None if alone else interpreter, claim.id, cell.start_method, cell.parameters): cell
        for claim in merged.claims
        for interpreter, cells in claim.cells.items()
        for cell in cells
    }


def _interpreters(interpreters: tuple[Interpreter, ...]) -> str:
    return "; ".join(line(interpreter.label, 100) for interpreter in interpreters) or "no environment"


def _named(name: Name) -> str:
    interpreter, id, start_method, parameters = name
    case = line(case_name(id, start_method, parameters), 200)
    return case + (f", {line(interpreter.label, 100)}" if interpreter else "")
