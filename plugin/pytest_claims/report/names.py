"""How a case and the fields of a claim are named for people."""

from collections.abc import Iterable, Mapping

from pytest_claims.model.language import _
from pytest_claims.report.form import CLAIM_FIELDS, ClaimFields

#: Fields of a claim for which no view has a place of its own.
_OTHERS = frozenset(CLAIM_FIELDS) - {"id", "says", "revision", "source", "why", "truth", "refuted_where", "sources", "chapter"}


def under(start_method: str | None, parameters: str | None) -> str | None:
    """What distinguishes a case from the others of its claim: ``fork``, ``fork [3]``, ``[3]``; None if it is alone."""
    return " ".join(filter(None, (start_method, f"[{parameters}]" if parameters else None))) or None


def case_name(id: str, start_method: str | None, parameters: str | None) -> str:
    """The case by its claim's id: ``thread.join under fork [3]``."""
    which = under(start_method, parameters)
    return " ".join(filter(None, (id, "under" if start_method else None, which)))


def where(condition: str) -> str:
    """A condition as a sentence goes on with it: ``everywhere``, ``where cpus >= 2``."""
    return _(condition) if condition in ("everywhere", "nowhere") else _("where {condition}", condition=condition)


def disagreement(runs: Iterable[tuple[str, int]]) -> str:
    """That runs contradict each other, and how many gave which verdict: ``runs disagree (2 holds, 1 refuted)``."""
    return _("runs disagree ({counts})", counts=", ".join(f"{count} {_(verdict)}" for verdict, count in runs))


def other_fields(fields: ClaimFields) -> Mapping[str, str]:
    """The fields for which no view has a place of its own, by title; each is shown wherever a claim is shown whole."""
    found: dict[str, object] = {name: value for name, value in fields.items() if name in _OTHERS}
    return {name.replace("_", " "): _text(value) for name, value in found.items() if value not in (None, "", [])}


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
