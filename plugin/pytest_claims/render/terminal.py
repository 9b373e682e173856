"""What a run shows: who judges, how far it is, and a summary by chapter. Plain lines, readable in 80 columns and in a log."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_claims.model.environment import Environment
from pytest_claims.model.language import _, plural
from pytest_claims.model.wording import real_time
from pytest_claims.render.columns import fitted, left, width
from pytest_claims.render.messages import why
from pytest_claims.report import text
from pytest_claims.report.evidence import UNDECIDED, as_expected, is_surprise, word_of
from pytest_claims.report.form import Row
from pytest_claims.report.merged import Cell, Merged, MergedClaim
from pytest_claims.report.names import case_name, under

#: Cases between two lines of progress in a log.
STEP = 20
#: Columns of the summary: name, verdict, and what is left of 80 for the figures.
NAME, VERDICT = 40, 23


@dataclass(frozen=True, slots=True)
class OutputLine:
    """A line to print, and the colour it may have."""

    text: str
    colour: str | None = None


def header(environment: Environment, jitter: float) -> str:
    """Who judges: the line at the start of a run."""
    lock = _("GIL on") if environment.gil else _("GIL off")
    cpus = plural("{count} CPU", "{count} CPUs", environment.cpus)
    methods = ", ".join(environment.start_methods)
    return (
        f"claims: {environment.implementation} {environment.python}, {lock}, {environment.platform}, {cpus}\n"
        + "        "
        + _("start methods {methods}; sleeps end up to {late} late", methods=methods, late=real_time(jitter, 2))
    )


@dataclass
class Progress:
    """How far a run is, and how it stands."""

    #: Cases to come, where that is known.
    planned: int = 0
    cases: int = 0
    surprises: int = 0
    _ids: set[str] = field(default_factory=set)

    def judged(self, row: Row, before: Row | None = None) -> Iterator[OutputLine]:
        """Count `row`, in place of the one `before` of the same case; a surprise is a line at once."""
        if before is not None:
            self.cases -= 1
            self.surprises -= is_surprise(before)
        self.cases += 1
        self._ids.add(row["id"])
        if is_surprise(row):
            self.surprises += 1
            yield OutputLine("  " + _("surprise: {verdict}", verdict=_against_expectation(row)), "red")

    def status(self, row: Row) -> str:
        """Where the run stands after `row`."""
        cases = f"{self.cases}/{self.planned}" if self.planned else self.cases
        status = _(
            "{cases} cases, {claims} claims, {surprises} unexpected; {id}",
            cases=cases,
            claims=len(self._ids),
            surprises=self.surprises,
            id=row["id"],
        )
        return f"  {fitted(status, 77)}"


def waits(holders: Sequence[Mapping[str, Any]], now: float) -> OutputLine:
    """Whom a test waits for, at the moment `now`, a timestamp: `Holder` says what is known of each."""
    if not holders:
        return OutputLine("  " + _("waits for another run on this machine"), "yellow")
    first, *more = holders
    others = _(" and {count} more", count=len(more)) if more else ""
    what = text.line(_("claim {id} in {folder}", id=first["claim"], folder=first["folder"]), 200)
    seconds = f"{max(0.0, now - first['since']):.0f}"
    said = _(
        "waits for pid {pid}{others} ({what}, for {seconds} s now)", pid=first["pid"], others=others, what=what, seconds=seconds
    )
    return OutputLine(f"  {said}", "yellow")


def waited(seconds: float) -> OutputLine:
    """For how many real seconds the run waited for its place on the machine."""
    return OutputLine(
        _("waited {seconds:.0f} s for other claims: those that measure the CPUs run alone on this machine", seconds=seconds),
        "yellow",
    )


def rerun(row: Row) -> Iterator[OutputLine]:
    """A verdict that will not count, since another plugin runs the test again."""
    yield OutputLine("  " + _("run again: {verdict}", verdict=_against_expectation(row)), "yellow")


def summary(merged: Merged) -> Iterator[OutputLine]:
    """All claims of a run by chapter, then totals, surprises first."""
    for title, claims in merged.chapters.items():
        yield OutputLine(left(fitted(title, NAME - 1), NAME) + left(_("verdict"), VERDICT) + _("figures"))
        for claim in claims:
            yield from _claim_lines(claim)
    yield OutputLine("")
    yield OutputLine(_("figures: program (claimed) | contrast, in claim seconds or in CPUs used at once"))
    yield from totals(merged)


def _claim_lines(claim: MergedClaim) -> Iterator[OutputLine]:
    """One line for a claim; where it has parameters or start methods differ, one for each and those that agree."""
    groups: dict[tuple[str | None, str, str], list[Cell]] = {}
    cells = claim.all_cells
    for cell in cells:
        groups.setdefault((cell.parameters, cell.word, cell.expected), []).append(cell)
    if len(groups) == 1:
        name = f"  {claim.id}"
        if width(name) >= NAME:
            # It has no room beside its verdict.
            yield OutputLine(name)
            name = ""
        yield _line(name, cells[0])
        return
    yield OutputLine(f"  {claim.id}")
    # By parameters, since cells come by start method.
    for parameters in dict.fromkeys(parameters for parameters, *_rest in groups):
        for alike in (alike for (own, *_rest), alike in groups.items() if own == parameters):
            methods = ", ".join(filter(None, (cell.start_method for cell in alike)))
            yield _line(f"    {under(methods, parameters) or '-'}", alike[0])


def _line(name: str, cell: Cell) -> OutputLine:
    against = cell.against or cell.contrast or "-"
    shown = f"{cell.figure.removesuffix(' s') or '-'} ({cell.claimed})" if cell.claimed else cell.figure or "-"
    colour = "red" if cell.surprise else "green" if cell.verdict == cell.expected else "yellow"
    return OutputLine(f"{left(name, NAME)}{left(cell.word, VERDICT)}{shown} | {against}", colour)


def totals(merged: Merged) -> Iterator[OutputLine]:
    """The surprises by name, what was not decided and why, what was run again, how many of which, and the seconds."""
    cells = [(case_name(claim.id, cell.start_method, cell.parameters), cell) for claim, cell in merged.all_cells]
    surprises = [(name, cell) for name, cell in cells if cell.surprise]
    if surprises:
        yield OutputLine(_("{count} unexpected:", count=len(surprises)), "red")
        for name, cell in surprises:
            yield OutputLine("  " + _not_as_expected(name, cell.verdict, cell.expected), "red")
    else:
        yield OutputLine(_("nothing unexpected"), "green")
    for verdict in UNDECIDED:
        undecided = [(name, cell) for name, cell in cells if cell.verdict == verdict]
        if undecided:
            yield OutputLine(f"{len(undecided)} {_(verdict)}:", "yellow")
        for name, cell in undecided:
            yield OutputLine(f"  {name}: {why(cell.case) if cell.case else cell.reason or ''}", "yellow")
    again = [(name, cell) for name, cell in cells if cell.reruns]
    if again:
        yield OutputLine(_("{count} run again, the last verdict counts:", count=len(again)), "yellow")
    for name, cell in again:
        reruns = plural("{count} rerun, then {verdict}", "{count} reruns, then {verdict}", cell.reruns, verdict=_(cell.verdict))
        yield OutputLine(f"  {name}: {reruns}", "yellow")
    runs = merged.interpreters.values()
    if not all(run.complete for run in runs):
        yield OutputLine(_("the run was cut short: not every claim was judged"), "yellow")
    counts = Counter(cell.word for _, cell in cells)
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    yield OutputLine(
        _("{claims} claims in {cases} cases: {verdicts}", claims=len(merged.claims), cases=len(cells), verdicts=verdicts)
    )
    claimed, real = sum(run.claimed for run in runs), sum(run.real for run in runs)
    yield OutputLine(_("{claimed:.0f} claim seconds verified in {real:.0f} real ones", claimed=claimed, real=real))


def _against_expectation(row: Row) -> str:
    return _not_as_expected(_name(row), row["verdict"], row["expected"])


def _not_as_expected(name: str, verdict: str, expected: str) -> str:
    return _("{name}: {verdict}, expected {expected}", name=name, verdict=_(verdict), expected=_(expected))


def _name(row: Row) -> str:
    return case_name(row["id"], row["start_method"], row.get("parameters"))


def verbose_word(row: Row) -> tuple[str, dict[str, bool]]:
    """A judged case in verbose mode: its verdict, and the colour it may have."""
    colour = "red" if is_surprise(row) else "green" if as_expected(row) else "yellow"
    return word_of(row).upper(), {colour: True}
