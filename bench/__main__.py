"""The command: measure figures, or make the table of what has been measured."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from bench import results
from bench.figure import Figure, counted
from bench.registry import FIGURES
from bench.running import NoReport
from bench.table import tables


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit status: 0, or 1 when a run could not be made, or 130 after Ctrl-C."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.list:
        for figure in FIGURES.values():
            print(f"{figure.name:<16} {counted(figure.runs, 'run'):<8} {figure.about}")
        return 0
    if chosen.names == ["table"]:
        lines, strangers = results.read(chosen.results)
        if not lines:
            parser.error(f"{chosen.results} holds no results: measure something first.")
        print(tables(lines, strangers, chosen.commit), end="")
        return 0
    unknown = [name for name in chosen.names if name not in FIGURES]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; choose from table, {', '.join(FIGURES)}.")
    for option in ("runs", "limit"):
        given = getattr(chosen, option)
        if given is not None and given <= 0:
            parser.error(f"--{option} {given}: write a number above 0.")
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    try:
        for name in chosen.names or FIGURES:
            _measure(FIGURES[name], chosen.runs, chosen.limit, chosen.results)
    except KeyboardInterrupt:
        print("\ninterrupted: the runs that had ended are kept; the same command goes on.", file=sys.stderr)
        return 130
    except (NoReport, RuntimeError) as error:
        print(f"a run could not be made:\n{error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m bench", description="Measure what the plugin and its suite cost.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a figure (default: all), or table: show the results")
    parser.add_argument("--list", action="store_true", help="list the figures")
    parser.add_argument("--runs", type=int, metavar="N", help="runs that there are to be; those made before count")
    parser.add_argument("--limit", type=float, metavar="SECONDS", help="interrupt a run of pytest after so many real seconds")
    parser.add_argument(
        "--results", type=Path, default=results.ROOT / "evidence" / "bench.jsonl", metavar="FILE", help="where runs are kept"
    )
    parser.add_argument("--commit", action="append", default=[], help="table: only runs of this commit (repeatable)")
    return parser


def _measure(figure: Figure, runs: int | None, limit: float | None, path: Path) -> None:
    """Make the runs of `figure` that are missing, each kept as soon as it has ended."""
    stamp = results.stamp()
    wanted = figure.runs if runs is None else runs
    made = results.made(results.read(path)[0], figure.name, stamp)
    if made >= wanted:
        print(f"{figure.name}: {counted(made, 'run')} made before, of {wanted} wanted", flush=True)
    for number in range(made + 1, wanted + 1):
        started = perf_counter()
        data = figure.measure(figure.limit if limit is None else limit)
        results.append(path, figure.name, stamp, data)
        print(f"{figure.name}: run {number} of {wanted}, {perf_counter() - started:.1f} s", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
