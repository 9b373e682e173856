"""Where a verdict was found, in words."""

import pytest

from pytest_claims.cite.scope import scope
from pytest_claims.report.merged import Cell, Interpreter


def case(python="3.13.0", method=None, implementation="cpython", gil=True, platform="linux", parameters=None):
    cell = Cell(method, parameters, "holds", "holds", None, None, False, (("holds", 1),), 0, "", "", "", None)
    return Interpreter(implementation, python, gil, platform), cell


def pythons(*versions):
    return [case(f"{version}.0") for version in versions]


@pytest.mark.parametrize(
    ("inside", "outside", "words"),
    [
        (pythons("3.11", "3.12"), [], "everywhere"),
        (pythons("3.14", "3.15"), pythons("3.13"), "since 3.14"),
        (pythons("3.14"), pythons("3.11"), "since 3.14 at the latest"),
        (pythons("3.12", "3.13"), pythons("3.14"), "before 3.14"),
        (pythons("3.9"), pythons("3.10"), "before 3.10"),
        (pythons("3.11"), pythons("3.14"), "up to 3.11"),
        (pythons("3.12", "3.13"), pythons("3.11", "3.14"), "since 3.12 before 3.14"),
        ([case(method="spawn"), case(method="forkserver")], [case(method="fork")], "under spawn, forkserver"),
        ([case()], [case(implementation="pypy")], "on CPython"),
        ([case(gil=False)], [case()], "without GIL"),
        ([case()], [case(gil=False)], "with GIL"),
        ([case()], [case(platform="win32")], "on linux"),
        ([case(parameters="3")], [case(parameters="1")], "for 3"),
        (
            [case(method="spawn")],
            [case(method="fork"), case(method="spawn", implementation="pypy"), case(method="fork", implementation="pypy")],
            "on CPython under spawn",
        ),
        (
            [case(method="spawn"), case(method="fork"), case(method="spawn", implementation="pypy")],
            [case(method="fork", implementation="pypy")],
            "everywhere but on PyPy under fork",
        ),
        # Versions that alternate, and a case that is on both sides: there are no words for it.
        (pythons("3.11", "3.13"), pythons("3.12", "3.14"), None),
        ([case()], [case()], None),
    ],
)
def test_a_scope_in_words(inside, outside, words):
    assert scope(inside, outside) == words
