"""The tables in Markdown, made from the results. Pure functions."""

from collections.abc import Iterator, Sequence
from typing import Any

from bench import today
from bench.figure import counted
from bench.registry import FIGURES, MODULES
from bench.results import by_figure, newest


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
