"""The domain ``claim``: which page describes a claim, and what each page shows of claims."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.ext.intersphinx import InventoryAdapter
from sphinx.util import logging
from sphinx.util.logging import is_suppressed_warning
from sphinx.util.nodes import make_refnode

from pytest_claims.cite.sphinx_dependencies import Dependency, digest_of
from pytest_claims.cite.sphinx_sources import Quote, Sources
from pytest_claims.model.language import Language

NAME = "claim"

_logger = logging.getLogger(__name__)


class ClaimDomain(Domain):
    """Claims: objects that a directive describes, and that roles and other projects refer to."""

    name = NAME
    label = "Claims"
    object_types: ClassVar[dict[str, ObjType]] = {NAME: ObjType("claim", NAME)}
    initial_data: ClassVar[dict[str, Any]] = {"objects": {}, "shown": {}, "troubled": set(), "state": ""}
    data_version = 1
    #: Set when the builder is known, before anything is read.
    sources: Sources
    #: What counted before the build, and counts again after it.
    language_before: Language

    @classmethod
    def of(cls, env: BuildEnvironment) -> "ClaimDomain":
        """The domain in a build."""
        return cast(ClaimDomain, env.domains[NAME])

    @property
    def objects(self) -> dict[str, tuple[str, Quote]]:
        """For each claim that a page describes the page, and what is known of it."""
        return cast("dict[str, tuple[str, Quote]]", self.data["objects"])

    @property
    def shown(self) -> dict[str, dict[Dependency, str]]:
        """For each page what it shows of claims, with a digest."""
        return cast("dict[str, dict[Dependency, str]]", self.data["shown"])

    @property
    def troubled(self) -> set[str]:
        """The pages with a warning of this extension."""
        return cast("set[str]", self.data["troubled"])

    def note_object(self, quote: Quote, location: Any) -> bool:
        """The page that is being read describes a claim. Says whether links to the claim lead there."""
        docname = self.env.current_document.docname
        pages = self.env.config.claims_pages
        if pages and docname != f"{pages}/{quote.id}":
            return False
        other = self._page(quote.id)
        if other not in ("", docname):
            message = f"{quote.id} is described in {other} already: give this one the option no-index."
            self.warn(message, "duplicate", location)
            return False
        self.objects[quote.id] = (docname, quote)
        return True

    def _page(self, id: str) -> str:
        """The page that describes a claim, or nothing."""
        return self.objects[id][0] if id in self.objects else ""

    def note_shown(self, dependency: Dependency) -> None:
        """The page that is being read shows something of claims."""
        page = self.shown.setdefault(self.env.current_document.docname, {})
        page[dependency] = digest_of(dependency, self.sources)

    def warn(self, message: str, subtype: str, location: Any) -> None:
        """Warn of something on the page that is being read, and read it again in each build until it is mended."""
        _logger.warning(message, type="claims", subtype=subtype, location=location)
        if not is_suppressed_warning("claims", subtype, self.env.config.suppress_warnings):
            self.troubled.add(self.env.current_document.docname)

    def outdated(self) -> Iterator[str]:
        """The pages that would show something else today, and those with a warning."""
        yield from self.troubled
        state = self.sources.state
        if state == self.data["state"]:
            return
        self.data["state"] = state
        now: dict[Dependency, str] = {}
        for docname, page in self.shown.items():
            for dependency, before in page.items():
                if dependency not in now:
                    now[dependency] = digest_of(dependency, self.sources)
                if now[dependency] != before:
                    yield docname
                    break

    def clear_doc(self, docname: str) -> None:
        self.shown.pop(docname, None)
        self.troubled.discard(docname)
        for id in [id for id, (page, _) in self.objects.items() if page == docname]:
            del self.objects[id]

    def merge_domaindata(self, docnames: Set[str], otherdata: Mapping[str, Any]) -> None:
        self.shown.update({name: page for name, page in otherdata["shown"].items() if name in docnames})
        self.troubled.update(otherdata["troubled"] & set(docnames))
        for docname, quote in otherdata["objects"].values():
            if docname in docnames:
                self._merge_object(docname, quote)

    def _merge_object(self, docname: str, quote: Quote) -> None:
        other = self._page(quote.id)
        if other not in ("", docname):
            message = f"{quote.id} is described in {other} already: give this one the option no-index."
            _logger.warning(message, type="claims", subtype="duplicate", location=docname)
            self.troubled.add(docname)
            return
        self.objects[quote.id] = (docname, quote)

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        for id, (docname, quote) in self.objects.items():
            yield id, quote.display_name, NAME, docname, id, 1

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        found = self._reference(builder, fromdocname, target, contnode)
        # A claim without a page of its own, here or elsewhere, is named and not linked.
        return found if found is not None or target in claims_in_inventories(env) else cast(nodes.reference, contnode)

    def _reference(self, builder: Builder, fromdocname: str, id: str, shown: Element) -> nodes.reference | None:
        if id not in self.objects:
            return None
        docname, quote = self.objects[id]
        return make_refnode(builder, fromdocname, docname, id, shown, quote.title)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        found = self._reference(builder, fromdocname, target, contnode)
        return [(f"{NAME}:{NAME}", found)] if found is not None else []


def claims_in_inventories(env: BuildEnvironment) -> Mapping[str, str]:
    """The display names of all claims that other projects describe, by id."""
    items = InventoryAdapter(env).main_inventory.get(f"{NAME}:{NAME}", {})
    return {id: item.display_name for id, item in items.items()}
