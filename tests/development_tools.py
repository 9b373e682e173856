"""Packages of the group ``dev`` that not every interpreter can have: PyPy gets no compiled ones, or older ones."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

_GROUPS = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
_WANTED = {one.name: one.specifier for one in (Requirement(line) for line in _GROUPS["dev"] if isinstance(line, str))}


def is_missing(name: str) -> bool:
    """Whether the package `name` of the group is not installed, or an older one than the group wants."""
    try:
        return version(name) not in _WANTED[name]
    except PackageNotFoundError:
        return True


def needs(*names: str) -> pytest.MarkDecorator:
    """A mark that skips a test where one of the packages `names` is missing."""
    return pytest.mark.skipif(any(map(is_missing, names)), reason=_reason(names))


def module_needs(*names: str) -> None:
    """Skip the module that calls this, before it imports what is missing."""
    if any(map(is_missing, names)):
        pytest.skip(_reason(names), allow_module_level=True)


def _reason(names: tuple[str, ...]) -> str:
    return f"needs {', '.join(names)}, as new as the group dev asks for"
