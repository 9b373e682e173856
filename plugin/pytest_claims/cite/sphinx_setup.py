"""The parts of the Sphinx extension, put together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from pytest_claims.cite.sphinx_claim import ClaimDirective
from pytest_claims.cite.sphinx_domain import NAME, ClaimDomain, claims_in_inventories
from pytest_claims.cite.sphinx_nodes import add_nodes
from pytest_claims.cite.sphinx_pages import write_pages
from pytest_claims.cite.sphinx_role import ClaimRole
from pytest_claims.cite.sphinx_sources import Sources
from pytest_claims.cite.sphinx_table import ClaimTable
from pytest_claims.model.language import language_or_english, switch_to

STATIC = Path(__file__).parent / "static"
STYLE = "pytest-claims.css"

_logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the domain, the role, the directives and the configuration to a Sphinx project."""
    # Neither makes a build start anew: what changes with them is told by the digests of each page.
    app.add_config_value("claims_reports", [], "", types=frozenset({list, tuple}))
    app.add_config_value("claims_register", None, "", types=frozenset({str, type(None)}))
    app.add_config_value("claims_pages", None, "env", types=frozenset({str, type(None)}))
    app.add_domain(ClaimDomain)
    app.add_role(NAME, ClaimRole())
    app.add_role_to_domain(NAME, NAME, ClaimRole())
    app.add_directive("claim", ClaimDirective)
    app.add_directive("claim-table", ClaimTable)
    add_nodes(app)
    app.add_css_file(STYLE)
    app.connect("config-inited", lambda _, config: config.html_static_path.append(str(STATIC)))
    app.connect("builder-inited", _look_for_sources)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-before-read-docs", _read_once)
    return {"version": version("pytest-claims"), "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}


def _look_for_sources(app: Sphinx) -> None:
    config, domain = app.config, ClaimDomain.of(app.env)
    # To the end of the build, as Sphinx itself does; for somebody who makes several builds in one process, no longer. Not with
    # `speaking`: a build that fails early leaves its block to the garbage collector, which would end it during the next build.
    domain.language_before = switch_to(language_or_english(config.language))
    app.connect("build-finished", lambda *_: switch_to(domain.language_before))
    reports, register = list(config.claims_reports), config.claims_register
    domain.sources = Sources(Path(app.confdir), reports, register, lambda: claims_in_inventories(app.env))
    folder = Path(app.srcdir) / config.claims_pages if config.claims_pages else None
    with _one_message(domain):
        if folder and not (folder.is_dir() and domain.sources.state == domain.data["state"]):
            write_pages(folder, domain.sources)


def _outdated(app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
    domain = ClaimDomain.of(env)
    with _one_message(domain):
        return list(domain.outdated())


def _read_once(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Read the reports before the build splits into processes, each of which would read them."""
    domain = ClaimDomain.of(env)
    with _one_message(domain):
        if docnames:
            _ = domain.sources.library


@contextmanager
def _one_message(domain: ClaimDomain) -> Iterator[None]:
    """End the build with one message: Sphinx 9 would add a traceback, and ask to report the error as one of its own."""
    try:
        yield
    except ExtensionError as error:
        _logger.critical("Extension error (pytest_claims.sphinx): %s", error.message)
        switch_to(domain.language_before)
        raise SystemExit(2) from None
