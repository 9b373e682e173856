"""Reports of any number of runs and environments, merged one file at a time: only what the result has is kept of each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pytest_claims.model.verdict import MIXED, Verdict
from pytest_claims.report.document import by_start_method, in_order
from pytest_claims.report.evidence import UNDECIDED, Figures, figures, shown_verdict, was_run, word_of
from pytest_claims.report.form import CaseEntry, ClaimEntry, ClaimFields, Head, Report
from pytest_claims.report.history import JudgedThere, histories
from pytest_claims.report.load import ended, load, runs_of
from pytest_claims.report.merged import Cell, Exhibit, Interpreter, Merged, MergedClaim, Reported, Runs

if TYPE_CHECKING:
    from packaging.version import Version


class Evidence(Enum):
    """How much of the evidence, which is most of a report, is kept."""

    NONE = auto()
    #: What the page shows of a claim.
    SHOWN = auto()
    #: The newest run's, under each interpreter and start method.
    ALL = auto()


#: The age of a run: when it ended, where that is known, and its place among the files.
Age = tuple[float, int]
#: Whose evidence is shown: CPython's before others', then the newer interpreter's, then the newer run's.
Rank = tuple[bool, "Version", bool, Age]

#: Reports of one interpreter that are shown each for itself, the newest: what is kept does not grow with the number of reports.
MOST_REPORTS = 3

#: What a case is known by under one interpreter: its start method and its parameters.
Key = tuple[str | None, str | None]

#: What of a claim's entry is worked out from its cases, and not a field of the claim.
_OF_THE_CASES = frozenset(("expected", "verdict", "cases"))
_WORDS: dict[Any, Any] = {None: None, MIXED: MIXED, **{verdict.value: verdict.value for verdict in Verdict}}


@dataclass(slots=True)
class _Case:
    """A cell to be: the newest run that came to a decision, and how many runs gave which verdict."""

    rank: tuple[bool, Age]
    expected: str
    contrast: str | None
    reason: str | None
    xfail: bool
    figures: Figures
    case: CaseEntry | None
    runs: dict[str, int]
    reruns: int
    reports: list[tuple[Age, Reported]]


@dataclass(slots=True)
class _Claim:
    """A claim to be."""

    age: Age
    fields: ClaimFields
    wordings: set[str] = field(default_factory=set)
    cases: dict[Interpreter, dict[Key, _Case]] = field(default_factory=dict)
    exhibits: dict[tuple[str | None, str], tuple[Rank, Exhibit]] = field(default_factory=dict)


def merge(files: Iterable[Path], evidence: Evidence = Evidence.SHOWN) -> Merged:
    """What the reports in `files` say together. Of the runs of one interpreter, the newest that came to a decision is shown.

    Raises:
        ClaimError: a file is no report.
    """
    merging = Merging(evidence)
    paths = list(files)
    for file, name in zip(paths, _names(paths), strict=True):
        reports = load(file)
        # None is kept while the next one is read: two in memory cost more time than their merging does.
        while reports:
            merging.add(reports.pop(0), name)
    return merging.result()


class Merging:
    """A merge under way."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._number = 0
        self._interpreters: dict[Interpreter, tuple[Age, Runs]] = {}
        self._claims: dict[str, _Claim] = {}

    def add(self, report: Report, name: str = "") -> None:
        """Add the report of one environment, whose form has been checked.

        Args:
            name: what it is called where it is told from others of its place; its number, unless it is given.
        """
        self._number += 1
        name = name or f"report {self._number}"
        age = (ended(report), self._number)
        facts = report["environment"]
        interpreter = Interpreter(facts["implementation"], facts["python"], facts["gil"], facts["platform"])
        rank = (interpreter.implementation == "cpython", interpreter.version, interpreter.gil, age)
        self._add_runs(interpreter, age, report, name)
        for entry in report["claims"]:
            claim = self._claims.get(entry["id"])
            if claim is None:
                claim = self._claims[entry["id"]] = _Claim(age, _fields(entry))
            elif entry["says"] != claim.fields["says"]:
                claim.wordings |= {entry["says"], claim.fields["says"]}
            if _revision(entry) != _revision(claim.fields):
                if _revision(entry) < _revision(claim.fields):
                    continue  # a verdict on an earlier wording says nothing about this one
                claim = self._claims[entry["id"]] = _Claim(age, _fields(entry), claim.wordings)
            if age > claim.age:
                claim.age, claim.fields = age, {**claim.fields, **_fields(entry)}
            elif age < claim.age:
                claim.fields = {**_fields(entry), **claim.fields}
            cases = claim.cases.setdefault(interpreter, {})
            for case in entry["cases"]:
                self._add_case(cases, case, age, name)
                if self._evidence is not Evidence.NONE:
                    _exhibit(claim, interpreter, case, rank, name)

    def _add_runs(self, interpreter: Interpreter, age: Age, report: Report, name: str) -> None:
        spent, facts = report.get("seconds", {"claimed": 0, "real": 0}), report["environment"]
        runs = Runs(
            count=report.get("runs", 1),
            complete=report["complete"],
            cpus=facts["cpus"],
            start_methods=tuple(facts["start_methods"]),
            ended=report.get("ended"),
            claimed=spent["claimed"],
            real=spent["real"],
            head=cast(Head, {key: value for key, value in report.items() if key != "claims"}),
            reports=(name,),
        )
        other_age, other = self._interpreters.get(interpreter, (age, None))
        if other is not None:
            newer, older = (runs, other) if age > other_age else (other, runs)
            runs = replace(
                newer,
                count=newer.count + older.count,
                complete=newer.complete or older.complete,
                claimed=newer.claimed + older.claimed,
                real=newer.real + older.real,
                head={**older.head, **newer.head},
                reports=tuple(dict.fromkeys((*newer.reports, *older.reports)))[:MOST_REPORTS],
            )
        self._interpreters[interpreter] = (max(age, other_age), runs)

    def _add_case(self, cases: dict[Key, _Case], case: CaseEntry, age: Age, name: str) -> None:
        runs, reruns = runs_of(case), case.get("reruns", 0)
        rank = (case["verdict"] not in UNDECIDED, age)
        key = case["start_method"], case.get("parameters")
        measured = figures(case)
        reports = [(age, Reported(name, _WORDS[case["verdict"]], word_of(case), measured.measured, measured.of_contrast))]
        other = cases.get(key)
        if other is not None:
            reports = sorted([*reports, *other.reports], key=itemgetter(0), reverse=True)[:MOST_REPORTS]
            for verdict, count in other.runs.items():
                runs[verdict] = runs.get(verdict, 0) + count
            reruns += other.reruns
            if rank < other.rank:
                other.runs, other.reruns, other.reports = runs, reruns, reports
                return
        cases[key] = _Case(
            rank,
            _WORDS[case["expected"]],
            _WORDS[case["contrast"]],
            case.get("reason"),
            case.get("xfail", False),
            measured,
            case if self._evidence is Evidence.ALL else None,
            runs,
            reruns,
            reports,
        )

    def result(self) -> Merged:
        """What was added, merged."""
        interpreters = sorted(self._interpreters, key=lambda interpreter: interpreter.order)
        return Merged(
            {interpreter: self._interpreters[interpreter][1] for interpreter in interpreters},
            tuple(_merged(self._claims[id], interpreters) for id in sorted(self._claims)),
        )


def _names(files: list[Path]) -> list[str]:
    """The name of each file, with as many of its folders as distinguish it from the others."""
    names = {file: file.name for file in files}
    for parts in range(2, max((len(file.parts) for file in names), default=0) + 1):
        taken = Counter(names.values())
        names = {file: "/".join(file.parts[-parts:]) if taken[name] > 1 else name for file, name in names.items()}
    return [names[file] for file in files]


def one_run(report: Report) -> Merged:
    """The report of one run, with all of its evidence, as pages and summaries are made of."""
    merging = Merging(Evidence.ALL)
    merging.add(report)
    return merging.result()


def _fields(entry: ClaimEntry) -> ClaimFields:
    return cast(ClaimFields, {name: value for name, value in entry.items() if name not in _OF_THE_CASES})


def _revision(entry: ClaimEntry | ClaimFields) -> int:
    return entry.get("revision", 1)


def _exhibit(claim: _Claim, interpreter: Interpreter, case: CaseEntry, rank: Rank, name: str) -> None:
    """Keep the evidence of `case` if no newer interpreter showed the same verdict under the same start method."""
    if not was_run(case):
        return
    verdict = _WORDS[shown_verdict(case)]
    kept = claim.exhibits.get((case["start_method"], verdict))
    if kept is None or rank >= kept[0]:
        exhibit = Exhibit(interpreter, case["start_method"], case.get("parameters"), verdict, case["evidence"], name)
        claim.exhibits[case["start_method"], verdict] = (rank, exhibit)


def _merged(claim: _Claim, interpreters: list[Interpreter]) -> MergedClaim:
    cells = {interpreter: _cells(claim.cases[interpreter]) for interpreter in interpreters if interpreter in claim.cases}
    ranked = sorted(claim.exhibits.values(), key=lambda kept: by_start_method(kept[1].start_method))
    return MergedClaim(
        fields=claim.fields,
        wordings=tuple(sorted(claim.wordings - {claim.fields["says"]})),
        cells=cells,
        exhibits=tuple(exhibit for _, exhibit in sorted(ranked, key=lambda kept: kept[0], reverse=True)),
        histories=histories(_judged(cells)),
    )


def _cells(cases: Mapping[Key, _Case]) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            *key,
            agreed(case.runs),
            case.expected,
            case.contrast,
            case.reason,
            case.xfail,
            tuple((verdict, case.runs[verdict]) for verdict in _WORDS if verdict in case.runs),
            case.reruns,
            case.figures.measured,
            case.figures.predicted,
            case.figures.of_contrast,
            case.case,
            tuple(reported for _, reported in case.reports),
        )
        for key, case in sorted(cases.items(), key=lambda pair: in_order(*pair[0]))
    )


def agreed(runs: Iterable[str]) -> str:
    """The verdict of runs under one interpreter: ``mixed`` where those that came to a decision contradict each other."""
    found = set(runs)
    decided = found - set(UNDECIDED) or found - {Verdict.NOT_APPLICABLE} or found
    return decided.pop() if len(decided) == 1 else MIXED


def _judged(cells: Mapping[Interpreter, Iterable[Cell]]) -> Iterator[JudgedThere]:
    for interpreter, here in cells.items():
        for cell in here:
            yield JudgedThere(
                interpreter.implementation_name,
                interpreter.gil,
                interpreter.platform,
                cell.under,
                interpreter.version,
                cell.verdict,
            )
