"""The role ``claim``: a link to a claim with the sign of its verdict."""

from itertools import takewhile
from pathlib import Path

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.util.docutils import SphinxRole

from pytest_claims.cite.citation import role
from pytest_claims.cite.library import CitationError
from pytest_claims.cite.sphinx_dependencies import Dependency
from pytest_claims.cite.sphinx_domain import ClaimDomain
from pytest_claims.cite.sphinx_nodes import reference
from pytest_claims.cite.sphinx_sources import Quote
from pytest_claims.model.errors import ClaimError


class ClaimRole(SphinxRole):
    """``id``, ``text <id>``, ``id <verdict>`` or ``text <id> <verdict>``."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        domain = ClaimDomain.of(self.env)
        domain.note_shown(Dependency("citation", self.text))
        try:
            wanted = role(self.text)
        except ClaimError as error:
            domain.warn(str(error), "syntax", self._place())
            return [nodes.literal(self.rawtext, self.text)], []
        try:
            quote = domain.sources.quote(wanted)
        except CitationError as error:
            domain.warn(str(error), error.kind.value, self._place())
            if error.cited is None:
                return [nodes.inline(self.rawtext, wanted.text) if wanted.text else nodes.literal(self.rawtext, wanted.id)], []
            quote = Quote.of(error.cited)
        return [reference(quote, self.env.current_document.docname, wanted.text)], []

    def _place(self) -> str:
        """File and line of the role: of a paragraph of several lines docutils knows the first one only."""
        file, first = self.get_source_info()
        try:
            lines = Path(file).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return self.get_location()
        paragraph = takewhile(str.strip, lines[first - 1 :])
        return f"{file}:{next((number for number, text in enumerate(paragraph, first) if self.text in text), first)}"
