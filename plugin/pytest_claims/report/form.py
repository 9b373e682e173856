"""The form of a report: every field that is written, with its type. ``report.schema.json`` publishes the same fields.

A field that not every report has, or not yet had in an older version, is `NotRequired`. Fields that are not known here may be
there, too, and are kept.
"""

from typing import NotRequired, TypedDict


class SpanEntry(TypedDict):
    """Something that ran, of the picture of an example."""

    label: str
    lane: str
    start: float
    end: float


class RunEntry(TypedDict):
    """One run of a program, or several in a row with the same outcome and no figure."""

    unit: float
    times: NotRequired[int]
    elapsed: list[float]
    held: NotRequired[list[float | None]]
    before: NotRequired[list[float]]
    held_before: NotRequired[list[float | None]]
    took: NotRequired[float]
    scales: NotRequired[bool]
    certain: NotRequired[bool]
    assertions: NotRequired[int]
    noise: NotRequired[dict[str, float]]
    verdict: str
    reason: NotRequired[str | None]
    ignored: NotRequired[list[str]]
    left: NotRequired[list[str]]


class ReadingEntry(TypedDict):
    """What was read of one duration."""

    predicted: str
    approx: float | None
    band: NotRequired[list[float | None]]
    resolution: NotRequired[float]
    rivals: dict[str, float]
    slope: float | None
    error: float | None
    overhead: NotRequired[float | None]
    fits: str | None


class GivenEntry(TypedDict, total=False):
    """What the judge was given in addition to the runs."""

    unit: float
    budget: float | None
    delay: float
    unexplained_delay: float
    outgrown: float | None
    established: bool
    hunted: bool
    real_time: bool
    asserts_are_counted: bool


class ExampleEntry(TypedDict):
    """One example that a program was judged with."""

    arguments: str
    verdict: str
    reason: NotRequired[str | None]
    given: NotRequired[GivenEntry]
    readings: list[ReadingEntry]
    figures: NotRequired[dict[str, float]]
    notes: NotRequired[dict[str, str]]
    deciding: NotRequired[int]
    runs: list[RunEntry]
    spans: NotRequired[list[SpanEntry]]


class PartEntry(TypedDict):
    """What was measured of the program, or of the contrast."""

    name: str
    verdict: str
    deciding: NotRequired[int]
    examples: list[ExampleEntry]


class EvidenceEntry(TypedDict, total=False):
    """What a verdict rests on."""

    jitter: float
    program: PartEntry | None
    contrast: PartEntry | None


class SourcesEntry(TypedDict):
    """The texts of a claim's programs, and of the functions and classes that they use."""

    program: str
    contrast: str | None
    helpers: list[str]


class ChapterEntry(TypedDict):
    """The chapter of a claim, its place among the chapters and what they are all about, where these are known."""

    title: str
    place: float | None
    suite: str | None


class ClaimFields(TypedDict):
    """What a report says of a claim, whoever judged it.

    A field of `pytest_claims.model.claim.Claim` that is named here is written, merged and shown without another line of code.
    """

    id: str
    says: str
    revision: NotRequired[int]
    source: str
    why: NotRequired[str]
    truth: NotRequired[str | None]
    refuted_where: NotRequired[str]
    sources: NotRequired[SourcesEntry]
    chapter: NotRequired[ChapterEntry | None]


#: Their names, in the order in which they are written.
CLAIM_FIELDS = tuple(ClaimFields.__annotations__)


class PlannedCase(TypedDict):
    """What is known of a case before it is judged."""

    start_method: str | None
    parameters: NotRequired[str | None]
    expected: str


class CaseOutcome(TypedDict):
    """What was found out about a case."""

    verdict: str
    reason: NotRequired[str | None]
    contrast: str | None
    examples: NotRequired[int]
    evidence: NotRequired[EvidenceEntry]
    xfail: NotRequired[bool]
    reruns: NotRequired[int]
    runs: NotRequired[dict[str, int]]


class CaseEntry(PlannedCase, CaseOutcome):
    """A judged case, or those of merged runs."""


class PlannedRow(ClaimFields, PlannedCase):
    """A case before it is judged, with its claim."""


class Row(ClaimFields, CaseEntry):
    """A judged case with its claim: what travels from the process that judged to the one that reports."""


class ClaimEntry(ClaimFields):
    """A claim of a report."""

    expected: str
    verdict: str
    cases: list[CaseEntry]


class EnvironmentEntry(TypedDict):
    """Where a run judged."""

    python: str
    implementation: str
    gil: bool
    platform: str
    cpus: int
    start_methods: list[str]


class SecondsEntry(TypedDict):
    """Claim seconds that were verified, and the real ones that it took."""

    claimed: float
    real: float


class Head(TypedDict):
    """A report without its claims."""

    schema: int
    complete: bool
    ended: NotRequired[str]
    runs: NotRequired[int]
    environment: EnvironmentEntry
    seconds: NotRequired[SecondsEntry]


class Report(Head):
    """The report of one environment: of a run, or of several that were merged."""

    claims: list[ClaimEntry]


class MergedReports(TypedDict):
    """The reports of several environments as one document."""

    schema: int
    reports: list[Report]
