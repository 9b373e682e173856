"""What a build reads, in which order, and what it makes of reports that are none."""

import copy
import gc
import re

import pytest
from made_reports import a_case, a_claim
from sphinx_projects import INDEX, LAST, TEN, Project

from pytest_claims.model.language import current

pytest.importorskip("sphinx")
pytest.importorskip("myst_parser")

PAGES = {
    "index.rst": INDEX,
    "cites.md": "# Cites\n\n{claim}`nap.ten`\n",
    "describes.md": "# Describes\n\n```{claim} nap.ten\n```\n",
    "other.md": "# Other\n\n{claim}`nap.last-waits`\n",
    "tables.md": "# Tables\n\n```{claim-table} nap.*\n```\n",
    "plain.md": "# Plain\n",
}


def with_another_figure(claim):
    """The claim with another duration, and the same verdict."""
    changed = copy.deepcopy(claim)
    changed["cases"][0]["evidence"]["program"]["examples"][0]["readings"][0]["slope"] = 10.3
    return changed


def test_a_page_is_read_again_when_what_it_shows_of_claims_changed_and_only_then(tmp_path):
    project = Project(tmp_path / "naps", PAGES)
    assert project.build().read == sorted(name.partition(".")[0] for name in PAGES)
    assert project.build().read == []
    project.report(with_another_figure(TEN))
    assert project.build().read == ["describes"]
    assert "10.3 s" in project.built("describes.html")
    project.report(a_claim("nap.ten", a_case("refuted"), says=TEN["says"]))
    assert project.build().read == ["cites", "describes", "tables"]
    assert "refuted everywhere" in project.built("cites.html")
    project.report(a_claim("nap.last-waits", a_case("refuted"), says="Another sentence."))
    assert project.build().read == ["other", "tables"]
    project.report(a_claim("lock.two"))
    assert project.build().read == []


def test_builds_in_processes_say_and_write_the_same(tmp_path):
    pages = PAGES | {
        f"more-{number}.md": f"# {number}\n\n{{claim}}`nap.tem{number}` {{claim}}`nap.ten`\n" for number in range(12)
    }
    one, many = (Project(tmp_path / name, pages) for name in ("one", "many"))
    alone, together = one.build(), many.build("-j", "2")
    assert re.search(r"reading sources.*\] cites \.\. ", together.said)
    assert alone.code == together.code == 1
    assert sorted(alone.warnings) == sorted(together.warnings)
    for name in ("cites.html", "describes.html", "tables.html", "more-7.html"):
        assert one.built(name) == many.built(name)
    binary = [(project.folder / "out" / "html" / "objects.inv").read_bytes() for project in (one, many)]
    assert binary[0] == binary[1]
    # What has a warning is read in each build, and nothing else.
    troubled = [f"more-{number}" for number in range(12)]
    assert many.build().read == sorted(troubled)
    many.report(with_another_figure(TEN))
    assert many.build().read == sorted([*troubled, "describes"])


def test_a_page_in_another_process_that_describes_a_claim_again_is_told(tmp_path):
    pages = {f"page-{number}.md": f"# {number}\n" for number in range(12)}
    twice = "# Here\n\n```{claim} nap.ten\n```\n"
    project = Project(tmp_path / "naps", {"index.rst": INDEX, "a.md": twice, "z.md": twice, **pages})
    build = project.build("-j", "2")
    assert build.code == 1
    assert "nap.ten is described in" in build.warnings[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not a whole JSON document"),
        ("[]", "this is JSON, but no report of pytest-claims"),
        ('{"schema": 99}', "made by a newer pytest-claims"),
    ],
)
def test_a_file_that_is_no_report_is_one_message(tmp_path, text, message):
    project = Project(tmp_path / "naps", PAGES)
    project.write("reports/here.json", text)
    build = project.build()
    assert build.code == 2
    assert len(build.warnings) == 1
    assert build.warnings[0].startswith(f"CRITICAL: Extension error (pytest_claims.sphinx): claims_reports: {project.folder}")
    assert f"here.json: {message}" in build.warnings[0]


@pytest.mark.parametrize(("name", "message"), [("no/*.json", "no file matches"), ("no.json", "no such file")])
def test_a_report_that_is_not_there_is_one_message(tmp_path, name, message):
    build = Project(tmp_path / "naps", PAGES, reports=[name]).build()
    assert build.code == 2
    assert len(build.warnings) == 1
    assert message in build.warnings[0]


def test_a_folder_of_reports_is_all_reports_in_it(tmp_path):
    assert Project(tmp_path / "naps", PAGES, reports=["reports"]).build().code == 0


def test_without_reports_nothing_is_verified(tmp_path):
    pages = {"index.md": "# Naps\n\n{claim}`nap.ten`\n\n```{claim} nap.ten\n```\n\n```{claim-table} *\n```\n"}
    build = Project(tmp_path / "naps", pages, reports=[]).build()
    assert [said.rpartition(" ")[2] for said in build.warnings] == [
        "[claims.unknown]",
        "[claims.unverified]",
        "[claims.empty]",
    ]


PAGED = 'claims_pages = "claims"'


def test_each_claim_gets_a_page_of_its_own_and_links_lead_there(tmp_path):
    pages = {"index.md": "# Naps\n\n{claim}`nap.ten`\n\n```{claim} nap.ten\n```\n"}
    project = Project(tmp_path / "naps", pages, conf=PAGED)
    # Its verdict is told on its own page, as a warning: nothing can be cited from it.
    noisy = project.claims.pop("nap.noisy")
    project.report()
    build = project.build()
    assert (build.code, build.warnings) == (0, [])
    assert sorted(path.name for path in (project.folder / "out" / "html" / "claims").iterdir()) == [
        "lock.one.html",
        "nap.last-waits.html",
        "nap.ten.html",
    ]
    assert project.built("index.html").count('href="claims/nap.ten.html#nap.ten"') == 2
    assert project.build().read == []
    project.report(noisy | {"cases": [a_case()]})
    assert project.build().read == ["claims/nap.noisy"]
    del project.claims["lock.one"]
    project.report(with_another_figure(TEN))
    assert project.build().read == ["claims/nap.ten", "index"]
    assert not (project.folder / "claims" / "lock.one.rst").exists()


def test_a_page_of_somebody_else_is_not_overwritten(tmp_path):
    project = Project(tmp_path / "naps", {"index.md": "# Naps\n", "claims/nap.ten.rst": "Mine\n====\n"}, conf=PAGED)
    build = project.build()
    assert build.code == 2
    assert "nap.ten.rst was written by somebody else" in build.warnings[0]
    assert (project.folder / "claims" / "nap.ten.rst").read_text() == "Mine\n====\n"


def test_another_project_cites_through_the_inventory(tmp_path):
    of = Project(tmp_path / "of", {"index.md": "# Naps\n\n```{claim} nap.ten\n```\n\n```{claim} nap.last-waits\n```\n"})
    assert of.build().code == 0
    page = """
        # Cites

        By role {claim}`nap.ten`, {claim}`relied on <nap.last-waits> <refuted>`, {external:claim:claim}`nap.ten`.
        By a link of MyST: <inv:naps:claim:claim#nap.last-waits>.
        """
    inventory = f'intersphinx_mapping = {{"naps": ("https://naps.example/", {str(of.folder / "out/html/objects.inv")!r})}}'
    conf = f"{inventory}\nintersphinx_cache_limit = 0"
    by = Project(tmp_path / "by", {"index.md": page}, reports=[], conf=conf)
    build = by.build()
    assert (build.code, build.warnings) == (0, [])
    built = by.built("index.html")
    assert built.count('href="https://naps.example/index.html#nap.ten"') == 2
    assert built.count('aria-label="refuted everywhere"') == 1
    assert "relied on</span></a>" in built
    assert "The last one waits. (✗ refuted everywhere)</a>" in built

    of.report(a_claim("nap.last-waits", a_case("holds"), says=LAST["says"]))
    assert of.build().code == 0
    build = by.build()
    assert build.code == 1
    assert build.warnings[0].startswith("index.md:3: WARNING: the text relies on nap.last-waits being 'refuted', and it holds")
    by.write("index.md", "# Cites\n\n{claim}`nap.tem`\n")
    build = by.build()
    assert "no claim has the id nap.tem in any inventory. Nearest: nap.ten, " in build.warnings[0]


def test_a_project_in_chinese_shows_verdicts_in_chinese(tmp_path):
    project = Project(tmp_path / "naps", {"index.rst": "Naps\n====\n\n:claim:`nap.ten` and\n\n.. claim:: nap.last-waits\n"})
    build = project.build("-D", "language=zh_CN")
    assert build.warnings == []
    text = project.built("index.html")
    assert 'aria-label="处处成立"' in text
    assert "处处不成立" in text
    assert "正确的说法：" in text
    assert "Ten naps take 10 s." in text  # which nobody has translated
    assert project.build("-D", "language=de").code == 0
    assert 'aria-label="holds everywhere"' in project.built("index.html")


@pytest.mark.parametrize("reports", [["missing.json"], ["reports/*.json"]])
def test_a_build_in_chinese_leaves_the_language_as_it_was(tmp_path, reports):
    project = Project(tmp_path / "naps", {"index.md": "# Naps\n\n{claim}`nap.ten`\n"}, reports=reports)
    build = project.build("-D", "language=zh_CN")
    assert build.code == (2 if reports == ["missing.json"] else 0)
    assert current().is_english


def test_a_build_that_failed_has_no_say_in_the_next_one(tmp_path):
    # What a build leaves is collected at some moment: here, while another one reads.
    collects = "import gc\n\ndef setup(app):\n    app.connect('env-before-read-docs', lambda *_: print(gc.collect()))"
    pages = {"index.md": "# Naps\n\n{claim}`nap.ten`\n"}
    gc.collect()
    gc.disable()
    try:
        assert Project(tmp_path / "failed", pages, reports=["missing.json"]).build().code == 2
        project = Project(tmp_path / "naps", pages, conf=collects)
        assert project.build("-D", "language=zh_CN").code == 0
    finally:
        gc.enable()
    assert 'aria-label="处处成立"' in project.built("index.html")
