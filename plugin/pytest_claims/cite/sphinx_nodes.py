"""The sign of a verdict in a document: a sign where there is a screen, words elsewhere."""

from typing import Any

from docutils import nodes
from docutils.nodes import Element, SkipNode, Text
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

from pytest_claims.cite.sphinx_domain import NAME
from pytest_claims.cite.sphinx_sources import Quote


class verdict_sign(nodes.inline):
    """The sign of a verdict, on a screen only. Its ``words`` are what a screen reader says."""

    def astext(self) -> str:
        """Nothing: builders that take a link as text have the words."""
        return ""


class verdict_words(nodes.inline):
    """Verdict and scope in words, where there is no sign: a font may lack it."""


def sign(verdict: str, character: str, words: str = "") -> verdict_sign:
    """The sign of `verdict`. Without `words` it only repeats what stands beside it."""
    return verdict_sign("", character, verdict=verdict, words=words)


def reference(quote: Quote, docname: str, text: str = "") -> pending_xref:
    """A link to the page that describes a claim: the sign of its verdict, and `text` or the id as code."""
    shown = nodes.inline("", "", classes=["claim", f"claim-{quote.verdict}"])
    shown += sign(quote.verdict, quote.sign, quote.summary)
    shown += Text(text) if text else nodes.literal("", quote.id)
    shown += verdict_words("", f" ({quote.summary})")
    return _link(quote, docname, shown)


def link_of_id(quote: Quote, docname: str) -> pending_xref:
    """A link that shows the id of a claim: its verdict stands beside it."""
    return _link(quote, docname, nodes.literal("", quote.id))


def _link(quote: Quote, docname: str, shown: Element) -> pending_xref:
    to = {"refdoc": docname, "refdomain": NAME, "reftype": NAME, "reftarget": quote.id}
    # What is explicit is not replaced by what an inventory says.
    return pending_xref("", shown, refexplicit=True, refwarn=False, **to)


def add_nodes(app: Sphinx) -> None:
    """Say how each builder writes a verdict."""
    skip = (_skip, _nothing)
    app.add_node(verdict_sign, html=(_open_html, _close_html), latex=skip, text=skip, man=skip, texinfo=skip)
    app.add_node(verdict_words, html=skip)


def _open_html(writer: Any, node: Element) -> None:
    said = {"role": "img", "aria-label": node["words"], "title": node["words"]} if node["words"] else {"aria-hidden": "true"}
    writer.body.append(writer.starttag(node, "span", "", CLASS=f"claim-sign claim-{node['verdict']}", **said))


def _close_html(writer: Any, node: Element) -> None:
    writer.body.append("</span>&#160;")


def _skip(writer: Any, node: Element) -> None:
    raise SkipNode


def _nothing(writer: Any, node: Element) -> None:
    """Never called: the node was skipped."""
