"""Documents that cite claims with the role, built for real."""

import json

import pytest
from made_reports import a_case, a_claim
from sphinx_projects import INDEX, LAST, TEN, Project

pytest.importorskip("sphinx")
pytest.importorskip("myst_parser")

REST = """
    One
    ===

    Bare: :claim:`nap.ten`. With a text: :claim:`the last <nap.last-waits>`.
    Relied on: :claim:`nap.last-waits <refuted>` and :claim:`ten <nap.ten> <holds>`.
    """
MYST = """
    # One

    Bare: {claim}`nap.ten`. With a text: {claim}`the last <nap.last-waits>`.
    Relied on: {claim}`nap.last-waits <refuted>` and {claim}`ten <nap.ten> <holds>`.
    """
DESCRIBED = """
    All
    ===

    .. claim:: nap.ten

    .. claim:: nap.last-waits
    """
HOLDS = '<span aria-label="holds everywhere" class="claim-sign claim-holds" role="img" title="holds everywhere">✓</span>&#160;'
REFUTED = HOLDS.replace("holds", "refuted").replace("✓", "✗")
CODE = '<code class="docutils literal notranslate"><span class="pre">{}</span></code>'


@pytest.mark.parametrize(("name", "text"), [("one.rst", REST), ("one.md", MYST)], ids=["reST", "MyST"])
def test_a_citation_is_a_link_with_the_sign_and_the_scope(tmp_path, name, text):
    project = Project(tmp_path / "naps", {"index.rst": INDEX, name: text, "all.rst": DESCRIBED})
    build = project.build()
    assert (build.code, build.warnings) == (0, [])
    page = project.built("one.html")
    title = 'title="Ten naps take 10 s. (holds everywhere)"'
    inner = f'<span class="claim claim-holds">{HOLDS}{CODE.format("nap.ten")}</span>'
    assert f'<a class="reference internal" href="all.html#nap.ten" {title}>{inner}</a>' in page
    assert 'href="all.html#nap.last-waits" title="The last one waits. (refuted everywhere)"' in page
    assert f'<span class="claim claim-refuted">{REFUTED}the last</span>' in page
    assert f"{REFUTED}{CODE.format('nap.last-waits')}" in page
    assert f"{HOLDS}ten</span>" in page


def test_a_claim_that_no_page_describes_is_shown_and_not_linked_also_where_every_link_must_lead_somewhere(tmp_path):
    project = Project(tmp_path / "naps", {"index.rst": REST}, conf="nitpicky = True")
    assert project.build().warnings == []
    assert f'Bare: <span class="claim claim-holds">{HOLDS}' in project.built("index.html")


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo", "epub"])
def test_other_builders_write_the_verdict_in_words_where_a_sign_may_be_missing(tmp_path, builder):
    conf = 'man_pages = [("index", "naps", "naps", [], 1)]\ntexinfo_documents = [("index", "naps", "naps", "", "naps", "", "")]'
    pages = {"index.rst": INDEX, "one.rst": REST, "all.rst": DESCRIBED}
    project = Project(
        tmp_path / "naps",
        pages,
        conf=f'{conf}\nversion = copyright = "1"\nlatex_documents = [("index", "naps.tex", "", "", "manual")]',
    )
    build = project.build(builder=builder)
    assert (build.code, build.warnings) == (0, [])
    names = {"text": "one.txt", "latex": "naps.tex", "man": "naps.1", "texinfo": "naps.texi", "epub": "one.xhtml"}
    written = project.built(names[builder], builder)
    assert "refuted everywhere" in written
    assert ("✓" in written) == (builder == "epub")
    assert "checkmark" not in written


WRONG = {
    "nap.tem": "no claim has the id nap.tem. Nearest: nap.ten",
    "nap.ten <refuted>": "the text relies on nap.ten",
    "nap.noisy": "nap.noisy is not verified: ",
    "nap.old": "nap.old was given up: it was two Cite nap.ten in its place.",
    "nap.ten~1": "nap.ten~1 was worded anew. It said: Ten naps. ",
    "nap.unjudged": "nap.unjudged is not verified: no report judges it.",
    "nap.ten <false>": "nap.ten: 'false' is no verdict.",
}
KINDS = ["unknown", "contradicted", "unverified", "retired", "superseded", "unverified", "syntax"]
REGISTER = {
    "register": 1,
    "claims": {
        "nap.ten": {"sentences": ["Ten naps.", "Ten naps take 10 s."]},
        "nap.unjudged": {"sentences": ["Nobody ran it."]},
        "nap.old": {"sentences": ["Old."], "retired": {"replaced_by": "nap.ten", "why": "it was two"}},
    },
}


def with_register(folder, pages, conf=""):
    project = Project(folder, pages, conf=f'claims_register = "register.json"\n{conf}')
    project.report(TEN | {"revision": 2})
    project.write("register.json", json.dumps(REGISTER))
    return project


def test_what_cannot_be_cited_is_a_warning_that_names_file_line_and_kind(tmp_path):
    lines = [f"   - of this: {{claim}}`{wrong}`" for wrong in WRONG]
    project = with_register(tmp_path / "naps", {"index.md": "# Naps\n\n" + "\n\n".join(lines)})
    build = project.build()
    assert build.code == 1
    for number, (message, kind) in enumerate(zip(WRONG.values(), KINDS, strict=True)):
        said = build.warnings[number]
        assert said.startswith(f"index.md:{3 + 2 * number}: WARNING: {message}"), said
        assert said.endswith(f"[claims.{kind}]"), said


def test_kinds_of_warnings_can_be_suppressed(tmp_path):
    page = "# Naps\n\n{claim}`nap.tem`, {claim}`nap.old`\n"
    one = with_register(tmp_path / "one", {"index.md": page}, 'suppress_warnings = ["claims.unknown"]')
    assert [said.rpartition(" ")[2] for said in one.build().warnings] == ["[claims.retired]"]
    every = with_register(tmp_path / "every", {"index.md": page}, 'suppress_warnings = ["claims"]')
    assert every.build().code == 0
    # A page whose warnings are not told is not read again for them.
    assert every.build().read == []


SENTENCES = """
    # Naps

    Some words at first,
    and then {claim}`the last one waits <nap.last-waits> <refuted>`,
    and so on.
    """


@pytest.mark.parametrize(("name", "role"), [("index.md", "{claim}"), ("index.rst", ":claim:")])
def test_a_verdict_that_turns_breaks_the_build_at_the_sentence_until_it_is_mended(tmp_path, name, role):
    text = SENTENCES.replace("{claim}", role)
    project = Project(tmp_path / "naps", {name: text if name == "index.md" else text.replace("# Naps", "Naps\n    ====")})
    assert project.build().code == 0
    project.report(a_claim("nap.last-waits", a_case("holds"), says=LAST["says"]))
    line = 4 if name == "index.md" else 5
    for _ in range(2):
        build = project.build()
        assert build.code == 1
        assert build.warnings[0].startswith(f"{name}:{line}: WARNING: the text relies on nap.last-waits")
        assert "holds everywhere" in build.warnings[0]
    project.report(LAST)
    assert project.build().code == 0


def test_a_citation_is_escaped(tmp_path):
    odd = a_claim("nap.odd", says='<b>"Odd"</b>')
    project = Project(tmp_path / "naps", {"index.md": "# Naps\n\n{claim}`nap.odd`\n\n```{claim} nap.odd\n```\n"}, TEN, odd)
    assert project.build().code == 0
    assert "<b>" not in project.built("index.html")
