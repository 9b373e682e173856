"""Claims described and listed by the directives, built for real."""

import pytest
from made_reports import a_case, a_claim
from sphinx_projects import INDEX, LAST, LOCK, NOISY, TEN, Project

pytest.importorskip("sphinx")
pytest.importorskip("myst_parser")


def test_a_claim_is_described_with_all_that_is_known(tmp_path):
    project = Project(tmp_path / "naps", {"index.md": "# Naps\n\n```{claim} nap.ten\n```\n\n```{claim} nap.last-waits\n```\n"})
    build = project.build()
    assert (build.code, build.warnings) == (0, [])
    page = project.built("index.html")
    for part in (
        'class="claim-entry claim-holds docutils container" id="nap.ten"',
        "Ten naps take 10 s.",
        "<strong>holds everywhere</strong>",
        "They overlap.",
        "CPython on linux: 3.13.0",
        "10 s claimed",
        '<span class="k">def</span><span class="w"> </span><span class="nf">naps</span>',
        "nap.ten: when each span ran",
        "Known to be refuted everywhere.",
        'What is true instead: <a class="reference internal" href="#nap.ten"',
    ):
        assert part in page, part
    assert project.build(builder="text").code == 0
    text = project.built("index.txt", "text")
    assert "contrast" in text
    assert "|====" in text


def test_parts_of_a_description_can_be_left_out(tmp_path):
    options = ":no-programs:\n:no-pictures:\n:no-index:\n"
    project = Project(tmp_path / "naps", {"index.md": f"# Naps\n\n```{{claim}} nap.ten <holds>\n{options}```\n"})
    assert project.build().code == 0
    page = project.built("index.html")
    assert "Ten naps take 10 s." in page
    assert [part for part in ("<svg", "sleep", 'id="nap.ten"') if part in page] == []


def test_a_claim_is_described_in_one_place(tmp_path):
    page = "Here\n====\n\n.. claim:: nap.ten\n"
    project = Project(tmp_path / "naps", {"index.rst": INDEX, "a.rst": page, "b.rst": page})
    build = project.build()
    assert build.code == 1
    assert build.warnings[0].startswith("b.rst:4: WARNING: nap.ten is described in a already: give this one")
    assert build.warnings[0].endswith("[claims.duplicate]")


def test_what_cannot_be_described_is_a_warning(tmp_path):
    lines = "\n\n".join(f".. claim:: {wrong}" for wrong in ("nap.tem", "nap.ten <refuted>", "nap.ten <false>"))
    project = Project(tmp_path / "naps", {"index.rst": f"Naps\n====\n\n{lines}\n"})
    build = project.build()
    kinds = [(said.split(" ")[0], said.rpartition(" ")[2]) for said in build.warnings]
    assert kinds == [
        ("index.rst:4:", "[claims.unknown]"),
        ("index.rst:6:", "[claims.contradicted]"),
        ("index.rst:8:", "[claims.syntax]"),
    ]
    assert "holds everywhere" in project.built("index.html")


def table(project):
    page = project.built("index.html")
    return [claim["id"] for claim in (TEN, LAST, LOCK, NOISY) if claim["id"] in page]


@pytest.mark.parametrize(
    ("argument", "options", "ids"),
    [
        ("nap.*", "", ["nap.ten", "nap.last-waits", "nap.noisy"]),
        ("lock.* nap.t*", "", ["nap.ten", "lock.one"]),
        ("*", ":verdict: refuted inconclusive\n", ["nap.last-waits", "nap.noisy"]),
        ("nap.last-waits", ":environments:\n", ["nap.last-waits"]),
    ],
)
def test_a_table_lists_what_is_selected(tmp_path, argument, options, ids):
    project = Project(tmp_path / "naps", {"index.md": f"# Naps\n\n```{{claim-table}} {argument}\n{options}```\n"})
    build = project.build()
    assert (build.code, build.warnings) == (0, [])
    assert table(project) == ids
    assert ("CPython 3.13.0, linux" in project.built("index.html")) == ("environments" in options)


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("pool.*\n", "no claim fits pool.*. [claims.empty]"),
        ("lock.*\n   :verdict: refuted depends\n", "no claim fits lock.* with the verdict refuted or depends. [claims.empty]"),
        ("lock.*\n   :verdict: false\n", "name one or several of holds, refuted, depends"),
    ],
)
def test_a_table_of_nothing_is_a_warning(tmp_path, block, message):
    project = Project(tmp_path / "naps", {"index.rst": f"Naps\n====\n\n.. claim-table:: {block}"})
    build = project.build()
    assert build.code != 0
    assert any("index.rst:4: " in said for said in build.warnings)
    assert message in "\n".join(build.warnings)


def test_a_history_that_changed_is_told(tmp_path):
    project = Project(tmp_path / "naps", {"index.md": "# Naps\n\n```{claim} nap.ten\n```\n"})
    from made_reports import a_report, written

    old = a_report(a_claim("nap.ten", a_case("refuted")), python="3.12.0")
    (project.folder / "reports" / "old").mkdir()
    written(project.folder / "reports" / "old", old)[0].rename(project.folder / "reports" / "old.json")
    assert project.build().code == 0
    assert "refuted since 3.12 or earlier, holds since 3.13" in project.built("index.html")


@pytest.mark.parametrize(
    ("truth", "said"),
    [("nap.noisy", 'aria-label="not verified"'), ("nap.ten", 'aria-label="holds everywhere"'), ("nap.gone", None)],
)
def test_what_is_true_instead_is_told_also_where_it_is_not_verified(tmp_path, truth, said):
    project = Project(tmp_path / "naps", {"index.md": "# Naps\n\n```{claim} nap.last-waits\n```\n"})
    project.report(LAST | {"truth": truth})
    build = project.build()
    assert (build.code, build.warnings) == (0, [])
    page = project.built("index.html")
    assert ("What is true instead" in page) == (said is not None)
    assert said is None or said in page
