"""Versions of Python, to be compared."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.version import Version

#: What of a version is read where all of it is no version: ``3.15.0a0`` of ``3.15.0a0+``.
_BEGINNING = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,2}((a|b|rc)[0-9]{1,6})?")
#: A longer text is no version. A report from elsewhere may have a megabyte here.
_LONGEST = 50


@lru_cache(maxsize=1000)
def version_of(text: str) -> "Version":
    """The version that `text` names; of nonsense, the version that it begins with, or else version 0.

    ::

        version_of("3.14.0rc2") < version_of("3.14")
        version_of("3.15.0a0+").release == (3, 15, 0)
    """
    kind, invalid = _classes()
    if len(text) > _LONGEST:
        return kind("0")
    try:
        return kind(text)
    except invalid:
        found = _BEGINNING.match(text)
        return kind(found[0] if found else "0")


@lru_cache
def _classes() -> tuple["type[Version]", type[Exception]]:
    """The same ones always. After a run in its own process pytester forgets what was imported, and two kinds do not compare."""
    # Not before it is needed: children import the conditions of claims, and compare no versions.
    from packaging.version import InvalidVersion, Version

    return Version, InvalidVersion
