"""The merged model: interpreters, cells and what is counted."""

import pytest
from made_reports import a_case, a_claim, a_report, written

from pytest_claims.report.merge import merge
from pytest_claims.report.merged import Interpreter


def a_place(python="3.13.0", implementation="cpython", gil=True, platform="linux"):
    return Interpreter(implementation, python, gil, platform)


@pytest.mark.parametrize(
    ("interpreter", "label"),
    [
        (a_place(), "CPython 3.13.0, linux"),
        (a_place(gil=False, platform="darwin"), "CPython 3.13.0, no GIL, darwin"),
        (a_place("7.3", "pypy"), "PyPy 7.3, linux"),
        (a_place("1", "rustpython"), "rustpython 1, linux"),
    ],
)
def test_an_interpreter_has_a_name(interpreter, label):
    assert interpreter.label == label


def test_places_are_in_the_order_of_columns():
    interpreters = [
        a_place("3.9.9"),
        a_place("3.11.7"),
        a_place("3.15.0a7"),
        a_place("3.15.0rc1"),
        a_place("3.15.0rc2"),
        a_place("3.15.0rc10"),
        a_place("3.15.0"),
        a_place("3.15.0", gil=False),
        a_place("3.11.1", "graalpy"),
        a_place("nonsense", "pypy"),
        a_place("3.11.1", "pypy"),
    ]
    shuffled = {interpreter.label: interpreter for interpreter in interpreters[::-1]}.values()
    assert sorted(shuffled, key=lambda interpreter: interpreter.order) == interpreters


def test_a_version_that_is_none_is_older_than_all():
    assert a_place("9" * 5000).version < a_place("3.1.0").version
    assert a_place("").version < a_place("3.1.0").version


def merged(tmp_path, *reports):
    return merge(written(tmp_path, *reports))


def test_start_methods_that_agree_are_one(tmp_path):
    cases = [a_case("refuted", "fork"), a_case("holds", "spawn"), a_case("holds", "forkserver")]
    (claim,) = merged(tmp_path, a_report(a_claim("a.b", *cases))).claims
    groups = claim.grouped(a_place())
    assert [(methods, cell.verdict) for methods, cell in groups] == [(("fork",), "refuted"), (("spawn", "forkserver"), "holds")]
    assert claim.verdict == "mixed"
    assert claim.grouped(a_place("3.1")) == ()


def test_start_methods_need_no_names_where_all_agree(tmp_path):
    cases = [a_case("holds", "fork"), a_case("holds", "spawn")]
    (claim,) = merged(tmp_path, a_report(a_claim("a.b", *cases))).claims
    assert [methods for methods, _ in claim.grouped(a_place())] == [()]


def test_what_is_not_as_documented_is_counted(tmp_path):
    found = merged(
        tmp_path,
        a_report(a_claim("a.b", a_case("refuted")), a_claim("a.c"), a_claim("d.e", a_case("refuted", expected="refuted"))),
        a_report(a_claim("a.b", a_case("inconclusive")), python="3.14.0"),
    )
    assert (found.surprises, found.conflicts, found.cases, found.runs) == (1, 0, 4, 2)
    assert [claim.surprises for claim in found.claims] == [1, 0, 0]
    assert {title: [claim.id for claim in claims] for title, claims in found.chapters.items()} == {
        "a": ["a.b", "a.c"],
        "d": ["d.e"],
    }
    assert found.by_id["d.e"].cells[a_place()][0].word == "refuted, as documented"
