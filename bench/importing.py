"""What ``import pytest_claims`` costs, over an interpreter that imports nothing."""

import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from bench.figure import Data, Figure, Row, Runs, counted, met
from bench.processes import environment

PROGRAMS = {
    "bare": "pass",
    "package": "import pytest_claims",
    "names": "from pytest_claims import assert_duration, claim",
}


def _milliseconds(program: str) -> float:
    started = perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=environment(), stdin=subprocess.DEVNULL)
    return round(1000 * (perf_counter() - started), 3)


def _there_and_back(limit: float) -> Data:
    walls: Data = {name: [] for name in PROGRAMS}
    for name in [*PROGRAMS, *reversed(PROGRAMS)]:
        walls[name].append(_milliseconds(PROGRAMS[name]))
    return walls


FIGURES = [Figure("import", "import pytest_claims over a bare interpreter", 40, _there_and_back)]


def rows(runs: Runs) -> Iterator[Row]:
    """The rows about imports."""
    made = runs.get("import", ())
    if not made:
        return
    bare = median(wall for run in made for wall in run["bare"])
    over = {name: median(wall for run in made for wall in run[name]) - bare for name in PROGRAMS}
    n = counted(2 * len(made), "interleaved start")
    measured = f"{over['package']:.1f} ms (the bare one: {bare:.1f}; with assert_duration and claim: {over['names']:.1f} more)"
    yield Row("import pytest_claims, over a bare interpreter", "at most 15 ms", measured, n, met(over["package"] <= 15, 1, 1))
