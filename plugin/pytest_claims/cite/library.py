"""What reports say of claims, to be cited: a claim by its id, or what is wrong with citing it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from pytest_claims.cite.citation import SHOWN, Citation, citation
from pytest_claims.cite.cited import Cited, cited
from pytest_claims.cite.register import Register
from pytest_claims.judge.declared import nearest
from pytest_claims.model.errors import ClaimError
from pytest_claims.report.merge import Evidence, merge
from pytest_claims.report.merged import Merged
from pytest_claims.report.text import line
from pytest_claims.report.translated import translated


class Kind(StrEnum):
    """What can be wrong with a citation."""

    #: No claim has the id, or the claim no such revision.
    UNKNOWN = "unknown"
    #: The claim was given up; another one may have taken its place.
    RETIRED = "retired"
    #: The sentence was worded anew since the revision that is cited.
    SUPERSEDED = "superseded"
    #: No report can tell whether the sentence holds.
    UNVERIFIED = "unverified"
    #: The verdict is another one than the text relies on.
    CONTRADICTED = "contradicted"


class CitationError(ClaimError):
    """A claim cannot be cited so. The message says why, and what to write."""

    def __init__(self, kind: Kind, message: str, *, cited: Cited | None = None, instead: str | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        #: The claim, where there is one: it can be shown beside the message.
        self.cited = cited
        #: The id to cite in its place, where one is known.
        self.instead = instead


class Library:
    """The claims that reports know, read once."""

    def __init__(self, merged: Merged, register: Register | None = None) -> None:
        self.merged = merged
        self._register = register or Register({})
        self._cited: dict[str, Cited] = {}

    @classmethod
    def load(cls, paths: Iterable[Path], register: Path | None = None, *, evidence: Evidence = Evidence.SHOWN) -> "Library":
        """Read reports.

        ::

            library = Library.load([Path("evidence")], Path("claims/claims-register.json"))

        Args:
            paths: files that ``pytest --claims-json`` or ``pytest-claims report`` wrote; of a folder, all ``*.json`` in it.
            register: the file that knows earlier wordings of sentences and ids that were given up, if there is one.
            evidence: `Evidence.NONE` where neither tables nor pictures are made of it: it takes less memory.

        Raises:
            ClaimError: a file is no report, or no register; it names the file and the remedy.
        """
        files = [file for path in paths for file in _files(path)]
        if not files:
            raise ClaimError("no report is named. Reports are written by pytest --claims-json FILE.")
        return cls(translated(merge(files, evidence)), Register.read(register) if register is not None else None)

    def ids(self) -> tuple[str, ...]:
        """The ids of all claims that reports know and that can be cited, in order."""
        return tuple(id for id in self.merged.by_id if not self._register.is_retired(id))

    def subjects(self) -> frozenset[str]:
        """The first words of all ids that reports or the register know: ``thread``."""
        return frozenset(id.partition(".")[0] for id in (*self.merged.by_id, *self._register.ids()))

    def find(self, id: str | Citation) -> Cited:
        """The claim that is cited.

        Args:
            id: ``thread.join-after-loop``, ``thread.join-after-loop~2``, or a `Citation`.

        Raises:
            CitationError: the claim is unknown, retired, worded anew or not verified, or the text relies on another verdict.
        """
        wanted = id if isinstance(id, Citation) else citation(id)
        self._check_known(wanted)
        found = self._cited.get(wanted.id)
        if found is None:
            found = self._cited[wanted.id] = cited(self.merged.by_id[wanted.id], self.merged)
        self._check_revision(wanted, found)
        newest = self._register.revision(wanted.id)
        if found.revision < newest:
            raise CitationError(
                Kind.UNVERIFIED,
                f"{wanted.id} is not verified: its sentence was worded anew ({wanted.id}~{newest}), and reports judge revision "
                f"{found.revision} only. Judge it (pytest --claim {wanted.id} --claims-json FILE) and add the report.",
                cited=found,
            )
        if wanted.relied == found.verdict:
            return found
        if found.doubt:
            raise CitationError(
                Kind.UNVERIFIED,
                f"{wanted.id} is not verified: {found.doubt}. Judge it (pytest --claim {wanted.id} --claims-json FILE) and add "
                f"the report, or say so: <{found.verdict}>.",
                cited=found,
            )
        if wanted.relied is not None:
            raise CitationError(Kind.CONTRADICTED, _contradiction(wanted.relied, wanted.id, found), cited=found)
        return found

    def _check_known(self, wanted: Citation) -> None:
        id = wanted.id
        retired = self._register.retired(id)
        if retired is not None:
            instead = f" Cite {retired.replaced_by} in its place." if retired.replaced_by else ""
            why = f": {line(retired.why, 300)}" if retired.why else "."
            raise CitationError(Kind.RETIRED, f"{id} was given up{why}{instead}", instead=retired.replaced_by)
        if id in self.merged.by_id:
            return
        if self._register.knows(id):
            raise CitationError(
                Kind.UNVERIFIED, f"{id} is not verified: no report judges it. Add one: pytest --claim {id} --claims-json FILE."
            )
        shown, lower = line(id, SHOWN), id.lower()
        if lower in self.merged.by_id:
            raise CitationError(Kind.UNKNOWN, f"no claim has the id {shown}. Ids are lower-case: {lower}.", instead=lower)
        named = nearest(lower[: 2 * SHOWN], self.ids())
        first = named.removeprefix(" Nearest: ").rstrip(".").partition(",")[0] or None
        raise CitationError(Kind.UNKNOWN, f"no claim has the id {shown}.{named}", instead=first)

    def _check_revision(self, wanted: Citation, found: Cited) -> None:
        newest = max(found.revision, self._register.revision(found.id))
        if wanted.revision is None or wanted.revision == newest:
            return
        if wanted.revision > newest:
            raise CitationError(
                Kind.UNKNOWN,
                f"{wanted.id} has no revision {wanted.revision}: the newest is {newest}.",
                cited=found,
                instead=f"{found.id}~{newest}",
            )
        before, now = self._sentence(found, wanted.revision), self._sentence(found, newest)
        was = f"It said: {line(before, 300)} " if before else ""
        raise CitationError(
            Kind.SUPERSEDED,
            f"{wanted} was worded anew. {was}It says now: {line(now or found.says, 300)} "
            f"See that the text still fits, and cite {found.id}~{newest}.",
            cited=found,
            instead=f"{found.id}~{newest}",
        )

    def _sentence(self, found: Cited, revision: int) -> str | None:
        """What the claim said in a revision: as the register has it or, where that does not know, as reports have it."""
        if revision == found.revision:
            return found.says
        others = found.claim.wordings
        return self._register.sentence(found.id, revision) or (others[0] if len(others) == 1 else None)


def _contradiction(relied: str, id: str, found: Cited) -> str:
    truth = f" What is true instead: {line(found.truth, SHOWN)}." if found.truth and found.verdict != "holds" else ""
    return f"the text relies on {id} <{relied}>, but the verdict is: {found.summary}.{truth}"


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = sorted(path.glob("*.json"))
    if not found:
        raise ClaimError(f"{path}: no report (*.json) is in this folder. Reports are written by pytest --claims-json FILE.")
    yield from found
