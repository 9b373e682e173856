"""What `assert_duration` costs outside of a claim, over a bare pair of `perf_counter`."""

import timeit
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

from bench.figure import Data, Figure, Row, Runs, counted, met
from pytest_claims import assert_duration

#: Blocks in a reading, and readings in a run.
BLOCKS, READINGS = 10_000, 15


def _bare() -> None:
    started = perf_counter()
    assert perf_counter() - started < 1


def _about() -> None:
    with assert_duration(approx=0.5, abs=0.5):
        pass


def _at_most() -> None:
    with assert_duration(at_most=1):
        pass


WAYS: dict[str, Callable[[], None]] = {"bare": _bare, "about": _about, "at_most": _at_most}


def _readings(limit: float) -> Data:
    microseconds: Data = {name: [] for name in WAYS}
    for _ in range(READINGS):
        for name, way in WAYS.items():
            microseconds[name].append(round(1e6 * timeit.timeit(way, number=BLOCKS) / BLOCKS, 4))
    return microseconds


FIGURES = [Figure("assert-duration", "assert_duration outside of a claim, over perf_counter", 5, _readings)]


def rows(runs: Runs) -> Iterator[Row]:
    """The row about `assert_duration`."""
    made = runs.get("assert-duration", ())
    if not made:
        return
    readings = {name: [reading for run in made for reading in run[name]] for name in WAYS}
    over = {name: median(read) - median(readings["bare"]) for name, read in readings.items()}
    least = {name: min(read) - min(readings["bare"]) for name, read in readings.items()}
    worst = max(over, key=lambda name: over[name])
    yield Row(
        "assert_duration outside a claim, over a bare pair of perf_counter",
        "at most 5 µs",
        f"{over[worst]:.2f} µs (of the minima: {least[worst]:.2f})",
        counted(len(readings["bare"]), "reading"),
        met(over[worst] <= 5, 1, 1),
    )
