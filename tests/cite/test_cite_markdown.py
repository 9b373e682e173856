"""Claims in pages that Python-Markdown makes."""

import logging
import os

import markdown
import pytest
from made_reports import a_case, a_claim, a_report, written

from pytest_claims.cite.library import CitationError, Kind
from pytest_claims.model.errors import ClaimError

SOURCES = {"program": "def nap():\n    return '<b>' * 2\n", "contrast": "def no_nap():\n    pass\n", "helpers": []}


@pytest.fixture
def reports(tmp_path, monkeypatch):
    """A folder with a report."""
    monkeypatch.chdir(tmp_path)
    written(
        tmp_path,
        a_report(
            a_claim("nap.ten", sources=SOURCES, why="It <i>sleeps</i>."),
            a_claim("nap.one-more", a_case("refuted"), says="It takes *11* s & more.", truth="nap.ten"),
            a_claim("nap.depends", a_case("holds", "spawn"), a_case("refuted", "fork")),
            a_claim("nap.not-told", a_case("inconclusive")),
        ),
    )
    return tmp_path


@pytest.fixture
def made(reports):
    """Markdown as a page is made of it."""

    def made(text, extensions=(), **options):
        settings = {"claims": {"reports": [reports], "page": "https://example.org/page.html", **options}}
        return markdown.markdown(text, extensions=["claims", *extensions], extension_configs=settings)

    return made


TEN = (
    '<span class="claim claim-holds" title="nap.ten: It takes 10 s."><a href="https://example.org/page.html#nap.ten">{}</a> '
    '<span class="claim-verdict">✓ holds everywhere</span></span>'
)


ID = '<code class="claim-id">nap.ten</code>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("See [ten](claim:nap.ten).", f"<p>See {TEN.format('ten')}.</p>"),
        ('See [*t* `en`](claim:nap.ten "holds").', f"<p>See {TEN.format('<em>t</em> <code>en</code>')}.</p>"),
        ("See [ten][1].\n\n[1]: claim:nap.ten 'holds'", f"<p>See {TEN.format('ten')}.</p>"),
        ("See {claim}`nap.ten`.", f"<p>See {TEN.format(ID)}.</p>"),
        ("See {claim}`t*e*n <nap.ten> <holds>`.", f"<p>See {TEN.format('t*e*n')}.</p>"),
        ("See {claim}``ten <nap.ten>``.", f"<p>See {TEN.format('ten')}.</p>"),
        ("See <claim:nap.ten>.", f"<p>See {TEN.format(ID)}.</p>"),
        ("See `{claim}`, `nap.ten`.", "<p>See <code>{claim}</code>, <code>nap.ten</code>.</p>"),
        ("`a` {claim}`ten <nap.ten>` `b`", f"<p><code>a</code> {TEN.format('ten')} <code>b</code></p>"),
        (r"\`a {claim}`ten <nap.ten>`", f"<p>`a {TEN.format('ten')}</p>"),
        ("    {claim}`nap.tem`", "<pre><code>{claim}`nap.tem`\n</code></pre>"),
    ],
)
def test_a_citation_in_a_page(made, text, html):
    assert made(text) == html


def test_a_verdict_that_depends_says_on_what(made):
    assert '<span class="claim-verdict">◐ depends: holds under spawn</span>' in made("[x](claim:nap.depends)")


def test_without_a_page_there_is_no_link(made):
    assert made("[ten](claim:nap.ten)", page="") == (
        '<p><span class="claim claim-holds" title="nap.ten: It takes 10 s."><span>ten</span> '
        '<span class="claim-verdict">✓ holds everywhere</span></span></p>'
    )


def test_a_block_shows_the_whole_claim(made):
    html = made("Before.\n\n::: claim nap.one-more <refuted>\nAfter.")
    assert html == (
        "<p>Before.</p>\n"
        '<div class="claim claim-refuted">\n'
        '<p class="claim-says">“It takes *11* s &amp; more.”</p>\n'
        '<p class="claim-verdict">✗ refuted everywhere</p>\n'
        '<p class="claim-why">It sleeps.</p>\n'
        '<p class="claim-truth">What is true instead: It takes 10 s.</p>\n'
        '<p class="claim-evidence">nap.one-more, judged by CPython 3.13.0</p>\n'
        "</div>\n"
        "<p>After.</p>"
    )


def test_a_block_shows_programs_and_no_markup_of_reports(made):
    html = made("::: claim nap.ten")
    assert "<pre><code class=\"language-python\">def nap():\n    return '&lt;b&gt;' * 2\n</code></pre>" in html
    assert "It &lt;i&gt;sleeps&lt;/i&gt;." in html


def test_code_that_others_mark_is_left_alone(made):
    assert "claim-" not in made("```\n[x](claim:nap.tem)\n::: claim nap.tem\n```\n", ["fenced_code"])


WRONG = [
    ("[x](claim:nap.tem)", Kind.UNKNOWN),
    ("{claim}`nap.not-told`", Kind.UNVERIFIED),
    ("[x](claim:nap.ten 'refuted')", Kind.CONTRADICTED),
    ("::: claim nap.ten <refuted>", Kind.CONTRADICTED),
    ("{claim}`nap.ten <wrong>`", None),
    ("::: claim", None),
]


@pytest.mark.parametrize(("text", "kind"), WRONG)
def test_a_wrong_citation_ends_the_build(made, text, kind):
    with pytest.raises(ClaimError) as raised:
        made(text)
    assert getattr(raised.value, "kind", None) == kind
    assert isinstance(raised.value, CitationError) == (kind is not None)


@pytest.mark.parametrize(("text", "kind"), WRONG)
def test_a_wrong_citation_is_marked_where_it_may_be(made, caplog, text, kind):
    with caplog.at_level(logging.WARNING):
        html = made(text, strict=False)
    said = kind or "malformed"
    assert 'class="claim claim-wrong"' in html
    assert f'title="{said}: ' in html
    [record] = caplog.records
    assert record.getMessage().startswith(f"{said}: ")


def test_reports_are_read_once_for_all_pages_and_again_when_they_change(made, reports, monkeypatch):
    from pytest_claims.cite import markdown as extension

    reads = []
    load = extension.Settings.library
    monkeypatch.setattr(extension.Settings, "library", lambda *args, **more: reads.append(1) or load(*args, **more))
    made("{claim}`nap.ten`")
    made("{claim}`nap.ten`")
    assert len(reads) == 1
    [file] = written(reports, a_report(a_claim("nap.ten", a_case("refuted"))))
    os.utime(file, ns=(1, 1))
    assert "refuted" in made("{claim}`nap.ten`")
    assert len(reads) == 2


def test_settings_of_the_project_are_used(reports):
    (reports / "docs").mkdir()
    (reports / "pyproject.toml").write_text('[tool.pytest-claims]\nreports = ["0.json"]\npage = "p.html"\n')
    assert 'href="p.html#nap.ten"' in markdown.markdown("[ten](claim:nap.ten)", extensions=["pytest_claims.cite.markdown"])


def test_bad_options_are_one_message(reports):
    with pytest.raises(ClaimError, match="reports must be a list of files and folders"):
        markdown.markdown("x", extensions=["claims"], extension_configs={"claims": {"reports": "0.json"}})
