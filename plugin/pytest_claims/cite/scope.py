"""In which environments a verdict was found, in words: ``everywhere``, ``since 3.14``, ``on CPython under spawn``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from pytest_claims.model.language import N_, _
from pytest_claims.report.document import by_start_method
from pytest_claims.report.merged import Cell, Interpreter

EVERYWHERE = N_("everywhere")

#: A case of a claim: the interpreter, and its cell there.
Judged = tuple[Interpreter, Cell]


@dataclass(frozen=True, slots=True)
class _Axis:
    """One thing that a verdict can depend on."""

    value: Callable[[Interpreter, Cell], object]
    said: Callable[[list[object], list[object]], str | None]


def scope(inside: Iterable[Judged], outside: Iterable[Judged]) -> str | None:
    """What `inside` has in common and `outside` has not, in as few words as possible; None where no words are known for it.

    Args:
        inside: the cases to describe.
        outside: the other cases that could tell.
    """
    within, without = list(inside), list(outside)
    if not without:
        return _(EVERYWHERE)
    for count in range(1, len(_AXES) + 1):
        for axes in combinations(_AXES, count):
            words = _words(axes, within, without)
            if words:
                return words
            words = _words(axes, without, within)
            if words:
                return _("everywhere but {where}", where=words)
    return None


def _words(axes: tuple[_Axis, ...], within: list[Judged], without: list[Judged]) -> str | None:
    """What is said of `within` by these axes, if its cases are all the combinations of some values of theirs."""
    # Dictionaries, to keep the order of the interpreters.
    own, others = (dict.fromkeys(tuple(axis.value(*one) for axis in axes) for one in side) for side in (within, without))
    chosen = [dict.fromkeys(key[index] for key in own) for index in range(len(axes))]
    if any(all(value in values for value, values in zip(key, chosen, strict=True)) for key in others):
        return None
    every = [list(dict.fromkeys(key[index] for key in (*own, *others))) for index in range(len(axes))]
    said = [axis.said(list(own_values), values) for axis, own_values, values in zip(axes, chosen, every, strict=True)]
    return _(" ").join(part for part in said if part) if all(said) else None


def _named(wording: str) -> Callable[[list[object], list[object]], str | None]:
    def said(own: list[object], every: list[object]) -> str | None:
        return _(wording, names=", ".join(map(str, own))) if len(own) < len(every) and None not in own else None

    return said


def _start_methods(own: list[object], every: list[object]) -> str | None:
    names = sorted((str(name) for name in own if name is not None), key=by_start_method)
    return _("under {names}", names=", ".join(names)) if len(names) == len(own) < len(every) else None


def _lock(own: list[object], every: list[object]) -> str | None:
    if len(own) == len(every):
        return None
    return _("with GIL") if own == [True] else _("without GIL")


def _versions(own: list[object], every: list[object]) -> str | None:
    """The range of versions, if no other lies between them."""
    known: list[tuple[int, int]] = sorted(version for version in every if isinstance(version, tuple))
    chosen: list[tuple[int, int]] = sorted(version for version in own if isinstance(version, tuple))
    first, last = known.index(chosen[0]), known.index(chosen[-1])
    if last - first + 1 != len(chosen) or len(chosen) == len(known):
        return None
    return _(" ").join(_bounds(known, first, last))


def _bounds(known: list[tuple[int, int]], first: int, last: int) -> Iterator[str]:
    if first:
        major, minor = known[first]
        sure = known[first - 1] == (major, minor - 1)
        wording = _("since {version}") if sure else _("since {version} at the latest")
        yield wording.format(version=_said((major, minor)))
    if last < len(known) - 1:
        major, minor = known[last + 1]
        if known[last] == (major, minor - 1):
            yield _("before {version}", version=_said((major, minor)))
        else:
            yield _("up to {version}", version=_said(known[last]))


def _said(version: tuple[int, int]) -> str:
    return "{}.{}".format(*version)


_AXES = (
    _Axis(lambda interpreter, cell: interpreter.implementation_name, _named(N_("on {names}"))),
    _Axis(lambda interpreter, cell: interpreter.gil, _lock),
    _Axis(lambda interpreter, cell: (interpreter.version.major, interpreter.version.minor), _versions),
    _Axis(lambda interpreter, cell: cell.start_method, _start_methods),
    _Axis(lambda interpreter, cell: interpreter.platform, _named(N_("on {names}"))),
    _Axis(lambda interpreter, cell: cell.parameters, _named(N_("for {names}"))),
)
