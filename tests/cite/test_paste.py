"""pytest-claims cite: a citation ready to paste."""

import pytest
from made_reports import a_case, a_claim, a_report, written

from pytest_claims.cite.document import MARKDOWN, REST
from pytest_claims.cite.scan import quotations
from pytest_claims.cli.main import main


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project with a page and reports."""
    (tmp_path / "evidence").mkdir()
    claims = [
        a_claim("nap.ten", a_case("refuted"), says='It\'s "ten" & <b>`50_000`</b> s.'),
        a_claim("nap.not-told", a_case("inconclusive")),
    ]
    reports = [
        a_report(*claims, ended="2026-11-01T10:00:00+00:00"),
        a_report(*claims, python="3.14.0", gil=False, ended="2026-10-01T10:00:00+00:00"),
    ]
    written(tmp_path / "evidence", *reports)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest-claims]\nreports = ["evidence"]\npage = "https://example.org/a_b.html"\n'
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


VERSION = "✗ refuted everywhere; CPython 3.13.0, CPython 3.14.0 (no GIL); 2026-11-01"
PASTED = {
    "markdown": rf"""[It's "ten" &amp; &lt;b&gt;\`50\_000\`&lt;/b&gt; s.](claim:nap.ten "refuted") ({VERSION})""",
    "rst": rf""":claim:`It's "ten" & b50_000/b s. <nap.ten> <refuted>` (\{VERSION})""",
    "html": '<cite class="claim claim-refuted" id="nap.ten"><a href="https://example.org/a_b.html#nap.ten">It&#x27;s '
    f"&quot;ten&quot; &amp; &lt;b&gt;`50_000`&lt;/b&gt; s.</a></cite> ({VERSION})",
    "plain": f'“It\'s "ten" & <b>`50_000`</b> s.” nap.ten: {VERSION}. https://example.org/a_b.html#nap.ten',
    "bibtex": r"""@misc{nap.ten,
  title = {It's "ten" \& <b>`50\_000`</b> s.},
  note = {Claim nap.ten: refuted everywhere; CPython 3.13.0, CPython 3.14.0 (no GIL); 2026-11-01},
  howpublished = {pytest-claims},
  year = {2026},
  month = nov,
  url = {https://example.org/a\_b.html\#nap.ten},
}""",
}


@pytest.mark.parametrize("form", PASTED)
def test_a_citation_in_each_format(home, capsys, form):
    assert main(["cite", "nap.ten", "--format", form]) == 0
    assert capsys.readouterr().out == PASTED[form] + "\n"


@pytest.mark.parametrize(("form", "document"), [("markdown", MARKDOWN), ("rst", REST)])
def test_what_is_pasted_is_found_again(home, capsys, form, document):
    main(["cite", "nap.ten", "--format", form])
    [found] = quotations(capsys.readouterr().out, document, {"nap"})
    assert (found.cited.id, found.cited.relied) == ("nap.ten", "refuted")


@pytest.mark.parametrize(
    ("id", "message"),
    [("nap.tem", "no claim has the id nap.tem. Nearest: nap.ten"), ("nap.not-told", "nap.not-told is not ver")],
)
def test_what_cannot_be_cited_is_told(home, capsys, id, message):
    assert main(["cite", id]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"pytest-claims: {message}")
