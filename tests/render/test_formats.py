"""The forms in which merged reports are shown."""

from pathlib import Path

import pytest

from pytest_claims.model.errors import ClaimError
from pytest_claims.render.formats import FORMATS, format_named
from pytest_claims.report.merge import Evidence


@pytest.mark.parametrize(
    ("name", "out", "found"),
    [
        (None, "page.html", "html"),
        (None, "page.HTM", "html"),
        (None, "summary.md", "markdown"),
        (None, "SUMMARY.MD", "markdown"),
        (None, "all.json", "json"),
        (None, "page", "html"),
        (None, "page.txt", "html"),
        ("badge", "all.json", "badge"),
        ("markdown", "page.html", "markdown"),
        ("json", None, "json"),
    ],
)
def test_a_form_is_named_or_told_from_the_files_ending(name, out, found):
    assert format_named(name, Path(out) if out else None) is FORMATS[found]


@pytest.mark.parametrize("name", [None, "html"])
def test_a_page_needs_a_file(name):
    with pytest.raises(ClaimError, match=r"^a page needs a file: add -o page\.html, or --format markdown, json or badge"):
        format_named(name, None)


def test_only_the_document_needs_all_evidence():
    assert {name: form.evidence for name, form in FORMATS.items()} == {
        "html": Evidence.SHOWN,
        "markdown": Evidence.NONE,
        "json": Evidence.ALL,
        "badge": Evidence.NONE,
    }
