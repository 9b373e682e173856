"""What a page shows of claims, and whether it would show the same today."""

from typing import NamedTuple

from pytest_claims.cite.citation import role
from pytest_claims.cite.cited import Cited
from pytest_claims.cite.sphinx_sources import Quote, Sources, as_it_is, digest
from pytest_claims.model.errors import ClaimError


class Dependency(NamedTuple):
    """Something that a page shows of claims."""

    #: "citation", "claim" or "table".
    kind: str
    #: The text in the role; the argument of the directive; the patterns of a table.
    content: str
    #: The verdicts that a table selects.
    verdicts: str = ""


def digest_of(dependency: Dependency, sources: Sources) -> str:
    """A digest of what is shown. Of a citation that is the verdict and its scope; of a claim and a table also the figures.

    Raises:
        ExtensionError: the reports cannot be read.
    """
    try:
        return digest(_shown(dependency, sources))
    except ClaimError as error:
        return digest(str(error))


def _shown(dependency: Dependency, sources: Sources) -> object:
    if dependency.kind == "citation":
        return sources.quote(role(dependency.content))
    if dependency.kind == "claim":
        cited = sources.cited(dependency.content)
        truth = as_it_is(sources.library, cited.truth) if sources.library and cited.truth else None
        return [cited, cited.claim, truth and Quote.of(truth)]
    return [_row(cited) for cited in sources.selected(dependency.content.split(), dependency.verdicts.split())]


def _row(cited: Cited) -> object:
    verdicts = [(one, cell.under, cell.word, cell.runs) for one, cells in cited.claim.cells.items() for cell in cells]
    return Quote.of(cited), verdicts
