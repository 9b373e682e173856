"""What a run shows: who judges, how far it is, and a summary by subject. Plain lines, readable in 80 columns and in a log."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_claims.model.environment import Environment
from pytest_claims.model.verdict import Verdict
from pytest_claims.model.wording import real_time
from pytest_claims.render.messages import told
from pytest_claims.report import text
from pytest_claims.report.document import claim_entry
from pytest_claims.report.evidence import claimed, figure, word_of
from pytest_claims.report.row import Row, as_expected, claim_seconds, is_surprise, named, under

#: Cases between two lines of progress in a log.
STEP = 20
#: Columns of the summary: name, verdict, and what is left of 80 for the figures.
NAME, VERDICT = 40, 23


@dataclass(frozen=True, slots=True)
class Line:
    """A line to print, and the colour it may have."""

    text: str
    colour: str | None = None


def header(environment: Environment, jitter: float) -> str:
    """Who judges: the line at the start of a run."""
    lock = "GIL on" if environment.gil else "GIL off"
    cpus = f"{environment.cpus} CPU{'s' if environment.cpus != 1 else ''}"
    methods = ", ".join(environment.start_methods)
    return (
        f"claims: {environment.implementation} {environment.python}, {lock}, {environment.platform}, {cpus}\n"
        f"        start methods {methods}; sleeps end up to {real_time(jitter, 2)} late"
    )


@dataclass
class Progress:
    """How far a run is, and how it stands."""

    #: Cases to come, where that is known.
    planned: int = 0
    cases: int = 0
    surprises: int = 0
    _ids: set[str] = field(default_factory=set)

    def judged(self, row: Row, before: Row | None = None) -> Iterator[Line]:
        """Count `row`, in place of what was said `before` of the same case; a surprise is a line at once."""
        if before is not None:
            self.cases -= 1
            self.surprises -= is_surprise(before)
        self.cases += 1
        self._ids.add(row["id"])
        if is_surprise(row):
            self.surprises += 1
            yield Line(f"  surprise: {named(row)}: {row['verdict']}, expected {row['expected']}", "red")

    def status(self, row: Row) -> str:
        """Where the run stands after `row`."""
        total = f"/{self.planned}" if self.planned else ""
        said = f"  {self.cases}{total} cases, {len(self._ids)} claims, {self.surprises} unexpected; {row['id']}"
        return said[:79]


def waits(holders: Sequence[Row], now: float) -> Line:
    """Whom a test waits for, at the moment `now`, a timestamp: `Holder` tells what is known of each."""
    if not holders:
        return Line("  waits for another run on this machine", "yellow")
    first, *more = holders
    beside = f" and {len(more)} more" if more else ""
    what = text.line(f"claim {first['claim']} in {first['folder']}", 200)
    return Line(f"  waits for pid {first['pid']}{beside} ({what}, for {max(0.0, now - first['since']):.0f} s now)", "yellow")


def waited(seconds: float) -> Line:
    """For how many real seconds the run waited for its place on the machine."""
    return Line(f"waited {seconds:.0f} s for other claims: those that measure the CPUs run alone on this machine", "yellow")


def rerun(row: Row) -> Iterator[Line]:
    """A verdict that will not count, since another plugin runs the test again."""
    yield Line(f"  run again: {named(row)}: {row['verdict']}, expected {row['expected']}", "yellow")


def summary(rows: Sequence[Row], wall_seconds: float, *, cut_short: bool = False) -> Iterator[Line]:
    """All claims by subject, then totals, surprises first."""
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        by_id.setdefault(row["id"], []).append(row)
    subjects: dict[str, list[str]] = {}
    for id in sorted(by_id):
        subjects.setdefault(id.partition(".")[0], []).append(id)
    for subject, ids in subjects.items():
        yield Line(f"{subject:<{NAME}}{'verdict':<{VERDICT}}figures")
        for id in ids:
            yield from _claim_lines(id.partition(".")[2], claim_entry(by_id[id]))
    yield Line("")
    yield Line("figures: program (claimed) | contrast, in claim seconds or in CPUs used at once")
    yield from totals(rows, len(by_id), wall_seconds, cut_short=cut_short)


def _claim_lines(name: str, entry: dict[str, Any]) -> Iterator[Line]:
    """One line for a claim; where it has parameters or start methods differ, one for each and those that agree."""
    groups: dict[tuple[str | None, str, str], list[dict[str, Any]]] = {}
    for case in entry["cases"]:
        groups.setdefault((case.get("parameters"), word_of(case), case["expected"]), []).append(case)
    if len(groups) == 1:
        yield _line(f"  {name}", entry["cases"][0])
        return
    yield Line(f"  {name}")
    # By parameters, since cases come by start method.
    for parameters in dict.fromkeys(parameters for parameters, _, _ in groups):
        for cases in (cases for (own, _, _), cases in groups.items() if own == parameters):
            methods = ", ".join(filter(None, (case["start_method"] for case in cases)))
            yield _line(f"    {under(methods, parameters) or '-'}", cases[0])


def _line(name: str, case: dict[str, Any]) -> Line:
    program, contrast = case["evidence"]["program"], case["evidence"]["contrast"]
    measured, wanted = figure(program), claimed(program)
    against = figure(contrast) or case["contrast"] or "-"
    shown = f"{measured.removesuffix(' s') or '-'} ({wanted})" if wanted else measured or "-"
    figures = f"{shown} | {against}"
    colour = "red" if is_surprise(case) else "green" if as_expected(case) else "yellow"
    return Line(f"{name:<{NAME}}{word_of(case):<{VERDICT}}{figures}", colour)


def totals(rows: Sequence[Row], claims: int, wall_seconds: float, *, cut_short: bool) -> Iterator[Line]:
    """The surprises by name, what could not be told and why, how many of which, and the seconds."""
    surprises = [row for row in rows if is_surprise(row)]
    if surprises:
        yield Line(f"{len(surprises)} unexpected:", "red")
        for row in surprises:
            yield Line(f"  {named(row)}: {row['verdict']}, expected {row['expected']}", "red")
    else:
        yield Line("nothing unexpected", "green")
    for verdict in (Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE):
        aside = [row for row in rows if row["verdict"] == verdict]
        if aside:
            yield Line(f"{len(aside)} {verdict}:", "yellow")
        for row in aside:
            yield Line(f"  {named(row)}: {told(row)}", "yellow")
    again = [row for row in rows if row.get("reruns")]
    if again:
        yield Line(f"{len(again)} run again, the last verdict counts:", "yellow")
    for row in again:
        yield Line(f"  {named(row)}: {row['reruns']} rerun{'s' if row['reruns'] > 1 else ''}, then {row['verdict']}", "yellow")
    if cut_short:
        yield Line("the run was cut short: not every claim was judged", "yellow")
    counts = Counter(map(word_of, rows))
    said = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    yield Line(f"{claims} claims in {len(rows)} cases: {said}")
    yield Line(f"{sum(map(claim_seconds, rows)):.0f} claim seconds verified in {wall_seconds:.0f} real ones")


def verbose_word(row: Row) -> tuple[str, dict[str, bool]]:
    """A judged case in verbose mode: its verdict, and the colour it may have."""
    colour = "red" if is_surprise(row) else "green" if as_expected(row) else "yellow"
    return word_of(row).upper(), {colour: True}
