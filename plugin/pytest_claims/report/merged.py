"""Reports of several runs and environments as one, immutable: what pages, badges and comparisons are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pytest_claims.model.verdict import MIXED, common
from pytest_claims.model.version import version_of
from pytest_claims.report.chapters import by_chapter
from pytest_claims.report.evidence import surprises, word
from pytest_claims.report.form import CaseEntry, ClaimFields, EvidenceEntry, Head
from pytest_claims.report.history import History
from pytest_claims.report.names import other_fields, under

if TYPE_CHECKING:
    from packaging.version import Version

_NAMES = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Where claims were judged. Runs with the same Python, implementation, lock and platform are runs of one interpreter."""

    implementation: str
    python: str
    gil: bool
    platform: str

    @property
    def name(self) -> str:
        """The interpreter: ``CPython 3.13.0, no GIL``."""
        return f"{self.implementation_name} {self.python}" + ("" if self.gil else ", no GIL")

    @property
    def label(self) -> str:
        """The interpreter and its platform."""
        return f"{self.name}, {self.platform}"

    @property
    def implementation_name(self) -> str:
        """The implementation, as it writes itself."""
        return _NAMES.get(self.implementation, self.implementation)

    @property
    def version(self) -> "Version":
        """The version, to be compared."""
        return version_of(self.python)

    @property
    def order(self) -> tuple[object, ...]:
        """The order of columns: CPython first, then from old to new, with the lock before without."""
        return (self.implementation != "cpython", self.implementation, self.version, self.python, not self.gil, self.platform)


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of one interpreter."""

    count: int
    #: Whether one of them, at least, was not cut short.
    complete: bool
    #: Of the newest run.
    cpus: int
    start_methods: tuple[str, ...]
    #: When the newest run ended, in ISO format, where a report says so.
    ended: str | None
    #: Claim seconds and real seconds, of all runs.
    claimed: float
    real: float
    #: The newest report without its claims, and with what is not known here.
    head: Head
    #: The names of the newest reports, the newest first.
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """What one report says of a cell."""

    #: The report's name: that of its file.
    report: str
    #: The verdict, and what it is called.
    verdict: str
    word: str
    #: What was measured, and measured of the contrast.
    figure: str
    against: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A claim under one interpreter under one start method and with the same parameters, as all runs there judged it."""

    start_method: str | None
    #: Those of the test other than the start method.
    parameters: str | None
    #: What the runs that came to a decision agree on, or ``mixed``.
    verdict: str
    expected: str
    #: The contrast's verdict and the reason, in the newest run that came to a decision.
    contrast: str | None
    reason: str | None
    #: Whether its test is marked to fail, and did, in that run.
    xfail: bool
    #: How many runs gave which verdict.
    runs: tuple[tuple[str, int], ...]
    #: How often its test was run again, in all runs together.
    reruns: int
    #: What was measured, claimed, and measured of the contrast, as the summary of a run shows it.
    figure: str
    claimed: str
    against: str
    #: The newest run's case with its evidence and what is not known here, where it was asked for.
    case: CaseEntry | None
    #: What the newest reports say, each for itself, the newest first.
    reports: tuple[Reported, ...] = ()

    @property
    def conflict(self) -> bool:
        """Whether runs of this interpreter contradict each other."""
        return self.verdict == MIXED

    @property
    def surprise(self) -> bool:
        """Whether it is not as the claim documents it."""
        return surprises(self.verdict, self.expected, xfail=self.xfail and not self.conflict)

    @property
    def word(self) -> str:
        """The verdict as the summary of a run names it."""
        return word(self.verdict, self.expected, xfail=self.xfail and not self.conflict)

    @property
    def under(self) -> str | None:
        """What distinguishes it from the other cells of its claim and interpreter."""
        return under(self.start_method, self.parameters)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """The evidence that is shown for a verdict."""

    interpreter: Interpreter
    start_method: str | None
    parameters: str | None
    verdict: str
    evidence: EvidenceEntry
    #: The name of the report that holds it.
    report: str = ""

    @property
    def under(self) -> str | None:
        """What distinguishes it from the other cases of its claim and interpreter."""
        return under(self.start_method, self.parameters)


@dataclass(frozen=True, slots=True)
class Sources:
    """The texts of a claim's programs, and of the functions and classes that they use."""

    program: str
    contrast: str | None
    helpers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergedClaim:
    """A claim, as the newest report words it, and all verdicts on it."""

    #: What reports say of it, those fields among them that are not known here.
    fields: ClaimFields
    #: Other sentences that reports have under this id.
    wordings: tuple[str, ...]
    #: The cells of each interpreter that judged it, one for each start method and all parameters.
    cells: Mapping[Interpreter, tuple[Cell, ...]]
    #: For each start method and verdict, what the newest interpreter showed; the first is the one to show alone.
    exhibits: tuple[Exhibit, ...]
    histories: tuple[History, ...]

    @property
    def id(self) -> str:
        """The stable id that documents cite."""
        return self.fields["id"]

    @property
    def says(self) -> str:
        """The sentence."""
        return self.fields["says"]

    @property
    def revision(self) -> int:
        """How often the sentence has been worded; verdicts on earlier wordings are left out."""
        return self.fields.get("revision", 1)

    @property
    def source(self) -> str:
        """Where the sentence was read."""
        return self.fields["source"]

    @property
    def why(self) -> str:
        """The mechanism behind it."""
        return self.fields.get("why", "")

    @property
    def truth(self) -> str | None:
        """The id of the claim that says what is true instead."""
        return self.fields.get("truth")

    @property
    def refuted_where(self) -> str:
        """The condition under which it is known to be false."""
        return self.fields.get("refuted_where", "nowhere")

    @property
    def sources(self) -> Sources | None:
        """The texts of its programs, where a report has them."""
        texts = self.fields.get("sources")
        return Sources(texts["program"], texts["contrast"], tuple(texts["helpers"])) if texts else None

    @property
    def more(self) -> Mapping[str, str]:
        """The other fields that it has, by title."""
        return other_fields(self.fields)

    @property
    def all_cells(self) -> tuple[Cell, ...]:
        """The cells of all interpreters."""
        return tuple(cell for cells in self.cells.values() for cell in cells)

    @property
    def verdict(self) -> str:
        """What all interpreters share, or ``mixed``."""
        return common(cell.verdict for cell in self.all_cells)

    @property
    def surprises(self) -> int:
        """Cells that are not as documented, those in conflict among them."""
        return sum(cell.surprise for cell in self.all_cells)

    @property
    def conflicts(self) -> int:
        """Cells in which runs contradict each other."""
        return sum(cell.conflict for cell in self.all_cells)

    def grouped(self, interpreter: Interpreter) -> tuple[tuple[tuple[str, ...], Cell], ...]:
        """The cells of `interpreter`, those that agree as one with its start methods; no names where all agree."""
        groups: dict[tuple[str, str, bool], list[Cell]] = {}
        for cell in self.cells.get(interpreter, ()):
            groups.setdefault((cell.verdict, cell.expected, cell.xfail), []).append(cell)
        if len(groups) == 1:
            return tuple(((), cells[0]) for cells in groups.values())
        return tuple((tuple(cell.under or "any" for cell in cells), cells[0]) for cells in groups.values())


@dataclass(frozen=True)
class Merged:
    """All that the reports say."""

    #: In the order of columns.
    interpreters: Mapping[Interpreter, Runs]
    #: In the order of their ids.
    claims: tuple[MergedClaim, ...]

    @cached_property
    def by_id(self) -> Mapping[str, MergedClaim]:
        """The claims by their ids."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def all_cells(self) -> tuple[tuple[MergedClaim, Cell], ...]:
        """The cells of all claims, each with its claim."""
        return tuple((claim, cell) for claim in self.claims for cell in claim.all_cells)

    @cached_property
    def chapters(self) -> Mapping[str, list[MergedClaim]]:
        """The claims of each chapter, by titles in the order of the course."""
        return by_chapter((claim.id, claim.fields.get("chapter"), claim) for claim in self.claims)

    @property
    def runs(self) -> int:
        """How many runs there were."""
        return sum(runs.count for runs in self.interpreters.values())

    @cached_property
    def cases(self) -> int:
        """How many cells there are."""
        return len(self.all_cells)

    @cached_property
    def surprises(self) -> int:
        """How many of them are not as documented."""
        return sum(claim.surprises for claim in self.claims)

    @cached_property
    def conflicts(self) -> int:
        """In how many of them runs contradict each other."""
        return sum(claim.conflicts for claim in self.claims)
