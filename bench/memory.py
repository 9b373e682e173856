"""The memory of the process that reports, after the suite and after as many empty tests without the plugin."""

import json
from collections.abc import Iterator
from statistics import median

from bench import processes, running
from bench.figure import Data, Figure, Row, Runs, counted, met
from bench.plain import WITHOUT, empty_tests


def _after_the_suite_and_without(limit: float) -> Data:
    suite = running.suite(limit=limit)
    if "failed" in suite or not suite["complete"]:
        raise RuntimeError(suite.get("failed", "the suite was cut short"))
    tests, workers = suite["tests"], suite["workers"]
    with empty_tests(tests) as folder:
        file = folder / "timing.json"
        options = ["-q", "-n", str(workers), "-p", "bench.timing", "--bench-timing", str(file), *WITHOUT]
        ended = processes.pytest(options, limit=limit, folder=folder)
        if ended.returncode != 0:
            raise RuntimeError(ended.said)
        without = json.loads(file.read_text(encoding="utf-8"))
    return {"tests": len(without["tests"]), "workers": workers, "suite": suite["memory"], "without": without["memory"]}


FIGURES = [
    Figure(
        "memory", "resident memory of the controller after the suite, and without the plugin", 3, _after_the_suite_and_without
    )
]


def rows(runs: Runs) -> Iterator[Row]:
    """The row about memory."""
    made = [run for run in runs.get("memory", ()) if run["suite"] is not None]
    if made:
        over = median(run["suite"] - run["without"] for run in made) / 1024
        measured = f"{over:.1f} MiB (without: {median(run['without'] for run in made) / 1024:.0f})"
        yield Row(
            "memory of the controller after the suite, over the same without the plugin",
            "at most 30 MiB",
            measured,
            counted(len(made), "pair"),
            met(over <= 30, 1, 1),
        )
