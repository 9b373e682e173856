"""The sign of a verdict in a document: a sign where there is a screen, words elsewhere."""

from typing import Any

from docutils import nodes
from docutils.nodes import Element, SkipNode, Text
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

from pytest_claims.cite.sphinx_domain import NAME
from pytest_claims.cite.sphinx_sources import Told


class verdict_sign(nodes.inline):
    """The sign of a verdict. Its ``words`` are what a screen reader says, and what is printed where a sign might be missing."""


def sign(verdict: str, character: str, words: str = "") -> verdict_sign:
    """The sign of `verdict`. Without `words` it only repeats what stands beside it."""
    return verdict_sign("", character, verdict=verdict, words=words)


def reference(told: Told, docname: str, text: str = "") -> pending_xref:
    """A link to the page that describes a claim, and its sign: `text`, or the id as code."""
    shown = nodes.inline("", "", classes=["claim", f"claim-{told.verdict}"])
    shown += Text(text) if text else nodes.literal("", told.id)
    shown += Text("\N{NO-BREAK SPACE}")
    shown += sign(told.verdict, told.sign, told.summary)
    to = {"refdoc": docname, "refdomain": NAME, "reftype": NAME, "reftarget": told.id}
    # What is explicit is not replaced by what an inventory says.
    return pending_xref("", shown, refexplicit=True, refwarn=False, **to)


def add_nodes(app: Sphinx) -> None:
    """Say how each builder writes a sign."""
    words = (_words, _nothing)
    app.add_node(verdict_sign, html=(_open_html, _close_html), latex=words, text=words, man=words, texinfo=words)


def _open_html(writer: Any, node: Element) -> None:
    said = {"role": "img", "aria-label": node["words"], "title": node["words"]} if node["words"] else {"aria-hidden": "true"}
    writer.body.append(writer.starttag(node, "span", "", CLASS=f"claim-sign claim-{node['verdict']}", **said))


def _close_html(writer: Any, node: Element) -> None:
    writer.body.append("</span>")


def _words(writer: Any, node: Element) -> None:
    if node["words"]:
        writer.visit_Text(Text(f"({node['words']})"))
        writer.depart_Text(Text(""))
    raise SkipNode


def _nothing(writer: Any, node: Element) -> None:
    """Never called: the node was skipped."""
