"""What people write today, ``assert 9 < elapsed < 11``, beside the same programs as claims."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from statistics import median
from time import sleep

from bench import processes, running
from bench.figure import Data, Figure, Row, Runs
from bench.hogs import hogs
from bench.reports import cases, is_wrong, real_seconds
from bench.suite import HOGS
from pytest_claims.model.environment import usable_cpus

#: The programs, and the real seconds that each start has to itself before the next one: only the pool needs CPUs to start.
PROGRAMS = {"threads": 0.3, "pool": 2.0, "tasks": 0.3}
#: Literal runs at a time, and runs of either kind in all.
TIMES = 10
#: What the sleeps are shrunk by.
SHRUNKEN = 0.01
#: The assertion: about 10 s, as a share of the right duration.
LOW, HIGH = 0.9, 1.1
_TIME = "from bench.judged.programs import timed; print(timed({name!r}, {unit}))"


def _stopwatches(name: str, unit: float, times: int, apart: float) -> list[float | None]:
    """What stopwatches read around that program, in claim seconds; None for a run that failed."""
    with ExitStack() as stack:
        watched = []
        for _ in range(times):
            output = stack.enter_context(tempfile.TemporaryFile())
            command = [sys.executable, "-c", _TIME.format(name=name, unit=unit)]
            watched.append((stack.enter_context(processes.started(command, output)), output))
            sleep(apart)
        read: list[float | None] = []
        for process, output in watched:
            process.wait()
            output.seek(0)
            read.append(round(float(output.read()) / unit, 4) if process.returncode == 0 else None)
        return read


def _compare(limit: float) -> Data:
    literal = {name: _stopwatches(name, 1.0, TIMES, apart) for name, apart in PROGRAMS.items()}
    shrunken = {name: [read for _ in range(TIMES) for read in _stopwatches(name, SHRUNKEN, 1, 0.0)] for name in PROGRAMS}
    _, document = running.judged("bench/judged/test_today.py", ["--start-method", "spawn"], limit=limit)
    claims: Data = {name: [] for name in PROGRAMS}
    for id, case in cases(document):
        verdict = "wrong" if is_wrong(case) else case["verdict"]
        claims[id.rpartition(".")[2]].append(
            {
                "verdict": verdict,
                "program": round(real_seconds(case, "program"), 3),
                "seconds": round(real_seconds(case), 3),
                "reason": case["reason"],
            }
        )
    return {"literal": literal, "shrunken": shrunken, "claims": claims}


def _among_hogs(limit: float) -> Data:
    with hogs(HOGS * usable_cpus()):
        return _compare(limit)


FIGURES = [
    Figure("today", "assert 9 < elapsed < 11, literal and shrunken, beside claims, idle", 10, _compare),
    Figure("today-hogs", f"the same among {HOGS} CPU hogs a core", 10, _among_hogs, limit=1800),
]
WAYS = {"literal": "`assert 9 < elapsed < 11`", "shrunken": "`assert 0.09 < elapsed < 0.11`, naps / 100"}
HEAD = ["program", "machine", *WAYS.values(), "a claim"]


def is_alarm(read: float | None) -> bool:
    """Whether ``assert 9 < elapsed < 11`` fails, on a program that takes 10 s."""
    return read is None or not 10 * LOW < read < 10 * HIGH


def comparison(runs: Runs) -> Iterator[Sequence[str]]:
    """The lines of the comparison: program, machine, and for each way to write it how often that is wrong, and its price."""
    for figure, machine in {"today": "idle", "today-hogs": f"{HOGS} hogs a core"}.items():
        for name in PROGRAMS if runs.get(figure) else ():
            cells = [name, machine]
            for way in WAYS:
                read = [one for run in runs[figure] for one in run[way][name]]
                scale = SHRUNKEN if way == "shrunken" else 1.0
                price = median([one * scale for one in read if one is not None] or [0.0])
                cells.append(_cell(sum(map(is_alarm, read)), len(read), price))
            told = [one for run in runs[figure] for one in run["claims"][name]]
            wrong, aside = (sum(one["verdict"] == verdict for one in told) for verdict in ("wrong", "inconclusive"))
            cells.append(_cell(wrong, len(told), median([one["seconds"] for one in told] or [0.0]), aside))
            yield cells


def _cell(wrong: int, of: int, price: float, inconclusive: int = 0) -> str:
    if not of:
        return "-"
    aside = f", {inconclusive} inconclusive" if inconclusive else ""
    return f"wrong {wrong} of {of}{aside}; {price:.2g} s"


def rows(runs: Runs) -> Iterator[Row]:
    """No row of the table of goals: the comparison is a table of its own."""
    yield from ()
