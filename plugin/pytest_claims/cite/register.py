"""The register: a file that remembers the wordings of each sentence, and the ids that were given up.

::

    {"register": 1, "claims": {
      "thread.join-after-loop": {"sentences": ["The first wording.", "The second, which is revision 2."]},
      "thread.join-waits": {"sentences": ["..."], "retired": {"replaced_by": "thread.join-after-loop", "why": "..."}}}}
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_claims.model.claim import ID_PATTERN
from pytest_claims.model.errors import ClaimError
from pytest_claims.report.text import line

#: The file, in the folder of the claims.
NAME = "claims-register.json"
#: The version of the file's form.
FORM = 1
#: The largest register that is read, in bytes.
MOST_BYTES = 2**24


@dataclass(frozen=True, slots=True)
class Retired:
    """Why an id is in use no more."""

    #: The claim that took its place, or None.
    replaced_by: str | None
    #: The reason, or nothing.
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What is remembered of an id. An id is never used again for another sentence."""

    #: The sentence in each of its revisions; the last one is valid.
    sentences: tuple[str, ...]
    retired: Retired | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The entries of all ids that ever were."""

    entries: Mapping[str, Entry]

    @classmethod
    def read(cls, path: Path) -> "Register":
        """The register in the file `path`.

        Raises:
            ClaimError: there is none in it.
        """
        return cls({id: _entry(path, id, entry) for id, entry in _claims(path).items()})

    def text(self) -> str:
        """The register as JSON, as it is written."""
        claims = {id: _written(self.entries[id]) for id in sorted(self.entries)}
        return json.dumps({"register": FORM, "claims": claims}, ensure_ascii=False, indent=1) + "\n"

    def ids(self) -> tuple[str, ...]:
        """All ids, those that were given up among them."""
        return tuple(self.entries)

    def knows(self, id: str) -> bool:
        """Whether a claim has or had the id."""
        return id in self.entries

    def is_retired(self, id: str) -> bool:
        """Whether the id was given up."""
        return self.retired(id) is not None

    def retired(self, id: str) -> Retired | None:
        """Why the id was given up; None where it is in use or unknown."""
        return self.entries[id].retired if id in self.entries else None

    def revision(self, id: str) -> int:
        """The newest revision of the sentence; 1 where nothing is known."""
        return len(self.entries[id].sentences) if id in self.entries else 1

    def sentence(self, id: str, revision: int) -> str | None:
        """What the claim said in a revision, if that is known."""
        sentences = self.entries[id].sentences if id in self.entries else ()
        return sentences[revision - 1] if 0 < revision <= len(sentences) else None


def _written(entry: Entry) -> dict[str, Any]:
    retired = entry.retired
    more = {"retired": {"replaced_by": retired.replaced_by, "why": retired.why}} if retired else {}
    return {"sentences": list(entry.sentences), **more}


def _claims(path: Path) -> Mapping[str, Any]:
    remedy = "Write it anew with pytest-claims register --write, or take it from the version control."
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ClaimError(f"{path}: the register of claims cannot be read ({error.strerror}).") from None
    if len(content) > MOST_BYTES:
        raise ClaimError(f"{path}: larger than {MOST_BYTES // 2**20} MiB, which no register of claims is.")
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, json.JSONDecodeError) else "not UTF-8, or nested too deep"
        raise ClaimError(f"{path}: no register of claims: {line(reason, 100)}. {remedy}") from None
    claims = document.get("claims") if isinstance(document, dict) else None
    if not isinstance(document, dict) or type(document.get("register")) is not int or not isinstance(claims, dict):
        raise ClaimError(f'{path}: no register of claims: it must be {{"register": {FORM}, "claims": {{...}}}}. {remedy}')
    if document["register"] > FORM:
        raise ClaimError(f"{path}: made by a newer pytest-claims. Upgrade: pip install -U pytest-claims.")
    return claims


def _entry(path: Path, id: str, entry: Any) -> Entry:
    where = f"{path}: claim {line(id, 80)}"
    if not ID_PATTERN.fullmatch(id):
        raise ClaimError(f"{where}: an id is lower-case words joined by dots and hyphens, such as thread.join-after-loop.")
    sentences = entry.get("sentences") if isinstance(entry, dict) else None
    if not isinstance(sentences, list) or not sentences or not all(isinstance(one, str) and one for one in sentences):
        raise ClaimError(f"{where}: sentences must be the wordings of its sentence, at least one.")
    retired = entry.get("retired")
    if retired is None:
        return Entry(tuple(sentences))
    if not isinstance(retired, dict):
        raise ClaimError(f'{where}: retired must be {{"replaced_by": ID or null, "why": TEXT}}.')
    replaced_by, why = retired.get("replaced_by"), retired.get("why", "")
    if not (replaced_by is None or isinstance(replaced_by, str)) or not isinstance(why, str):
        raise ClaimError(f'{where}: retired must be {{"replaced_by": ID or null, "why": TEXT}}.')
    return Entry(tuple(sentences), Retired(replaced_by, why))
