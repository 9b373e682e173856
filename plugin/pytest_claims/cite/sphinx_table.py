"""The directive ``claim-table``: a selection of claims with their verdicts."""

from typing import ClassVar

from docutils.nodes import Node
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from pytest_claims.cite import sphinx_parts as parts
from pytest_claims.cite.cited import Cited
from pytest_claims.cite.sphinx_dependencies import Dependency
from pytest_claims.cite.sphinx_domain import ClaimDomain
from pytest_claims.cite.sphinx_nodes import link_of_id, sign
from pytest_claims.cite.sphinx_sources import Quote
from pytest_claims.cite.words import VERDICTS
from pytest_claims.model.language import _
from pytest_claims.render.html.view import Mark, shown
from pytest_claims.report.merged import Interpreter, Merged
from pytest_claims.report.text import line


def _verdicts(argument: str) -> str:
    """The verdicts that are named, one at least."""
    names = (argument or "").split()
    unknown = [name for name in names if name not in VERDICTS]
    if unknown or not names:
        raise ValueError(f"name one or several of {', '.join(VERDICTS)}, not {' '.join(unknown) or 'nothing'}")
    return " ".join(names)


class ClaimTable(SphinxDirective):
    """``.. claim-table:: thread.* pool.*``. A chapter is all ids with the same first word: ``thread.*``."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"verdict": _verdicts, "environments": directives.flag}

    def run(self) -> list[Node]:
        domain = ClaimDomain.of(self.env)
        patterns, verdicts = self.arguments[0], self.options.get("verdict", "")
        domain.note_shown(Dependency("table", patterns, verdicts))
        selected = domain.sources.selected(patterns.split(), verdicts.split())
        library = domain.sources.library
        if not selected or library is None:
            with_verdict = f" with the verdict {verdicts.replace(' ', ' or ')}" if verdicts else ""
            reports = "" if library else ": claims_reports in conf.py names no report"
            domain.warn(f"no claim fits {line(patterns, 200)}{with_verdict}{reports}.", "empty", self.get_location())
            return []
        if "environments" in self.options:
            return [self._by_environment(selected, library.merged)]
        return [parts.table({_("Claim"): 60, _("Verdict"): 24}, [self._row(cited) for cited in selected])]

    def _row(self, cited: Cited) -> list[list[Node]]:
        quote = Quote.of(cited)
        verdict = parts.paragraph(sign(quote.verdict, quote.sign), quote.summary)
        return [self._claim(quote), [verdict]]

    def _claim(self, quote: Quote) -> list[Node]:
        """The sentence, and its id as a link."""
        link = link_of_id(quote, self.env.current_document.docname)
        return [parts.paragraph(quote.says), parts.paragraph(link, kind="claim-id")]

    def _by_environment(self, selected: list[Cited], merged: Merged) -> Node:
        interpreters = list(merged.interpreters)
        rows = [[self._claim(Quote.of(cited)), *_marks(cited, interpreters)] for cited in selected]
        return parts.table({_("Claim"): 60, **{interpreter.label: 14 for interpreter in interpreters}}, rows, "claim-matrix")


def _marks(cited: Cited, interpreters: list[Interpreter]) -> list[list[Node]]:
    return [[parts.paragraph(*map(_mark, marks))] if marks else [] for marks in shown(cited.claim, interpreters).marks]


def _mark(mark: Mark) -> Node:
    return sign(mark.verdict, mark.sign, mark.words)
