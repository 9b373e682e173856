"""The project's own site, without a build: .ci/run makes one."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from pytest_claims.cite.library import Library

ROOT = Path(__file__).parents[2]
CATALOGUE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
#: The ids that each chapter of it shows, by its heading.
TABLES = {
    title: patterns.split()
    for title, patterns in re.findall(r"^## (.*)\n\n```\{claim-table\} (.*)\n```$", CATALOGUE, re.MULTILINE)
}


def test_the_catalogue_has_every_claim_once():
    ids = Library.load([ROOT / "evidence"]).ids()
    found = {id: sum(any(fnmatchcase(id, pattern) for pattern in patterns) for patterns in TABLES.values()) for id in ids}
    assert {id: count for id, count in found.items() if count != 1} == {}


def test_the_catalogue_has_the_chapters_of_the_suite_in_their_order():
    chapters = Library.load([ROOT / "evidence"]).merged.chapters
    assert list(TABLES) == list(chapters)


def test_what_is_made_for_the_site_is_not_under_version_control():
    assert "docs/claims/" in (ROOT / ".gitignore").read_text().split()


def test_the_site_names_its_settings_in_the_document_on_sphinx():
    pytest.importorskip("sphinx")
    from sphinx.application import Sphinx

    from pytest_claims.sphinx import setup

    class Recorder:
        """What the extension adds to a project."""

        def __init__(self):
            self.settings = []

        def add_config_value(self, name, *_, **__):
            self.settings.append(name)

        def __getattr__(self, name):
            assert hasattr(Sphinx, name)
            return lambda *_, **__: None

    recorder = Recorder()
    facts = setup(recorder)
    assert facts["parallel_read_safe"]
    assert facts["parallel_write_safe"]
    page = (ROOT / "docs" / "citing-in-sphinx.md").read_text(encoding="utf-8")
    assert [name for name in recorder.settings if f"`{name}`" not in page] == []
