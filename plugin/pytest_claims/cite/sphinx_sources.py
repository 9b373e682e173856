"""What a Sphinx project knows of claims: reports, read once in a build, and the inventories of other projects."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from sphinx.errors import ExtensionError

from pytest_claims.cite.citation import Citation, role
from pytest_claims.cite.cited import Cited
from pytest_claims.cite.library import CitationError, Kind, Library
from pytest_claims.cite.words import SIGNS
from pytest_claims.judge.declared import nearest
from pytest_claims.model.errors import ClaimError
from pytest_claims.report.text import line

_BY_SIGN = {sign: verdict for verdict, (sign, _) in SIGNS.items()}
_DISPLAYED = re.compile(rf"(.*) \(([{re.escape(''.join(_BY_SIGN))}]) (.*)\)")


@dataclass(frozen=True, slots=True)
class Quote:
    """What a role and a row of a table show of a claim."""

    id: str
    says: str
    verdict: str
    sign: str
    #: Verdict and scope: ``holds everywhere``.
    summary: str

    @classmethod
    def of(cls, cited: Cited) -> "Quote":
        """What reports say."""
        return cls(cited.id, line(cited.says, 2000), cited.verdict, cited.sign, line(cited.summary, 500))

    @classmethod
    def parsed(cls, id: str, display_name: str) -> "Quote | None":
        """What another project's inventory says; None where this extension did not write it."""
        found = _DISPLAYED.fullmatch(display_name)
        return cls(id, found[1], _BY_SIGN[found[2]], found[2], found[3]) if found else None

    @property
    def display_name(self) -> str:
        """What inventories have of it: ``Ten sleeps take 10 s. (✓ holds everywhere)``."""
        return f"{self.says} ({self.sign} {self.summary})"

    @property
    def title(self) -> str:
        """What is shown of it beside a link."""
        return f"{self.says} ({self.summary})"


class Sources:
    """Reports, the register, and inventories. Nothing is read before something is asked."""

    def __init__(
        self, folder: Path, reports: list[str], register: str | None, inventory: Callable[[], Mapping[str, str]]
    ) -> None:
        """Say where to look.

        Args:
            folder: what the names of files are relative to.
            reports: files, folders and patterns.
            register: the file with earlier wordings and retired ids.
            inventory: the display names of the claims in inventories, by id.
        """
        self._folder, self._reports = folder, reports
        self._register = folder / register if register else None
        self._inventory = inventory

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """The reports.

        Raises:
            ExtensionError: a pattern matches no file.
        """
        return tuple(path for name in self._reports for path in self._matching(name))

    def _matching(self, name: str) -> Iterator[Path]:
        path = self._folder / name
        if not any(character in name for character in "*?["):
            yield from sorted(path.glob("*.json")) if path.is_dir() else [path]
            return
        anchor = Path(path.anchor)
        found = sorted(anchor.glob(str(path.relative_to(anchor))))
        if not found:
            raise ExtensionError(f"claims_reports: no file matches {path}. Reports are written by pytest --claims-json FILE.")
        yield from found

    @cached_property
    def library(self) -> Library | None:
        """What the reports say; None where the project has none.

        Raises:
            ExtensionError: a file is no report, or no register.
        """
        if not self._reports:
            return None
        try:
            return Library.load(self.files, self._register)
        except ClaimError as error:
            raise ExtensionError(f"claims_reports: {error}") from None

    @property
    def state(self) -> str:
        """A digest that stays the same while no report, register or inventory changes."""
        watched = [*self.files, *([self._register] if self._register else [])]
        return digest([[_stamp(path) for path in watched], sorted(self._inventory().items())])

    def cited(self, content: str) -> Cited:
        """The claim of the reports that a directive names.

        Raises:
            CitationError: it cannot be cited so.
            ClaimError: `content` is not the form of a citation.
        """
        wanted = role(content)
        if self.library is None:
            raise CitationError(
                Kind.UNVERIFIED, f"{line(wanted.id, 80)} is not verified: claims_reports in conf.py names no report."
            )
        return self.library.find(wanted)

    def quote(self, wanted: Citation) -> Quote:
        """What is known of a claim that a role cites: by the reports or, where they do not know it, by an inventory.

        Raises:
            CitationError: it cannot be cited so.
        """
        display_name = self._inventory().get(wanted.id)
        if self.library is None and display_name is None:
            known = nearest(wanted.id, self._inventory())
            raise CitationError(Kind.UNKNOWN, f"no claim has the id {line(wanted.id, 80)} in any inventory.{known}")
        if display_name is not None and (self.library is None or wanted.id not in self.library.merged.by_id):
            return _of_inventory(wanted, display_name)
        assert self.library is not None
        return Quote.of(self.library.find(wanted))

    def selected(self, patterns: list[str], verdicts: list[str]) -> list[Cited]:
        """The claims of the reports with ids that fit a pattern, those with one of `verdicts` only, if any are named."""
        if self.library is None:
            return []
        ids = [id for id in self.library.ids() if any(fnmatchcase(id, pattern) for pattern in patterns)]
        found = [as_it_is(self.library, id) for id in ids]
        return [cited for cited in found if cited and (not verdicts or cited.verdict in verdicts)]


def as_it_is(library: Library, id: str) -> Cited | None:
    """A claim of the reports with its verdict as it is, also where no text may rely on it; None where it was given up."""
    try:
        return library.find(id)
    except CitationError as error:
        return error.cited


def _of_inventory(wanted: Citation, display_name: str) -> Quote:
    quote = Quote.parsed(wanted.id, display_name)
    if quote is None:
        raise CitationError(Kind.UNVERIFIED, f"{wanted.id} is not verified: the inventory that has it tells no verdict.")
    if wanted.relied not in (None, quote.verdict):
        message = f"the text relies on {wanted.id} being {wanted.relied!r}, and it {quote.summary}, as an inventory says."
        raise CitationError(Kind.CONTRADICTED, message)
    return quote


def digest(value: object) -> str:
    """A short digest of what `value` shows of itself."""
    return sha256(repr(value).encode(errors="surrogatepass")).hexdigest()[:20]


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        facts = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), facts.st_mtime_ns, facts.st_size
