"""What the plugin costs a run that has no claims: 5,000 empty tests with and without it."""

from collections.abc import Iterator
from statistics import median

from bench import processes
from bench.figure import Data, Figure, Row, Runs, counted, met
from bench.plain import WITHOUT, empty_tests

TESTS = 5000


def _on_and_off(limit: float) -> Data:
    with empty_tests(TESTS) as folder:

        def wall(options: list[str]) -> float:
            ended = processes.pytest(["-q", "-n", "0", "-p", "no:cacheprovider", *options], limit=limit, folder=folder)
            if ended.returncode != 0:
                raise RuntimeError(ended.said)
            return round(ended.wall, 4)

        # Interleaved, so that a drift of the machine meets both alike.
        first, second, third, fourth = wall([]), wall(WITHOUT), wall(WITHOUT), wall([])
    return {"on": [first, fourth], "off": [second, third]}


FIGURES = [Figure("empty-tests", f"{TESTS} empty tests, plugin on and off", 10, _on_and_off)]


def rows(runs: Runs) -> Iterator[Row]:
    """The row about empty tests."""
    made = runs.get("empty-tests", ())
    if made:
        ratio = median(sum(run["on"]) / sum(run["off"]) for run in made)
        yield Row(
            "5,000 empty tests, plugin on / off",
            "at most 1.03",
            f"{ratio:.3f} ({median(sum(run['off']) / 2 for run in made):.1f} s without)",
            counted(4 * len(made), "interleaved run"),
            met(ratio <= 1.03, 1, 1),
        )
