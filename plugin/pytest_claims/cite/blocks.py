"""What is generated into documents: tables of claims, the verdict on one, its programs."""

from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase

from pytest_claims.cite.citation import SHOWN, role
from pytest_claims.cite.cited import Cited
from pytest_claims.cite.library import CitationError, Kind, Library
from pytest_claims.cite.markup import Markup
from pytest_claims.judge.declared import nearest
from pytest_claims.model.errors import ClaimError
from pytest_claims.report.text import line


def generated(order: str, library: Library, markup: Markup) -> list[str]:
    """The lines that an order stands for: ``table thread.*``, ``verdict thread.join-after-loop``, ``program ...``.

    Raises:
        ClaimError: there is no such order, or no such claim, or the claim cannot be cited so.
    """
    name, _, what = order.strip().partition(" ")
    if name not in _ORDERS or not what.strip():
        raise ClaimError(f"{line(order, SHOWN)!r} is no block of claims. Write table PATTERN..., verdict ID or program ID.")
    return list(_ORDERS[name](what.strip(), library, markup))


def evidence(cited: Sequence[Cited]) -> str:
    """Which interpreters judged the claims, and when the newest run ended: ``CPython 3.11.7, PyPy 3.11.17; 2026-11-27``."""
    interpreters = dict.fromkeys(name for one in cited for name in one.interpreters)
    newest = max((one.ended for one in cited if one.ended), default="")
    return "; ".join(filter(None, (", ".join(interpreters), newest[:10])))


def _table(what: str, library: Library, markup: Markup) -> Iterator[str]:
    patterns = what.split()
    for pattern in patterns:
        if not any(fnmatchcase(id, pattern) for id in library.ids()):
            raise ClaimError(f"no claim has an id like {line(pattern, SHOWN)}.{nearest(pattern[: 2 * SHOWN], library.ids())}")
    claims = [_shown(id, library) for id in library.ids() if any(fnmatchcase(id, pattern) for pattern in patterns)]
    rows = [_row(one, markup) for one in claims]
    yield from markup.table(["it is said", "verdict", "where", "true instead"], rows)
    if judged := evidence(claims):
        yield from ["", markup.text(f"Judged by {judged}.")]


def _row(cited: Cited, markup: Markup) -> list[str]:
    said = f"{markup.text(cited.says)} ({markup.code(str(cited.citation))})"
    truth = markup.code(line(cited.truth, SHOWN)) if cited.truth and cited.verdict != "holds" else ""
    return [said, f"{cited.sign} {cited.verdict if cited.scope else cited.meaning}", markup.text(cited.where), truth]


def _verdict(what: str, library: Library, markup: Markup) -> Iterator[str]:
    cited = _shown(what, library)
    judged = f" Judged by {evidence([cited])}." if cited.interpreters else ""
    truth = (
        f" What is true instead: {markup.code(line(cited.truth, SHOWN))}." if cited.truth and cited.verdict != "holds" else ""
    )
    said = markup.text(f"\N{LEFT DOUBLE QUOTATION MARK}{cited.says}\N{RIGHT DOUBLE QUOTATION MARK}")
    verdict = markup.bold(f"{cited.sign} {markup.text(cited.summary)}")
    yield f"{verdict}: {said} ({markup.code(str(cited.citation))}){truth}{judged}"


def _program(what: str, library: Library, markup: Markup) -> Iterator[str]:
    cited = _shown(what, library)
    sources = cited.claim.sources
    if sources is None:
        raise ClaimError(f"{cited.id}: the reports do not have its program. Judge it anew: pytest --claim {cited.id}.")
    yield from markup.program("\n\n".join([sources.program.strip("\n"), *(text.strip("\n") for text in sources.helpers)]))
    if sources.contrast is not None:
        yield from ["", "The contrast, which gets the opposite verdict:", "", *markup.program(sources.contrast)]


def _shown(what: str, library: Library) -> Cited:
    """The claim; one that is not verified is shown as such."""
    try:
        return library.find(role(what))
    except CitationError as error:
        if error.kind is Kind.UNVERIFIED and error.cited is not None:
            return error.cited
        raise


_ORDERS: dict[str, Callable[[str, Library, Markup], Iterator[str]]] = {
    "table": _table,
    "verdict": _verdict,
    "program": _program,
}
