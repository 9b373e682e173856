"""The directive ``claim``: all that is known of a claim, and the place that links to it lead to."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from docutils import nodes
from docutils.nodes import Node
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from pytest_claims.cite import sphinx_parts as parts
from pytest_claims.cite.cited import Cited
from pytest_claims.cite.library import CitationError
from pytest_claims.cite.sphinx_dependencies import Dependency
from pytest_claims.cite.sphinx_domain import ClaimDomain
from pytest_claims.cite.sphinx_nodes import link_of_id, reference, sign
from pytest_claims.cite.sphinx_sources import Quote, as_it_is
from pytest_claims.model.errors import ClaimError
from pytest_claims.model.language import _
from pytest_claims.model.verdict import Verdict
from pytest_claims.render.html.view import Shown, VerdictLine, shown
from pytest_claims.report.merged import MergedClaim
from pytest_claims.report.names import where
from pytest_claims.report.text import line


class ClaimDirective(SphinxDirective):
    """``.. claim:: thread.join-after-loop``. The argument is what the role takes."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "no-index": directives.flag,
        "no-programs": directives.flag,
        "no-pictures": directives.flag,
    }

    def run(self) -> list[Node]:
        domain = ClaimDomain.of(self.env)
        content = self.arguments[0]
        domain.note_shown(Dependency("claim", content))
        try:
            cited = domain.sources.cited(content)
        except CitationError as error:
            domain.warn(str(error), error.kind.value, self.get_location())
            if error.cited is None:
                return [parts.paragraph(nodes.literal("", content))]
            cited = error.cited
        except ClaimError as error:
            domain.warn(str(error), "syntax", self.get_location())
            return [parts.paragraph(nodes.literal("", content))]
        return [self._entry(cited, domain)]

    def _entry(self, cited: Cited, domain: ClaimDomain) -> Node:
        quote = Quote.of(cited)
        entry = nodes.container(classes=["claim-entry", f"claim-{quote.verdict}"])
        here = "no-index" not in self.options and domain.note_object(quote, self.get_location())
        if here:
            entry["ids"].append(quote.id)
        else:
            entry["classes"].append("claim-quoted")
        columns = domain.sources.library.merged.interpreters if domain.sources.library else ()
        on_page = shown(_without_reasons(cited.claim), columns)
        id = nodes.literal("", quote.id) if here else link_of_id(quote, self.env.current_document.docname)
        entry += [*_sentence(cited, quote, id), *self._why(cited, domain), _verdicts(on_page), *_since(cited)]
        if cited.claim.sources and "no-programs" not in self.options:
            entry += [*parts.programs(cited.claim.sources)]
        if "no-pictures" not in self.options:
            entry += [*parts.pictures(quote.id, on_page.shows, cited.claim.exhibits)]
        entry += parts.paragraph(
            _("On your machine: "), nodes.literal("", f"pytest-claims explain {quote.id}"), kind="claim-source"
        )
        self.set_source_info(entry)
        return entry

    def _why(self, cited: Cited, domain: ClaimDomain) -> Iterator[Node]:
        if cited.why:
            yield parts.paragraph(line(cited.why, 4000))
        refuted_where = cited.claim.refuted_where
        if refuted_where and refuted_where != "nowhere":
            yield parts.paragraph(_("Known to be refuted {where}.", where=where(line(refuted_where, 300))))
        library = domain.sources.library
        truth = as_it_is(library, cited.truth) if library and cited.truth else None
        if truth:
            link = reference(Quote.of(truth), self.env.current_document.docname, line(truth.says, 500))
            yield parts.paragraph(_("What is true instead: "), link)


def _without_reasons(claim: MergedClaim) -> MergedClaim:
    """The claim without what was seen where it is refuted as documented: it is another figure in each environment."""
    cells = {
        one: tuple(replace(cell, reason=None) if cell.verdict == cell.expected == Verdict.REFUTED else cell for cell in cells)
        for one, cells in claim.cells.items()
    }
    return replace(claim, cells=cells)


def _sentence(cited: Cited, quote: Quote, id: Node) -> Iterator[Node]:
    yield parts.paragraph(quote.says, kind="claim-says")
    words = nodes.strong("", quote.summary)
    yield parts.paragraph(sign(quote.verdict, quote.sign), words, kind="claim-verdict")
    yield parts.paragraph(_("Source: {source}. Id: ", source=line(cited.source, 200)), id, kind="claim-source")


def _verdicts(on_page: Shown) -> Node:
    """The verdict by environment, those that agree on one line."""
    figures = any(one.measured for one in on_page.lines)
    head = {_("Verdict"): 20, _("Environments"): 40, **({_("Measured"): 16} if figures else {}), _("Contrast"): 16}
    rows = [
        [_verdict(one), _environments(one), *([_measured(one)] if figures else []), _contrast(one)] for one in on_page.lines
    ]
    return parts.table(head, rows)


def _verdict(one: VerdictLine) -> list[Node]:
    return [parts.paragraph(sign(one.verdict, one.sign), one.words)]


def _environments(one: VerdictLine) -> list[Node]:
    texts = [one.interpreters, _("under {names}", names=one.under) if one.under else "", one.reason]
    return [parts.paragraph(text) for text in texts if text]


def _measured(one: VerdictLine) -> list[Node]:
    texts = [one.measured, _("{seconds} s claimed", seconds=one.claimed) if one.claimed else ""]
    return [parts.paragraph(text, kind="claim-figure") for text in texts if text]


def _contrast(one: VerdictLine) -> list[Node]:
    return [parts.paragraph(text, kind="claim-figure") for text in (one.contrast, one.against) if text]


def _since(cited: Cited) -> Iterator[Node]:
    changed = [history for history in cited.claim.histories if len(history.eras) > 1]
    if changed:
        yield parts.paragraph(_("Since:"), kind="claim-title")
        yield nodes.bullet_list("", *(_history(f"{history.where}: {history.sentence}") for history in changed))


def _history(text: str) -> nodes.list_item:
    return nodes.list_item("", parts.paragraph(line(text, 500)))
