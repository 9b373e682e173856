"""The chapter that a claim belongs to: its folder is a package with the title as docstring and a place in the course."""

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping
from math import inf
from typing import Any, TypeVar

from pytest_claims.report.form import ChapterEntry

#: The name in the package that holds its place among the chapters, a number.
PLACE = "CHAPTER"

One = TypeVar("One")


def chapter_of(test: Callable[..., Any]) -> ChapterEntry | None:
    """The chapter of a test, or None where its folder is no package with a docstring.

    What all chapters are about is the docstring of the folder above.

    ::

        # claims/pools/__init__.py
        '''Process pools.'''

        CHAPTER = 2
    """
    name = test.__module__.rpartition(".")[0]
    title = _title(name)
    if title is None:
        return None
    place = getattr(sys.modules[name], PLACE, None)
    return {
        "title": title,
        "place": place if isinstance(place, (int, float)) else None,
        "suite": _title(name.rpartition(".")[0]),
    }


def _title(package: str) -> str | None:
    """The first line of a package's docstring."""
    module = sys.modules.get(package)
    # None, which stands for no module here, has a docstring of its own since Python 3.13.
    text = None if module is None else module.__doc__
    return inspect.cleandoc(text or "").partition("\n")[0].removesuffix(".") or None


def by_chapter(members: Iterable[tuple[str, ChapterEntry | None, One]]) -> Mapping[str, list[One]]:
    """What belongs to each chapter, by titles in the order of the course; those without a place come last, by title.

    Args:
        members: the id of each, its chapter, and what is to be shared out. Without a chapter the first word of the id counts.
    """
    shared: dict[str, list[One]] = {}
    places: dict[str, float] = {}
    for id, chapter, one in members:
        title = chapter["title"] if chapter else id.partition(".")[0]
        place = chapter["place"] if chapter else None
        shared.setdefault(title, []).append(one)
        places[title] = min(places.get(title, inf), inf if place is None else place)
    return {title: shared[title] for title in sorted(shared, key=lambda title: (places[title], title))}
