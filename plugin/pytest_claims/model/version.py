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
    # Not before it is needed: children import the conditions of claims, and compare no versions.
    from packaging.version import InvalidVersion, Version

    if len(text) > _LONGEST:
        return Version("0")
    try:
        return Version(text)
    except InvalidVersion:
        found = _BEGINNING.match(text)
        return Version(found[0] if found else "0")
