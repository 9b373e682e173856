"""What the page shows, worked out from merged reports: the template only lays it out."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pytest_claims.model.claim import ID_PATTERN
from pytest_claims.model.language import _
from pytest_claims.model.verdict import MIXED, Verdict
from pytest_claims.render.charts.as_text import notes
from pytest_claims.render.charts.slope import Plot, plots
from pytest_claims.render.charts.timeline import Layout, laid_out
from pytest_claims.report.merged import Cell, Exhibit, Interpreter, Merged, MergedClaim
from pytest_claims.report.names import disagreement
from pytest_claims.report.text import line

#: Characters shown of a name, an id and a sentence.
NAME, ID, TEXT = 40, 120, 2000
#: Pictures shown of a claim: one for each verdict, and one more where start methods differ.
MOST_EXHIBITS = 3
#: What can be ordered by size: "9.98 s", "1.7 CPUs".
FIGURE = re.compile(r"-?\d[\d.e+-]* (s|CPUs)")

#: A sign for each verdict, so that it is never told by colour alone.
SIGNS = {
    Verdict.HOLDS.value: "\N{CHECK MARK}",
    Verdict.REFUTED.value: "\N{BALLOT X}",
    MIXED: "\N{NOT EQUAL TO}",
    Verdict.INCONCLUSIVE.value: "?",
    Verdict.NOT_APPLICABLE.value: "\N{EN DASH}",
    Verdict.BROKEN.value: "!",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict in a cell of the matrix."""

    verdict: str
    sign: str
    #: The verdict in words, with the start methods where they differ.
    words: str
    surprise: bool


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A line of a claim's table of verdicts: the environments that agree in everything that it shows."""

    interpreters: str
    under: str
    verdict: str
    sign: str
    words: str
    surprise: bool
    measured: str
    claimed: str
    contrast: str
    against: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What one of several reports of an environment says: so that a reader finds their own run beside a published one."""

    interpreters: str
    under: str
    report: str
    verdict: str
    sign: str
    words: str
    measured: str
    against: str


@dataclass(frozen=True, slots=True)
class Show:
    """The pictures of one verdict, and where they were taken."""

    caption: str
    layout: Layout | None
    plots: tuple[Plot, ...]
    #: What instruments said in words, by title.
    notes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim as the page shows it."""

    claim: MergedClaim
    anchor: str
    id: str
    says: str
    #: What it can be filtered by: the verdicts in its cells, "depends", "unexpected", "disagree".
    tags: str
    #: What its verdicts amount to in a word.
    verdict: str
    marks: tuple[tuple[Mark, ...], ...]
    lines: tuple[VerdictLine, ...]
    #: What each report says, where an environment has several.
    reports: tuple[ReportLine, ...]
    shows: tuple[Show, ...]

    @property
    def is_refuted(self) -> bool:
        """Whether it is refuted somewhere."""
        return Verdict.REFUTED.value in self.tags.split()

    @property
    def is_so_somewhere(self) -> bool:
        """Whether it holds somewhere."""
        return Verdict.HOLDS.value in self.tags.split()


def anchor(id: str) -> str:
    """The fragment that leads to a claim: its id; where that is none of ours, a name that can stand in an address."""
    if len(id) <= ID and ID_PATTERN.fullmatch(id):
        return id
    return f"claim-{hashlib.sha256(id.encode(errors='surrogatepass')).hexdigest()[:16]}"


def shown(claim: MergedClaim, columns: Iterable[Interpreter]) -> Shown:
    """The claim as the page shows it, its marks in the order of `columns`."""
    marks = tuple(tuple(_marks(claim, interpreter)) for interpreter in columns)
    tags = sorted({mark.verdict for cell in marks for mark in cell} - {MIXED})
    tags += ["depends"] * (len({Verdict.HOLDS.value, Verdict.REFUTED.value} & set(tags)) == 2)
    tags += ["unexpected"] * bool(claim.surprises) + ["disagree"] * bool(claim.conflicts)
    return Shown(
        claim,
        anchor(claim.id),
        line(claim.id, ID),
        line(claim.says, TEXT),
        " ".join(tags),
        claim.verdict,
        marks,
        tuple(_lines(claim)),
        tuple(_report_lines(claim)),
        tuple(_shows(claim)),
    )


def column_groups(merged: Merged) -> dict[str, list[Interpreter]]:
    """The columns of the matrix, those with one interpreter, lock and platform side by side under one heading."""
    groups: dict[str, list[Interpreter]] = {}
    for interpreter in merged.interpreters:
        lock = "GIL" if interpreter.gil else _("no GIL")
        heading = f"{line(interpreter.implementation_name, NAME)}, {lock}, {line(interpreter.platform, NAME)}"
        groups.setdefault(heading, []).append(interpreter)
    return groups


def _marks(claim: MergedClaim, interpreter: Interpreter) -> Iterator[Mark]:
    for methods, cell in claim.grouped(interpreter):
        under = f"{', '.join(line(method, NAME) for method in methods)}: " if methods else ""
        yield Mark(cell.verdict, SIGNS.get(cell.verdict, "?"), under + _words(cell), cell.surprise)


def _words(cell: Cell) -> str:
    said = cell.word
    if cell.conflict:
        said = disagreement(cell.runs)
    return said + (_(", unexpected: {verdict} was", verdict=_(cell.expected)) if cell.surprise and not cell.conflict else "")


def _lines(claim: MergedClaim) -> Iterator[VerdictLine]:
    """The verdicts, for environments together that show the same under the same start methods."""
    alike: dict[tuple[object, ...], dict[Interpreter, list[Cell]]] = {}
    for interpreter, judged in claim.cells.items():
        for cell in judged:
            runs = cell.runs if cell.conflict else ()
            said = (
                cell.verdict,
                cell.expected,
                cell.xfail,
                cell.contrast,
                line(cell.reason or "", TEXT),
                cell.parameters,
                runs,
            )
            alike.setdefault(said, {}).setdefault(interpreter, []).append(cell)
    for interpreters in alike.values():
        under: dict[tuple[str | None, ...], dict[Interpreter, list[Cell]]] = {}
        for interpreter, cells in interpreters.items():
            under.setdefault(tuple(cell.under for cell in cells), {})[interpreter] = cells
        for methods, members in under.items():
            yield _line(methods, list(members), [cell for cells in members.values() for cell in cells])


def _line(methods: tuple[str | None, ...], interpreters: list[Interpreter], cells: list[Cell]) -> VerdictLine:
    cell = cells[0]
    return VerdictLine(
        interpreters=_interpreters(interpreters),
        under=", ".join(line(method, NAME) for method in methods if method),
        verdict=cell.verdict,
        sign=SIGNS.get(cell.verdict, "?"),
        words=_words(cell),
        surprise=cell.surprise,
        measured=_span([one.figure for one in cells]),
        claimed=line(cell.claimed, NAME),
        contrast=_(cell.contrast) if cell.contrast else "",
        against=_span([one.against for one in cells]),
        reason=line(cell.reason or "", TEXT),
    )


def _report_lines(claim: MergedClaim) -> Iterator[ReportLine]:
    for interpreter, cells in claim.cells.items():
        for cell in cells:
            for one in cell.reports if _is_told_apart(cell) else ():
                yield ReportLine(
                    interpreters=line(interpreter.label, 2 * NAME),
                    under=line(cell.under or "", NAME),
                    report=line(one.report, 2 * NAME),
                    verdict=one.verdict,
                    sign=SIGNS.get(one.verdict, "?"),
                    words=one.word,
                    measured=line(one.figure, NAME),
                    against=line(one.against, NAME),
                )


def _is_told_apart(cell: Cell) -> bool:
    return len({one.report for one in cell.reports}) > 1


def _interpreters(interpreters: list[Interpreter]) -> str:
    """The environments, with the name of each interpreter said once: ``CPython on linux: 3.11.7, 3.12.1``."""

    def named(interpreter: Interpreter) -> str:
        wording = _("{interpreter} on {platform}") if interpreter.gil else _("{interpreter} without GIL on {platform}")
        name, platform = line(interpreter.implementation_name, NAME), line(interpreter.platform, NAME)
        return wording.format(interpreter=name, platform=platform)

    versions: dict[str, list[str]] = {}
    for interpreter in interpreters:
        versions.setdefault(named(interpreter), []).append(line(interpreter.python, NAME))
    return "; ".join(f"{name}: {', '.join(dict.fromkeys(found))}" for name, found in versions.items())


def _span(figures: list[str]) -> str:
    """The least and the greatest of figures such as "9.98 s"; of what was seen in words, each."""
    known = [figure for figure in dict.fromkeys(figures) if figure]
    if len(known) < 2 or not all(FIGURE.fullmatch(figure) for figure in known):
        return line("; ".join(known), NAME)
    known.sort(key=lambda figure: float(figure.split()[0]))
    return f"{known[0].split()[0]} \N{EN DASH} {known[-1]}"


def _shows(claim: MergedClaim) -> Iterator[Show]:
    """Pictures of the first exhibit, and of the first of each other verdict."""
    verdicts: set[str] = set()
    for exhibit in claim.exhibits:
        if exhibit.verdict not in verdicts and len(verdicts) < MOST_EXHIBITS:
            verdicts.add(exhibit.verdict)
            layout, drawn, said = laid_out(exhibit.evidence), tuple(plots(exhibit.evidence)), notes(exhibit.evidence)
            if layout or drawn or said:
                yield Show(_caption(claim, exhibit), layout, drawn, said)


def _caption(claim: MergedClaim, exhibit: Exhibit) -> str:
    several = any(map(_is_told_apart, claim.cells[exhibit.interpreter]))
    report = _(" in {report}", report=line(exhibit.report, 2 * NAME)) if several else ""
    under = _(" under {names}", names=line(exhibit.under, NAME)) if exhibit.under else ""
    return f"{line(exhibit.interpreter.label, 2 * NAME)}{under}{report}: {_(exhibit.verdict)}"
