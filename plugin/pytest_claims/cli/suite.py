"""Where claims are found when nobody names a folder, and how pytest is run on them for the command line."""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pytest_claims.model.errors import ClaimError
from pytest_claims.report.merge import merge
from pytest_claims.report.merged import Merged


def installed_suite() -> Path:
    """The folder of the suite that came with this package: in the wheel, or next to the plugin in a checkout.

    Raises:
        ClaimError: there is none.
    """
    package = Path(__file__).parents[1]
    for home in (package.parent / "pytest_claims_suite", package.parents[1]):
        if (home / "claims").is_dir() and (home / "conftest.py").is_file():
            return home
    raise ClaimError("this installation of pytest-claims has no suite: install the wheel, or name a folder with claims.")


def arguments(folders: Sequence[str]) -> list[str]:
    """The arguments that lead pytest to `folders`, or to the installed suite where there are none.

    Raises:
        ClaimError: a folder does not exist.
    """
    for folder in folders:
        if not Path(folder.partition("::")[0]).exists():
            raise ClaimError(f"{folder}: no such file or folder.")
    if folders:
        return list(folders)
    home = installed_suite()
    return ["--rootdir", str(home), "-c", str(home / "pyproject.toml"), str(home / "claims")]


def run(folders: Sequence[str], options: Sequence[str], *, quiet: bool = False) -> subprocess.CompletedProcess[str]:
    """Run pytest on `folders`, or on the installed suite where there are none, in an interpreter of its own.

    Args:
        quiet: keep what it prints, in place of showing it.
    """
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments(folders), *options]
    return subprocess.run(command, check=False, text=True, capture_output=quiet)


def judge(id: str, folders: Sequence[str]) -> Merged:
    """Run one claim, and return the report of it.

    Raises:
        ClaimError: there is no such claim, or pytest could not run it.
    """
    with tempfile.TemporaryDirectory(prefix="pytest-claims-") as folder:
        path = Path(folder) / "report.json"
        result = run(folders, ["-n", "0", "--claim", id, "--claims-json", str(path)], quiet=True)
        merged = merge([path]) if path.exists() else None
    if merged is not None and len(merged.claims) == 1:
        return merged
    printed = [line.removeprefix("ERROR: ") for line in (result.stderr + result.stdout).splitlines() if line.strip()]
    raise ClaimError(f"{id} is not one claim." if merged is not None and merged.claims else "\n".join(printed[:5]))
