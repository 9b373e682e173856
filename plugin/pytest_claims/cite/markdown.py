"""Claims in pages that Python-Markdown makes, with MkDocs, Zensical or alone: the extension ``claims``."""

import logging
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from pytest_claims.cite.blocks import evidence
from pytest_claims.cite.citation import Citation, citation, role
from pytest_claims.cite.cited import Cited
from pytest_claims.cite.library import CitationError, Library
from pytest_claims.cite.paste import address
from pytest_claims.cite.settings import Settings, settings
from pytest_claims.model.errors import ClaimError
from pytest_claims.report.merge import Evidence
from pytest_claims.report.text import visible

#: Above the patterns for code and for HTML, which would take them.
_BEFORE_CODE, _BEFORE_HTML = 195, 115
#: Above the processor for indented code; those of other extensions for ``:::`` come later.
_BEFORE_BLOCKS = 85
#: Below the processor that makes links.
_AFTER_LINKS = 15

_log = logging.getLogger(__name__)


class ClaimsExtension(Extension):
    """Claims in Markdown.

    ::

        markdown.markdown("[Threads wait](claim:thread.join-after-loop)", extensions=["claims"])

    A wrong citation ends the build with a `ClaimError`; with ``strict=False`` it is logged, and marked on the page.
    """

    def __init__(self, **options: Any) -> None:
        self.config = {
            "reports": [[], "Reports, or folders of reports; those of pyproject.toml where there are none"],
            "register": ["", "The file that remembers wordings and ids"],
            "page": ["", "The address of the page that pytest-claims report made"],
            "strict": [True, "Whether a wrong citation ends the build"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Called by Python-Markdown."""
        shown = _Shown(self.getConfig("reports"), self.getConfig("register"), self.getConfig("page"), self.getConfig("strict"))
        md.inlinePatterns.register(_Role(r"(\{claim\})?(?<![\\`])(`+)(?!`)(.+?)(?<!`)\2(?!`)", md), "claim_role", _BEFORE_CODE)
        md.inlinePatterns.register(_Automatic(r"<claim:([^<>\s]+)>", md), "claim_link", _BEFORE_HTML)
        md.treeprocessors.register(_Links(md, shown), "claim_links", _AFTER_LINKS)
        md.parser.blockprocessors.register(_Block(md, shown), "claim_block", _BEFORE_BLOCKS)


def makeExtension(**options: Any) -> ClaimsExtension:
    """The extension, as Python-Markdown asks for it by the name of this module."""
    return ClaimsExtension(**options)


class _Shown:
    """What is shown of claims, and what becomes of a wrong citation."""

    def __init__(self, reports: object, register: str, page: str, strict: bool) -> None:
        if not isinstance(reports, (list, tuple)) or not all(isinstance(one, (str, Path)) for one in reports):
            raise ClaimError(f"the extension claims: reports must be a list of files and folders, not {reports!r}.")
        here = settings(Path())
        known = Path(register) if register else here.register
        self._settings = Settings(tuple(map(Path, reports)) or here.reports, known, page or here.page)
        self._strict = strict

    def inline(self, element: Element, cite: Callable[[], Citation]) -> None:
        """Make `element`, a link, show the claim: its id where the link has no text, a sign, and where that was found."""
        try:
            wanted = cite()
            cited = self.library.find(wanted)
        except ClaimError as error:
            self._wrong(element, error)
            return
        link = Element("a", {"href": address(cited, self._settings.page)} if self._settings.page else {})
        link.tag = "a" if self._settings.page else "span"
        link.text, link[:] = element.text, list(element)
        if not (link.text or len(link)):
            _texts(link, "code", "claim-id", str(cited.citation))
        _become(element, "span", f"claim claim-{cited.verdict}", visible(f"{cited.id}: {cited.says}"))
        element.append(link)
        link.tail = " "
        _texts(element, "span", "claim-verdict", f"{cited.sign} {cited.summary}")

    def block(self, parent: Element, content: str) -> None:
        """Add the whole claim to `parent`."""
        element = SubElement(parent, "div")
        try:
            cited = self.library.find(role(content))
        except ClaimError as error:
            element.text = AtomicString(content)
            self._wrong(element, error)
            return
        _become(element, "div", f"claim claim-{cited.verdict}", "")
        _texts(element, "p", "claim-says", f"\N{LEFT DOUBLE QUOTATION MARK}{cited.says}\N{RIGHT DOUBLE QUOTATION MARK}")
        _texts(element, "p", "claim-verdict", f"{cited.sign} {cited.summary}")
        _texts(element, "p", "claim-why", cited.why)
        if cited.truth and cited.verdict != "holds":
            truth = self.library.merged.by_id.get(cited.truth)
            _texts(element, "p", "claim-truth", f"What is true instead: {truth.says if truth else cited.truth}")
        self._programs(element, cited)
        _texts(element, "p", "claim-evidence", f"{cited.citation}, judged by {evidence([cited])}")

    def _programs(self, element: Element, cited: Cited) -> None:
        sources = cited.claim.sources
        if sources is not None:
            for name, text in {"program": sources.program, "contrast": sources.contrast}.items():
                if text is not None:
                    _texts(element, "p", "claim-title", name.capitalize())
                    _texts(SubElement(element, "pre"), "code", "language-python", text)

    @property
    def library(self) -> Library:
        """The claims: read once for all pages, and again when a report has changed."""
        paths = [*self._settings.reports, *([self._settings.register] if self._settings.register else [])]
        files = [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
        return _library(self._settings, tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files))

    def _wrong(self, element: Element, error: ClaimError) -> None:
        if self._strict:
            raise error
        kind = error.kind if isinstance(error, CitationError) else "malformed"
        _log.warning("%s: %s", kind, error)
        if not (element.text or len(element)):
            element.text = AtomicString("?")
        children = list(element), element.text
        _become(element, "div" if element.tag == "div" else "span", "claim claim-wrong", visible(f"{kind}: {error}"))
        element[:], element.text = children


@lru_cache(maxsize=4)
def _library(settings: Settings, changed: tuple[int, ...]) -> Library:
    return settings.library(evidence=Evidence.NONE)


def _become(element: Element, tag: str, classes: str, title: str) -> None:
    """Make an empty element of `element`; what follows it stays."""
    element.tag, element.text = tag, None
    element[:] = []
    element.attrib.clear()
    element.set("class", classes)
    if title:
        element.set("title", title)


def _texts(parent: Element, tag: str, classes: str, text: str) -> None:
    """Add an element with a text in which nothing is markup."""
    if text:
        SubElement(parent, tag, {"class": classes}).text = AtomicString(visible(text))


class _Role(InlineProcessor):
    r"""``{claim}`text <id>``` becomes a link to ``claim:id``, which `_Links` makes whole."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Any, Any, Any]:  # type: ignore[override]
        if m[1] is None:
            return None, None, None  # Code is matched, too, so that no role begins in it, and left to others.
        return _link(" ".join(m[3].split()), is_role=True), m.start(0), m.end(0)


class _Automatic(InlineProcessor):
    """``<claim:id>`` becomes such a link, too."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        return _link(m[1], is_role=False), m.start(0), m.end(0)


def _link(content: str, *, is_role: bool) -> Element:
    link = Element("a", {"href": f"claim:{content}"})
    if is_role:
        link.set("role", "claim")
    # An empty text would be looked at again.
    link.text = AtomicString("")
    return link


class _Links(Treeprocessor):
    """Links to ``claim:id`` show the claim."""

    def __init__(self, md: Markdown, shown: _Shown) -> None:
        super().__init__(md)
        self._shown = shown

    def run(self, root: Element) -> None:
        for element in [one for one in root.iter("a") if one.get("href", "").lower().startswith("claim:")]:
            target = element.get("href", "")[len("claim:") :]
            if element.get("role") == "claim":
                self._role(element, target)
            else:
                relied = element.get("title")
                self._shown.inline(element, lambda target=target, relied=relied: citation(target, relied))  # type: ignore[misc]

    def _role(self, element: Element, content: str) -> None:
        def cite() -> Citation:
            found = role(content)
            element.text = AtomicString(found.text)
            return found

        self._shown.inline(element, cite)


class _Block(BlockProcessor):
    """``::: claim id`` on a line of its own shows the whole claim."""

    _FORM = re.compile(r"^::: ?claim(?: +(?P<content>.*?))? *(?:\n|$)")

    def __init__(self, md: Markdown, shown: _Shown) -> None:
        super().__init__(md.parser)
        self._shown = shown

    def test(self, parent: Element, block: str) -> bool:
        return bool(self._FORM.match(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = self._FORM.match(block)
        if found is None:
            return
        self._shown.block(parent, (found["content"] or "").strip())
        if rest := block[found.end() :]:
            blocks.insert(0, rest)
