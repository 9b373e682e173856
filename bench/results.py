"""The results: a file with a line of JSON for each run, which is only ever appended to."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.figure import Data, Runs
from pytest_claims.model.environment import here

ROOT = Path(__file__).parents[1]
#: The version of a line's form. It rises when a reader of the old form would misread the new one.
SCHEMA = 1
#: What is measured: changes elsewhere, such as another line of results, make no other experiment.
_MEASURED = ["plugin", "claims", "conftest.py", "pyproject.toml"]
#: Runs are put together that agree in all of this.
_SAME = ("commit", "dirty", "python", "implementation", "platform", "cpus")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What was measured, and where."""

    commit: str
    dirty: bool
    python: str
    implementation: str
    platform: str
    cpus: int


def stamp() -> Stamp:
    """The stamp of this checkout and interpreter; the commit is the newest that changed what is measured."""
    environment = here()
    return Stamp(
        commit=_git("log", "-1", "--abbrev=10", "--format=%h", "--", *_MEASURED) or "unknown",
        dirty=_git("status", "--porcelain", "--", *_MEASURED) != "",
        python=environment.python,
        implementation=environment.implementation,
        platform=f"{platform.system()} {platform.release()} {platform.machine()}",
        cpus=environment.cpus,
    )


def _git(*words: str) -> str:
    try:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def append(path: Path, figure: str, stamp: Stamp, data: Data) -> None:
    """Add a run to the results, in one write that has reached the disk when this returns."""
    line = {
        "schema": SCHEMA,
        "figure": figure,
        **{name: getattr(stamp, name) for name in _SAME},
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "data": data,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        # Whoever was interrupted while writing left half a line, which must not spoil this one.
        torn = file.seek(0, os.SEEK_END) and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n"
        file.write(b"\n" * bool(torn) + json.dumps(line, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> tuple[list[dict[str, Any]], int]:
    """The lines of the results in their order, and the number of those that are torn or not ours."""
    lines = path.read_bytes().splitlines() if path.exists() else []
    understood = [line for line in map(_understood, lines) if line is not None]
    return understood, sum(bool(line.strip()) for line in lines) - len(understood)


def _understood(text: bytes) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    whole = isinstance(line, dict) and {"figure", "date", "data", *_SAME} <= line.keys() and line.get("schema") == SCHEMA
    return line if whole and isinstance(line["data"], dict) else None


def newest(lines: Sequence[dict[str, Any]], commits: Iterable[str] = ()) -> list[dict[str, Any]]:
    """For each figure the runs that were made of the same code, in the same place, as its newest one.

    Args:
        commits: only runs of these commits count, where any are named.
    """
    chosen = set(commits)
    lines = [line for line in lines if not chosen or line["commit"] in chosen]
    last = {line["figure"]: _same(line) for line in lines}
    return [line for line in lines if _same(line) == last[line["figure"]]]


def _same(line: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(line[name] for name in _SAME)


def made(lines: Iterable[dict[str, Any]], figure: str, stamp: Stamp) -> int:
    """How many runs of `figure` there are of the code that `stamp` names: none of code that no commit holds."""
    wanted = tuple(getattr(stamp, name) for name in _SAME)
    return 0 if stamp.dirty else sum(line["figure"] == figure and _same(line) == wanted for line in lines)


def by_figure(lines: Iterable[dict[str, Any]]) -> Runs:
    """The data of each figure's runs."""
    runs: dict[str, list[Data]] = {}
    for line in lines:
        runs.setdefault(line["figure"], []).append(line["data"])
    return runs
