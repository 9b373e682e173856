"""What a run shows: who judges, how far it is, and a summary by subject. Plain lines, readable in 80 columns and in a log."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_claims.environment import Environment
from pytest_claims.messages import claimed, figure, word
from pytest_claims.report import claim_entry
from pytest_claims.rows import Row, claim_seconds, is_surprise
from pytest_claims.verdict import Verdict

#: How a verdict is coloured, where there are colours. The word always says it too.
COLOURS = {
    Verdict.HOLDS: "green",
    Verdict.REFUTED: "red",
    Verdict.BROKEN: "red",
    Verdict.INCONCLUSIVE: "yellow",
    Verdict.NOT_APPLICABLE: "yellow",
}
#: Claims between two lines of progress.
STEP = 10


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
        f"        start methods {methods}; sleeps end up to {1000 * jitter:.2g} ms late"
    )


@dataclass
class Progress:
    """Lines while the run goes on: one each `STEP` claims, and every surprise at once."""

    #: Cases to come, where that is known.
    planned: int = 0
    _cases: int = 0
    _ids: list[str] = field(default_factory=list)
    _surprises: int = 0

    def judged(self, row: Row) -> Iterator[Line]:
        """The lines to print after `row`."""
        self._cases += 1
        if row["id"] not in self._ids:
            self._ids.append(row["id"])
            if len(self._ids) % STEP == 0:
                yield self._line()
        if is_surprise(row):
            self._surprises += 1
            under = f" under {row['start_method']}" if row["start_method"] else ""
            yield Line(f"  surprise: {row['id']}{under}: {row['verdict']}, expected {row['expected']}", "red")

    def _line(self) -> Line:
        total = f"/{self.planned}" if self.planned else ""
        surprises = f", {self._surprises} surprises" if self._surprises else ""
        return Line(
            f"  claims: {len(self._ids):3} under way, {self._cases:3}{total} cases judged{surprises}; now {self._ids[-1]}"
        )


def summary(rows: Sequence[Row], wall_seconds: float) -> Iterator[Line]:
    """All claims by subject, then totals, surprises first."""
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        by_id.setdefault(row["id"], []).append(row)
    subjects: dict[str, list[str]] = {}
    for id in sorted(by_id):
        subjects.setdefault(id.partition(".")[0], []).append(id)
    for subject, ids in subjects.items():
        yield Line(f"{subject + ' ':-<44} {'verdict':<25} measured (claimed) | contrast"[:79])
        for id in ids:
            yield from _claim_lines(id.partition(".")[2], claim_entry(by_id[id]))
    yield Line("")
    yield from totals(rows, len(by_id), wall_seconds)


def _claim_lines(name: str, entry: dict[str, Any]) -> Iterator[Line]:
    """One line for a claim, or one for each group of start methods that agree."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for case in entry["cases"]:
        groups.setdefault((case["verdict"], case["expected"]), []).append(case)
    for number, ((verdict, expected), cases) in enumerate(groups.items()):
        title = f"  {name}" if number == 0 else ""
        said = word(verdict, expected)
        if len(groups) > 1:
            said = f"{'/'.join(case['start_method'] or '-' for case in cases)}: {said}"
        evidence = cases[0]["evidence"]
        measured, wanted = figure(evidence["program"]), claimed(evidence["program"])
        against = figure(evidence["contrast"]) or (cases[0]["contrast"] or "")
        figures = f"{measured} ({wanted})" if wanted else measured
        surprise = verdict != expected and verdict not in (Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE)
        colour = "red" if surprise else "green" if verdict == expected else "yellow"
        end = f"{figures or '-'} | {against or '-'}"
        if len(title) > 44 or len(said) > 25 - (len(end) > 20) * 0:
            yield Line(f"{title:<44} {said}", colour)
            yield Line(f"{'':<44} {'':<8}{end}")
        else:
            yield Line(f"{title:<44} {said:<{25 if len(groups) == 1 else len(said)}} {end}", colour)


def totals(rows: Sequence[Row], claims: int, wall_seconds: float) -> Iterator[Line]:
    """How many of which, the surprises by name, and the seconds."""
    surprises = [row for row in rows if is_surprise(row)]
    if surprises:
        yield Line(f"{len(surprises)} unexpected:", "red")
        for row in surprises:
            under = f" under {row['start_method']}" if row["start_method"] else ""
            yield Line(f"  {row['id']}{under}: {row['verdict']}, expected {row['expected']}", "red")
    else:
        yield Line("nothing unexpected", "green")
    yield from _asides(rows, Verdict.INCONCLUSIVE)
    yield from _asides(rows, Verdict.NOT_APPLICABLE)
    counts = Counter(word(row["verdict"], row["expected"]) for row in rows)
    yield Line(f"{claims} claims in {len(rows)} cases: " + ", ".join(f"{count} {said}" for said, count in counts.most_common()))
    yield Line(f"{sum(map(claim_seconds, rows)):.0f} claim seconds verified in {wall_seconds:.0f} real ones")


def _asides(rows: Iterable[Row], verdict: Verdict) -> Iterator[Line]:
    aside = [row for row in rows if row["verdict"] == verdict]
    if aside:
        yield Line(f"{len(aside)} {verdict}:", "yellow")
    for row in aside:
        under = f" under {row['start_method']}" if row["start_method"] else ""
        yield Line(f"  {row['id']}{under}: {row['reason']}", "yellow")
