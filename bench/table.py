"""The tables in Markdown, made from the results. Pure functions."""

from collections.abc import Iterator, Sequence
from typing import Any

from bench import noticed, suite, today
from bench.figure import counted
from bench.registry import FIGURES, MODULES
from bench.results import by_figure, newest

#: What README shows of it.
SHORT = (
    "wrong verdicts; inconclusive: idle",
    f"wrong verdicts; inconclusive: {suite.HOGS} CPU hogs a core",
    "programs 25 % off are refuted, right ones are not",
)


def tables(lines: Sequence[dict[str, Any]], strangers: int = 0, commits: Sequence[str] = ()) -> str:
    """The goals and what was measured, the comparison with what people write today, and what was measured where.

    Args:
        lines: the results.
        strangers: how many lines could not be read.
        commits: only runs of these count, where any are named.
    """
    chosen = newest(lines, commits)
    runs = by_figure(chosen)
    rows = [row for module in MODULES for row in module.rows(runs)]
    blocks = []
    if rows:
        head = ["what", "goal", "measured", "n", "met"]
        blocks.append(markdown(head, [[row.what, row.goal, row.measured, row.n, row.met] for row in rows]))
    compared = list(today.comparison(runs))
    if compared:
        blocks.append(markdown(today.HEAD, compared))
    missing = [name for name in FIGURES if not runs.get(name)]
    blocks.append("\n".join(_notes(chosen, missing, strangers)) + "\n")
    return "\n".join(blocks)


def in_short(lines: Sequence[dict[str, Any]]) -> str:
    """The three rows that say most: how often the suite errs, idle and among others, and what is noticed."""
    runs = by_figure(newest(lines))
    chosen = [row for module in (suite, noticed) for row in module.rows(runs) if row.what in SHORT]
    return markdown(["what", "measured", "n"], [[row.what, row.measured, row.n] for row in chosen])


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table."""
    lines = [head, ["---"] * len(head), *rows]
    cells = [[cell.replace("|", r"\|") for cell in line] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def _notes(chosen: Sequence[dict[str, Any]], missing: Sequence[str], strangers: int) -> Iterator[str]:
    yield "Medians, of all runs that were made; rates with the upper end of their one-sided 95 % interval."
    places: dict[str, list[str]] = {}
    for line in chosen:
        changed = " with uncommitted changes" if line["dirty"] else ""
        where = f"{line['implementation']} {line['python']} on {line['platform']}, {counted(line['cpus'], 'CPU')}"
        names = places.setdefault(f"commit {line['commit']}{changed}, {where}", [])
        if line["figure"] not in names:
            names.append(line["figure"])
    for place, names in places.items():
        yield f"Measured at {place}: {', '.join(names)}."
    if missing:
        yield f"Not measured: {', '.join(missing)}."
    if strangers:
        yield f"{counted(strangers, 'line')} of the results could not be read."
