"""Claims compared with the register: no sentence changes unnoticed, and no id is used twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pytest_claims.cite.register import NAME, Entry, Register, Retired
from pytest_claims.judge.declared import nearest
from pytest_claims.model.claim import Claim
from pytest_claims.model.errors import ClaimError

_WRITE = "pytest-claims register --write"


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between claims and the register."""

    #: The register as it should be.
    register: Register
    #: What is to be noted, in sentences.
    news: tuple[str, ...]
    #: What is not sound, and must be mended first.
    problems: tuple[str, ...]


def problem_with(claim: Claim, register: Register) -> str | None:
    """What is wrong with a claim by the register, or None. A claim that is new is in order."""
    entry = register.entries.get(claim.id)
    if entry is None:
        return None if claim.revision == 1 else f"revision={claim.revision}, but the id is new: leave revision= out."
    if entry.retired is not None:
        return "this id was given up, and an id is never used again: documents may still cite it. Choose another."
    newest, before = len(entry.sentences), entry.sentences[-1]
    same = _plain(claim.says) == _plain(before)
    if claim.revision == newest and not same:
        return (
            f"its sentence was worded anew, and documents that cite it would not be told: write revision={newest + 1}, and "
            f"note it with {_WRITE}. It was: {before}"
        )
    if claim.revision == newest + 1 and same:
        return f"revision={claim.revision}, but the sentence is that of revision {newest}: write revision={newest}."
    if claim.revision not in (newest, newest + 1):
        return f"revision={claim.revision}, but the register has {newest}: write revision={newest if same else newest + 1}."
    return None


def changes(claims: Iterable[Claim], register: Register) -> Changes:
    """What there is to note of all claims of a folder."""
    entries, news, problems = dict(register.entries), list[str](), list[str]()
    declared = {claim.id: claim for claim in claims}
    for id, claim in sorted(declared.items()):
        problem = problem_with(claim, register)
        if problem:
            problems.append(f"claim {id!r}: {problem}")
        elif id not in entries:
            entries[id] = Entry((claim.says,))
            news.append(f"{id} is new")
        elif claim.revision > len(entries[id].sentences):
            entries[id] = replace(entries[id], sentences=(*entries[id].sentences, claim.says))
            news.append(f"{id}~{claim.revision} is worded anew")
    for id, entry in register.entries.items():
        if id not in declared and entry.retired is None:
            problems.append(f"claim {id!r} is gone. Say so: pytest-claims register --retire {id} --why TEXT --replaced-by ID.")
    return Changes(Register(entries), tuple(news), tuple(problems))


def retired(id: str, claims: Mapping[str, Claim], register: Register, *, replaced_by: str | None, why: str) -> Register:
    """The register, with an id given up.

    Raises:
        ClaimError: there is no such id, it is still in use, or what replaces it is no claim.
    """
    if id in claims:
        raise ClaimError(f"--retire {id}: the claim is still there. Remove its test first.")
    if not register.knows(id):
        raise ClaimError(f"--retire {id}: the register has no such id.{nearest(id, register.ids())}")
    if replaced_by is not None and replaced_by not in claims:
        raise ClaimError(f"--replaced-by {replaced_by}: no claim has the id.{nearest(replaced_by, claims)}")
    entry = replace(register.entries[id], retired=Retired(replaced_by, why))
    return Register({**register.entries, id: entry})


def register_of(file: Path, top: Path) -> Path | None:
    """The register that knows the claims of a file: in its folder or above, up to the folder `top`."""
    for folder in file.parents:
        if (folder / NAME).is_file():
            return folder / NAME
        if folder == top:
            break
    return None


def _plain(text: str) -> str:
    return " ".join(text.split())
