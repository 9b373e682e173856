"""Which reports documents are checked against: those of an option, of ``pyproject.toml``, or those of this package."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_claims.cite.library import Library
from pytest_claims.cite.register import NAME
from pytest_claims.model.errors import ClaimError
from pytest_claims.report.merge import Evidence
from pytest_claims.report.text import line

_TABLE = "[tool.pytest-claims]"
_KNOWN = ("reports", "register", "page")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project says of its reports, in ``pyproject.toml``.

    ::

        [tool.pytest-claims]
        reports = ["evidence"]
        register = "claims/claims-register.json"
        page = "https://example.org/claims.html"
    """

    #: Reports, or folders of reports.
    reports: tuple[Path, ...] = ()
    #: The file that remembers wordings and ids.
    register: Path | None = None
    #: The address of the page that ``pytest-claims report`` made, to which citations lead; or nothing.
    page: str = ""

    def library(self, reports: Sequence[Path] = (), *, evidence: Evidence = Evidence.SHOWN) -> Library:
        """The library of the `reports` that an option names; else of those in the settings; else of those of this package.

        Raises:
            ClaimError: they cannot be read, or there are none.
        """
        if reports or self.reports:
            return Library.load(reports or self.reports, self.register, evidence=evidence)
        home = _shipped()
        register = home / "claims" / NAME
        known = self.register or (register if register.is_file() else None)
        return Library.load([home / "evidence"], known, evidence=evidence)


def settings(folder: Path) -> Settings:
    """The settings that hold in `folder`: of the nearest ``pyproject.toml`` in it or above it that has some.

    Raises:
        ClaimError: they are malformed.
    """
    for place in (folder.resolve(), *folder.resolve().parents):
        file = place / "pyproject.toml"
        if file.is_file():
            table = _table(file)
            if table is not None:
                return _settings(file, table)
    return Settings()


def _table(file: Path) -> Any:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ClaimError(f"{file}: it cannot be read: {line(str(error), 200)}.") from None
    tool = document.get("tool", {})
    return tool.get("pytest-claims") if isinstance(tool, dict) else None


def _settings(file: Path, table: Any) -> Settings:
    if not isinstance(table, dict):
        raise ClaimError(f"{file}: {_TABLE} must be a table.")
    unknown = [name for name in table if name not in _KNOWN]
    if unknown:
        raise ClaimError(f"{file}: {_TABLE} knows no {line(unknown[0], 60)}; it knows {', '.join(_KNOWN)}.")
    reports, register, page = table.get("reports", []), table.get("register"), table.get("page", "")
    if not isinstance(reports, list) or not all(isinstance(one, str) and one for one in reports):
        raise ClaimError(f'{file}: {_TABLE} reports must be a list of files and folders: reports = ["evidence"].')
    if not (register is None or (isinstance(register, str) and register)):
        raise ClaimError(f'{file}: {_TABLE} register must be a file: register = "claims/claims-register.json".')
    if not isinstance(page, str):
        raise ClaimError(f'{file}: {_TABLE} page must be an address: page = "https://example.org/claims.html".')
    return Settings(tuple(file.parent / one for one in reports), file.parent / register if register else None, page)


def _shipped() -> Path:
    """The folder with the suite and its evidence: in the wheel, or in a checkout."""
    package = Path(__file__).parents[1]
    for home in (package.parent / "pytest_claims_suite", package.parents[1]):
        if (home / "evidence").is_dir():
            return home
    raise ClaimError(
        "this installation of pytest-claims has no evidence of its own: name reports with --reports, or in pyproject.toml: "
        f'{_TABLE} reports = ["evidence"].'
    )
