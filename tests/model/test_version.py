"""Versions of Python, to be compared."""

import sys

import pytest

from pytest_claims.model.version import version_of


def test_versions_are_in_the_order_in_which_they_are_released():
    ordered = ["3.9.18", "3.11.7", "3.15.0a7", "3.15.0b1", "3.15.0rc1", "3.15.0rc2", "3.15.0rc10", "3.15.0", "3.15.1"]
    assert sorted(set(ordered), key=version_of) == ordered


def test_versions_compare_after_what_they_are_made_of_was_imported_anew(monkeypatch):
    """As it is after a run within the process of pytester's."""
    before = version_of("3.5.1")
    for name in [name for name in sys.modules if name.partition(".")[0] == "packaging"]:
        monkeypatch.delitem(sys.modules, name)
    assert before < version_of("3.5.2")


@pytest.mark.parametrize(
    ("text", "release", "pre"),
    [
        ("3.14", (3, 14), None),
        ("3.15.0a0+", (3, 15, 0), ("a", 0)),
        ("3.12.1+deadbeef dirty", (3, 12, 1), None),
        ("7.3.17 of PyPy", (7, 3, 17), None),
        ("nonsense", (0,), None),
        ("", (0,), None),
        ("9" * 5000, (0,), None),
    ],
)
def test_of_nonsense_the_version_counts_that_it_begins_with(text, release, pre):
    found = version_of(text)
    assert (found.release, found.pre) == (release, pre)
