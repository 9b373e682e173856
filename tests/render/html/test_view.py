"""What the page shows."""

from made_reports import a_case, a_claim, a_part, a_report

from pytest_claims.render.html.view import MOST_EXHIBITS, anchor, column_groups, shown
from pytest_claims.report.merge import Evidence, Merging


def merged(*reports):
    merging = Merging(Evidence.SHOWN)
    for report in reports:
        merging.add(report)
    return merging.result()


def seen(*reports, id="nap.ten"):
    found = merged(*reports)
    return shown(found.by_id[id], found.interpreters)


def test_an_id_of_ours_is_its_own_anchor_and_any_other_gets_one_that_fits_into_an_address():
    assert anchor("thread.join-after-loop") == "thread.join-after-loop"
    for id in ("matrix", "a b.c", "</script>", "\udcff", "x" * 1_000_000 + ".y", "ü.b"):
        assert anchor(id).startswith("claim-")
        assert anchor(id).isascii()
        assert len(anchor(id)) == 22
    assert anchor("A") != anchor("B")


def test_columns_with_one_interpreter_lock_and_platform_stand_under_one_heading():
    interpreters = [{"python": "3.13.0"}, {"python": "3.14.0", "gil": False}, {"python": "3.14.0"}, {"implementation": "pypy"}]
    groups = column_groups(merged(*(a_report(**interpreter) for interpreter in interpreters)))
    assert {heading: [interpreter.python for interpreter in group] for heading, group in groups.items()} == {
        "CPython, GIL, linux": ["3.13.0", "3.14.0"],
        "CPython, no GIL, linux": ["3.14.0"],
        "PyPy, GIL, linux": ["3.13.0"],
    }


def test_a_cell_has_a_mark_for_each_group_of_start_methods_that_agree():
    cases = [a_case("refuted", "fork", expected="refuted"), a_case("holds", "spawn"), a_case("holds", "forkserver")]
    (cell,) = seen(a_report(a_claim("nap.ten", *cases))).marks
    assert [(mark.verdict, mark.words, mark.surprise) for mark in cell] == [
        ("refuted", "fork: refuted, as documented", False),
        ("holds", "spawn, forkserver: holds", False),
    ]
    assert len({mark.sign for mark in cell}) == 2


def test_a_place_that_did_not_judge_the_claim_has_no_mark():
    one = seen(a_report(), a_report(a_claim("another.one"), python="3.14.0"))
    assert [len(cell) for cell in one.marks] == [1, 0]


def test_a_surprise_and_a_conflict_are_said():
    (mark,) = seen(a_report(a_claim("nap.ten", a_case("refuted")))).marks[0]
    assert (mark.words, mark.surprise) == ("refuted, unexpected: holds was", True)
    one = seen(a_report(), a_report(a_claim("nap.ten", a_case("refuted"))))
    assert one.marks[0][0].words == "runs disagree (1 holds, 1 refuted)"
    assert one.tags.split() == ["unexpected", "disagree"]


def test_tags_are_what_it_can_be_filtered_by():
    cases = [a_case("refuted", "fork", expected="refuted"), a_case("holds", "spawn"), a_case("inconclusive", "forkserver")]
    assert seen(a_report(a_claim("nap.ten", *cases))).tags.split() == ["holds", "inconclusive", "refuted", "depends"]
    assert seen(a_report()).tags == "holds"


def test_environments_that_agree_share_a_line_and_their_figures_are_a_range():
    def report(python, slope):
        evidence = {"jitter": 0.0, "program": a_part(slope=slope), "contrast": a_part("refuted", 100.0)}
        return a_report(a_claim("nap.ten", a_case(evidence=evidence)), python=python)

    (line,) = seen(report("3.12.1", 10.2), report("3.13.0", 9.9), report("3.14.0", 10.0)).lines
    assert (line.interpreters, line.measured, line.claimed) == (
        "CPython on linux: 3.12.1, 3.13.0, 3.14.0",
        "9.9 \N{EN DASH} 10.2 s",
        "10",
    )
    assert (line.contrast, line.against) == ("refuted", "100 s")


def test_a_line_names_no_start_method_that_an_environment_did_not_judge_so():
    first = a_report(a_claim("nap.ten", a_case("holds", "fork"), a_case("holds", "spawn")))
    second = a_report(a_claim("nap.ten", a_case("refuted", "fork"), a_case("holds", "spawn")), python="3.14.0")
    assert [(line.verdict, line.interpreters, line.under) for line in seen(first, second).lines] == [
        ("holds", "CPython on linux: 3.13.0", "fork, spawn"),
        ("holds", "CPython on linux: 3.14.0", "spawn"),
        ("refuted", "CPython on linux: 3.14.0", "fork"),
    ]


def test_each_verdict_has_its_pictures_once():
    cases = [a_case("refuted", "fork", expected="refuted"), a_case("holds", "spawn"), a_case("holds", "forkserver")]
    shows = seen(a_report(a_claim("nap.ten", *cases))).shows
    assert sorted(show.caption for show in shows) == [
        "CPython 3.13.0, linux under fork: refuted",
        "CPython 3.13.0, linux under spawn: holds",
    ]
    assert len(shows) <= MOST_EXHIBITS
    assert all(show.layout and show.plots for show in shows if show.caption.endswith("holds"))


def test_a_claim_without_evidence_has_no_pictures():
    assert seen(a_report(a_claim("nap.ten", a_case("broken")))).shows == ()


def test_environments_whose_reasons_differ_in_an_address_alone_share_a_line():
    def report(python, address):
        return a_report(a_claim("nap.ten", a_case("broken", reason=f"<function nap at {address}> failed")), python=python)

    (line,) = seen(report("3.13.0", "0x7f01"), report("3.14.0", "0x7f02")).lines
    assert (line.interpreters, line.reason) == ("CPython on linux: 3.13.0, 3.14.0", "<function nap> failed")


def test_reports_are_shown_by_themselves_only_where_an_environment_has_several():
    one = seen(a_report(), a_report(), a_report(python="3.14.0"))
    assert [(line.report, line.interpreters, line.words, line.measured) for line in one.reports] == [
        ("report 2", "CPython 3.13.0, linux", "holds", "9.98 s"),
        ("report 1", "CPython 3.13.0, linux", "holds", "9.98 s"),
    ]
    assert seen(a_report(), a_report(python="3.14.0")).reports == ()
