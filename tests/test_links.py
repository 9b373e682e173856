"""The check of the links of a built site."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from docs import links  # noqa: E402 (found beside this folder)


@pytest.fixture
def site(tmp_path):
    """A site of two pages, the first with these links."""

    def made(*targets):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / "b.html").write_text('<h1 id="top">B</h1><a name="old">x</a>', encoding="utf-8")
        (tmp_path / "in" / "index.html").write_text("<p>in</p>", encoding="utf-8")
        text = "".join(f'<a href="{target}">x</a>' for target in targets)
        (tmp_path / "index.html").write_text(f'<p id="here">A</p>{text}', encoding="utf-8")
        links.page.cache_clear()
        return list(links.broken(tmp_path.resolve()))

    return made


def test_links_that_lead_somewhere_are_in_order(site):
    good = ["in/b.html", "in/b.html#top", "in/b.html#old", "#here", "in/", "index.html#here", "https://example.org/#x", ""]
    assert site(*good) == []


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("in/c.html", "no such file"),
        ("in/b.html#nowhere", "no such place on that page"),
        ("#nowhere", "no such place on that page"),
        ("../elsewhere.html", "leads out of the site"),
    ],
)
def test_a_link_that_leads_nowhere_is_named_with_its_page(site, link, problem):
    assert site("in/b.html", link) == [f"index.html: {link}: {problem}"]


def test_an_escaped_name_is_read(site, tmp_path):
    (tmp_path / "a b.html").write_text("<p id='ä'>x</p>", encoding="utf-8")
    assert site("a%20b.html#%C3%A4") == []
