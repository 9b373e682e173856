"""A claim as a document quotes it: its verdict in one word, with a sign, and where it was found."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pytest_claims.cite.citation import Citation
from pytest_claims.cite.scope import EVERYWHERE, Judged, scope
from pytest_claims.cite.words import DEPENDS, SIGNS
from pytest_claims.model.language import _
from pytest_claims.model.verdict import Verdict
from pytest_claims.report.merged import Interpreter, Merged, MergedClaim

_DECIDED = (Verdict.HOLDS.value, Verdict.REFUTED.value)


@dataclass(frozen=True, slots=True)
class Cited:
    """What reports say of a claim.

    ::

        cited = Library.load([Path("evidence")]).find("process.default-start-method")
        print(cited.sign, cited.verdict, cited.scope)  # ◐ depends before 3.14
    """

    id: str
    #: Which wording of the sentence this is; the first is 1.
    revision: int
    says: str
    source: str
    #: ``holds``, ``refuted``, ``depends``, ``inconclusive`` or ``not-applicable``.
    verdict: str
    #: Where the sentence holds; of a refuted one, where it is refuted: ``everywhere``, ``since 3.14``, ``under spawn``.
    scope: str
    #: Why the claim cannot be relied on, in a sentence; nothing where it can.
    doubt: str
    #: The id of the claim that says what is true instead.
    truth: str | None
    why: str
    #: The interpreters that judged it, and could tell: ``CPython 3.13.0``, ``CPython 3.14.0 (no GIL)``.
    interpreters: tuple[str, ...]
    #: When the newest run of them ended, in ISO format, where a report says so.
    ended: str | None
    #: All that the reports have of it, for tables and pictures.
    claim: MergedClaim = field(repr=False, compare=False)

    @property
    def citation(self) -> Citation:
        """How it is cited: by its id, from the second revision on with that."""
        return Citation(self.id, self.revision if self.revision > 1 else None)

    @property
    def sign(self) -> str:
        """The verdict as a sign: a check mark, a cross, a half circle, a question mark, or a dash."""
        return SIGNS[self.verdict][0]

    @property
    def meaning(self) -> str:
        """What the sign says: ``holds``, ``refuted``, ``depends on the environment``, ``not verified``, ``does not apply``."""
        return _(SIGNS[self.verdict][1])

    @property
    def where(self) -> str:
        """The scope as it can stand alone: ``everywhere``; of a verdict that depends, ``holds before 3.14``."""
        return _("holds {scope}", scope=self.scope) if self.verdict == DEPENDS and ":" not in self.scope else self.scope

    @property
    def summary(self) -> str:
        """Verdict and scope as a sentence goes on with them: ``holds everywhere``, ``depends: holds before 3.14``."""
        if self.verdict == DEPENDS:
            return _("depends: {where}", where=self.where)
        return _("{verdict} {scope}", verdict=self.meaning, scope=self.scope) if self.scope else self.meaning


def cited(claim: MergedClaim, merged: Merged) -> Cited:
    """What the reports say of `claim`."""
    cases: list[Judged] = [(interpreter, cell) for interpreter, cells in claim.cells.items() for cell in cells]
    by_verdict = {word: [one for one in cases if one[1].verdict == word] for word in (*_DECIDED, Verdict.NOT_APPLICABLE.value)}
    verdict, doubt = _verdict(cases)
    decided = [interpreter for interpreter in claim.cells if any(cell.verdict in _DECIDED for cell in claim.cells[interpreter])]
    ends = [end for end in (merged.interpreters[interpreter].ended for interpreter in decided) if end]
    return Cited(
        id=claim.id,
        revision=claim.revision,
        says=claim.says,
        source=claim.source,
        verdict=verdict,
        scope=_scope(verdict, by_verdict, claim),
        doubt=doubt,
        truth=claim.truth,
        why=claim.why,
        interpreters=tuple(dict.fromkeys(map(_interpreter, decided))),
        ended=max(ends, default=None),
        claim=claim,
    )


def _interpreter(interpreter: Interpreter) -> str:
    # In a list, names need to be without a comma.
    return f"{interpreter.implementation_name} {interpreter.python}{'' if interpreter.gil else ' (no GIL)'}"


def _verdict(cases: Iterable[Judged]) -> tuple[str, str]:
    """The verdict in one word, and why it cannot be relied on."""
    found = {cell.verdict for _, cell in cases}
    disagree = [interpreter.label for interpreter, cell in cases if cell.conflict]
    if disagree:
        return Verdict.INCONCLUSIVE.value, _("runs disagree under {environment}", environment=disagree[0])
    decided = found & set(_DECIDED)
    if decided:
        return (DEPENDS if len(decided) > 1 else decided.pop()), ""
    if found == {Verdict.NOT_APPLICABLE.value}:
        return Verdict.NOT_APPLICABLE.value, _("it applies to no environment that judged it")
    words = _(" or ").join(map(_, sorted(found))) or _("silent")
    return Verdict.INCONCLUSIVE.value, _("all that judged it are {verdicts}", verdicts=words)


def _scope(verdict: str, cases: dict[str, list[Judged]], claim: MergedClaim) -> str:
    holds, refuted, not_applicable = cases.values()
    if verdict == DEPENDS:
        return scope(holds, refuted) or "; ".join(f"{history.where}: {history.sentence}" for history in claim.histories)
    if verdict in _DECIDED:
        return scope(holds or refuted, not_applicable) or _(EVERYWHERE)
    return ""
