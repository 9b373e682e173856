"""What differs between two reports."""

from made_reports import a_case, a_claim, a_report

from pytest_claims.render.diff import difference
from pytest_claims.report.merge import Evidence, Merging


def merged(*reports):
    merging = Merging(Evidence.NONE)
    for report in reports:
        merging.add(report)
    return merging.result()


def lines(a, b):
    return list(difference(merged(*a), merged(*b)).lines())


def test_nothing_differs():
    found = difference(merged(a_report()), merged(a_report()))
    assert (found.changed, found.added, found.removed, found.same) == ((), (), (), 1)
    assert list(found.lines())[-1] == "0 changed, 0 added, 0 removed, 1 the same"


def test_claims_and_cases_that_came_went_or_changed():
    old = a_report(a_claim("a.a", a_case(start_method="fork"), a_case(start_method="spawn")), a_claim("a.old"))
    new = a_report(a_claim("a.a", a_case(start_method="fork"), a_case("refuted", "spawn")), a_claim("a.new", a_case("broken")))
    assert lines([old], [new]) == [
        "A: CPython 3.13.0, linux",
        "B: CPython 3.13.0, linux",
        "changed:",
        "  a.a under spawn: holds -> refuted, expected holds",
        "added:",
        "  a.new: broken",
        "removed:",
        "  a.old: holds",
        "1 changed, 1 added, 1 removed, 1 the same",
    ]


def test_cases_are_told_apart_by_their_parameters():
    old = a_report(a_claim("a.a", a_case(parameters="1"), a_case(parameters="3"), a_case(start_method="fork", parameters="3")))
    new = a_report(a_claim("a.a", a_case(parameters="1"), a_case("refuted", parameters="3"), a_case(start_method="fork")))
    assert lines([old], [new])[2:] == [
        "changed:",
        "  a.a [3]: holds -> refuted, expected holds",
        "added:",
        "  a.a under fork: holds",
        "removed:",
        "  a.a under fork [3]: holds",
        "1 changed, 1 added, 1 removed, 1 the same",
    ]


def test_two_environments_are_compared_with_each_other():
    other = a_report(a_claim("nap.ten", a_case("refuted", expected="refuted")), python="3.14.0")
    assert lines([a_report()], [other])[2:4] == ["changed:", "  nap.ten: holds -> refuted"]


def test_several_environments_are_compared_one_by_one():
    several = [a_report(), a_report(python="3.14.0")]
    changed = [a_report(python="3.15.0"), a_report(a_claim("nap.ten", a_case("refuted")), python="3.14.0")]
    assert lines(several, changed) == [
        "A: CPython 3.13.0, linux; CPython 3.14.0, linux",
        "B: CPython 3.14.0, linux; CPython 3.15.0, linux",
        "changed:",
        "  nap.ten, CPython 3.14.0, linux: holds -> refuted, expected holds",
        "added:",
        "  nap.ten, CPython 3.15.0, linux: holds",
        "removed:",
        "  nap.ten, CPython 3.13.0, linux: holds",
        "1 changed, 1 added, 1 removed, 0 the same",
    ]


def test_a_report_without_claims_has_none_in_common():
    empty = a_report()
    empty["claims"] = []
    assert lines([empty], [a_report()])[-1] == "0 changed, 1 added, 0 removed, 0 the same"


def test_ids_are_shown_on_one_visible_line():
    (shown,) = [line for line in lines([a_report(a_claim("a\x1b[2J\nb"))], [a_report()]) if "U+001B" in line]
    assert shown == "  a<U+001B>[2J b: holds"
