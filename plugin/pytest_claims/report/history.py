"""Since which version a sentence holds or is refuted, inferred from where it was judged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pytest_claims.model.language import N_, _
from pytest_claims.model.verdict import MIXED, Verdict

if TYPE_CHECKING:
    from packaging.version import Version

#: GIL, platform and start method.
Setting = tuple[bool, str, str | None]

_LOCKS: dict[object, str] = {True: N_("with GIL"), False: N_("without GIL")}
#: Verdicts that say nothing about the sentence.
_SILENT = (Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE, Verdict.BROKEN)


@dataclass(frozen=True, slots=True)
class JudgedThere:
    """A verdict, and where it was given."""

    interpreter: str
    gil: bool
    platform: str
    #: With the parameters of the case, where there are some.
    start_method: str | None
    version: "Version"
    verdict: str


@dataclass(frozen=True, slots=True)
class Era:
    """Versions one after the other with the same verdict."""

    verdict: str
    #: The first: ``3.14``, ``3.11 or earlier``, ``3.14 at the latest, after 3.11``.
    since: str
    #: The last of them; None where no other verdict follows.
    until: str | None


@dataclass(frozen=True, slots=True)
class History:
    """The eras, the oldest first, of an interpreter or of a part of what it runs."""

    #: ``CPython``, ``CPython under fork``, ``CPython without GIL``.
    where: str
    eras: tuple[Era, ...]

    @property
    def sentence(self) -> str:
        """``holds since 3.11 or earlier, refuted since 3.14``."""
        return ", ".join(_("{verdict} since {version}", verdict=_(era.verdict), version=era.since) for era in self.eras)


def histories(judged: Iterable[JudgedThere]) -> tuple[History, ...]:
    """The history on each interpreter; several where it depends on the lock, the platform or the start method."""
    lines: dict[tuple[str, bool, str, str | None], dict[Version, set[str]]] = {}
    for one in judged:
        if one.verdict not in _SILENT:
            line = lines.setdefault((one.interpreter, one.gil, one.platform, one.start_method), {})
            line.setdefault(one.version, set()).add(one.verdict)
    by_interpreter: dict[str, dict[tuple[Era, ...], list[Setting]]] = {}
    for (interpreter, gil, platform, start_method), line in lines.items():
        by_interpreter.setdefault(interpreter, {}).setdefault(_eras(line), []).append((gil, platform, start_method))
    return tuple(
        History(interpreter + ("" if len(groups) == 1 else _setting(members, groups.values())), eras)
        for interpreter, groups in by_interpreter.items()
        for eras, members in groups.items()
    )


def _eras(line: dict["Version", set[str]]) -> tuple[Era, ...]:
    verdicts = [(version, found.pop() if len(found) == 1 else MIXED) for version, found in sorted(line.items())]
    runs = [(verdict, [version for version, _ in group]) for verdict, group in groupby(verdicts, key=lambda pair: pair[1])]
    eras = []
    for number, (verdict, versions) in enumerate(runs):
        before = runs[number - 1][1][-1] if number else None
        after = runs[number + 1][1][0] if number + 1 < len(runs) else None
        until = None if after is None else _named(versions[-1], after)
        eras.append(Era(verdict, _since(versions[0], before), until))
    return tuple(eras)


def _since(first: "Version", before: "Version | None") -> str:
    if before is None:
        return _("{version} or earlier", version=_named(first))
    next_minor = (first.major, first.minor) == (before.major, before.minor + 1)
    if next_minor or (_is_of_one_minor(first, before) and first.micro <= before.micro + 1):
        return _named(first, before)
    return _("{version} at the latest, after {before}", version=_named(first, before), before=_named(before, first))


def _named(version: "Version", other: "Version | None" = None) -> str:
    """The version: ``3.13``; where `other` is of the same minor version, all of it: ``3.14.0rc2``."""
    if other is None or not _is_of_one_minor(version, other):
        return f"{version.major}.{version.minor}"
    return f"{version.major}.{version.minor}.{version.micro}" + "".join(map(str, version.pre or ()))


def _is_of_one_minor(version: "Version", other: "Version") -> bool:
    return (version.major, version.minor) == (other.major, other.minor)


def _setting(members: Sequence[Setting], groups: Iterable[Sequence[Setting]]) -> str:
    """What distinguishes `members` from the other groups: only what differs between the groups is named."""
    said = ""
    everyone = list(groups)
    for index, wording in enumerate((N_(" {names}"), N_(" on {names}"), N_(" under {names}"))):
        own = dict.fromkeys(member[index] for member in members)
        if all({member[index] for member in group} == own.keys() for group in everyone):
            continue
        names = [_(_LOCKS[name]) if name in _LOCKS else str(name) for name in own if name is not None]
        said += _(wording, names=", ".join(names)) if names else ""
    return said
