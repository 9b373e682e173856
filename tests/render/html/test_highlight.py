"""Python source as HTML."""

from html.parser import HTMLParser

import pytest

from pytest_claims.render.html.highlight import LONGEST, highlighted


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = set(), ""

    def handle_starttag(self, tag, attributes):
        self.tags.add((tag, *(name for name, _ in attributes)))

    def handle_data(self, data):
        self.text += data


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_words_are_marked_by_what_they_are():
    assert '<span class="k">def</span>' in highlighted("def nap(): pass")
    assert '<span class="nf">nap</span>' in highlighted("def nap(): pass")


@pytest.mark.parametrize(
    "source",
    ["def nap(a):\n    return 'x' + a  # why", "</code></pre><script>alert('1')</script>", "def (:", "    a\n\tb", "&amp;"],
)
def test_the_text_stays_as_it_is_and_nothing_in_it_is_markup(source):
    reader = read(highlighted(source))
    assert reader.text.rstrip() == source.rstrip()
    assert reader.tags <= {("span", "class"), ("span",)}


def test_what_cannot_be_seen_gets_a_name():
    assert "&lt;U+202E&gt;" in highlighted("a = '\u202e'").replace('</span><span class="s1">', "")


def test_what_is_too_long_is_cut_and_not_highlighted():
    html = highlighted("<" * (LONGEST + 5))
    assert html == "&lt;" * LONGEST + "\n# 5 characters more"
