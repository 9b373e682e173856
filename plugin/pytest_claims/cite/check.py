"""Documents checked: every citation in them must name a claim that can be cited so."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pytest_claims.cite.document import FORMS, form_of, read
from pytest_claims.cite.library import CitationError, Library
from pytest_claims.cite.scan import quotations
from pytest_claims.model.errors import ClaimError
from pytest_claims.report.text import line

#: Folders that hold what others wrote, or what was made.
_ASIDE = {"node_modules", "__pycache__", "site-packages"}
#: Characters of a message that are shown.
_MOST = 1000


@dataclass(slots=True)
class Checked:
    """What was found."""

    #: How many documents were read, and citations found in them.
    documents: int = 0
    citations: int = 0
    #: What is wrong with citations: ``README.md:12: unknown: no claim has the id ...``.
    wrong: list[str] = field(default_factory=list)
    #: Documents that could not be read, and why.
    unread: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The exit status: 0, 1 where citations are wrong, 2 where documents could not be read."""
        return 2 if self.unread else 1 if self.wrong else 0

    @property
    def summary(self) -> str:
        """All of it in a sentence."""
        said = f"{_counted(self.citations, 'citation')} in {_counted(self.documents, 'document')}"
        wrong = f"{len(self.wrong)} of them wrong" if self.wrong else "none of them wrong"
        unread = f"; {_counted(len(self.unread), 'document')} could not be read" if self.unread else ""
        return (f"{said}, {wrong}" if self.citations else f"no citation in {_counted(self.documents, 'document')}") + unread


def check(paths: Iterable[Path], library: Library) -> Checked:
    """Look up every citation in documents, and in those below folders. A document that cannot be read is told, too."""
    checked, subjects, ids = Checked(), library.subjects(), frozenset(library.merged.by_id)
    for path in _documents(paths):
        try:
            text, form = read(path), form_of(path)
        except ClaimError as error:
            checked.unread.append(line(str(error), _MOST))
            continue
        checked.documents += 1
        for quoted in quotations(text, form, subjects, ids):
            checked.citations += 1
            problem = _problem(library, quoted.cited)
            if problem:
                checked.wrong.append(line(f"{path}:{quoted.line}: {problem}", _MOST))
    return checked


def _problem(library: Library, cited: object) -> str | None:
    try:
        if isinstance(cited, ClaimError):
            raise cited
        library.find(cited)  # type: ignore[arg-type]
    except CitationError as error:
        return f"{error.kind}: {error}"
    except ClaimError as error:
        return f"malformed: {error}"
    return None


def _documents(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that are named, and the documents below the folders, each once."""
    seen: set[Path] = set()
    for path in paths:
        for file in _below(path) if path.is_dir() else [path]:
            if file not in seen:
                seen.add(file)
                yield file


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _ASIDE)
        yield from (Path(place, name) for name in sorted(files) if os.path.splitext(name)[1].lower() in FORMS)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
