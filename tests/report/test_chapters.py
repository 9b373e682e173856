"""The chapter of a claim."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from pytest_claims.report.chapters import by_chapter, chapter_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def package(monkeypatch):
    """Makes packages by their names, with a docstring and other values."""

    def make(name, text, **values):
        module = ModuleType(name, text)
        vars(module).update(values)
        monkeypatch.setitem(sys.modules, name, module)

    return make


def a_test():
    pass


@pytest.fixture(autouse=True)
def _in_a_chapter(monkeypatch):
    monkeypatch.setattr(a_test, "__module__", "our_claims.naps.test_naps")


def test_the_docstring_of_the_folder_is_the_title_and_that_of_the_folder_above_the_suite(package):
    package("our_claims", "Our limiters.\n\nAll of them.")
    package("our_claims.naps", "\n    Naps.\n    More words.\n", CHAPTER=2)
    assert chapter_of(a_test) == {"title": "Naps", "place": 2, "suite": "Our limiters"}


def test_without_a_place_or_a_suite_they_are_not_known(package):
    package("our_claims.naps", "Naps", CHAPTER="second")
    assert chapter_of(a_test) == {"title": "Naps", "place": None, "suite": None}


@pytest.mark.parametrize("text", [None, "", "\n"])
def test_a_folder_without_a_docstring_is_no_chapter(package, text):
    package("our_claims.naps", text)
    assert chapter_of(a_test) is None


@pytest.mark.parametrize("module", ["test_naps", "nowhere.test_naps"])
def test_a_module_outside_of_a_package_has_no_chapter(monkeypatch, module):
    monkeypatch.setattr(a_test, "__module__", module)
    assert chapter_of(a_test) is None


def test_chapters_come_by_their_place_then_by_title_and_without_a_chapter_the_id_counts():
    def of(title, place):
        return {"title": title, "place": place, "suite": None}

    members = [
        ("limiter.a", None, 1),
        ("nap.b", of("Naps", 2), 2),
        ("nap.c", of("Early", 1.5), 3),
        ("nap.d", of("Last", None), 4),
        ("nap.e", of("Naps", None), 5),
        ("nap.f", of("Also second", 2), 6),
    ]
    shared = by_chapter(members)
    assert list(shared.items()) == [
        ("Early", [3]),
        ("Also second", [6]),
        ("Naps", [2, 5]),
        ("Last", [4]),
        ("limiter", [1]),
    ]


def test_each_folder_of_the_suite_has_a_title_and_a_place_of_its_own(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    folders = [path.parent.name for path in sorted((ROOT / "claims").glob("*/__init__.py"))]
    assert len(folders) > 12
    chapters = {name: import_module(f"claims.{name}") for name in folders}
    assert [name for name, module in chapters.items() if not (module.__doc__ or "").endswith(".")] == []
    places = {module.CHAPTER for module in chapters.values()}
    assert len(places) == len(folders)


@pytest.mark.parametrize("module", ["test_naps", "not_imported.test_naps"])
def test_a_file_outside_of_any_package_is_in_no_chapter(module):
    def test():
        pass

    test.__module__ = module
    assert chapter_of(test) is None
