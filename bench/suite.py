"""The suite as a whole: how long it takes, how much it verifies, and how often it is wrong, idle and under load."""

import tempfile
from collections.abc import Iterator, Sequence
from random import SystemRandom
from statistics import median

from bench import running
from bench.bound import Parts
from bench.figure import Data, Figure, Row, Runs, counted, met
from bench.hogs import hogs
from bench.rates import told
from bench.reports import literal_seconds
from pytest_claims.environment import usable_cpus

#: Loops that compute without end, for each CPU, where the machine is said to be busy.
HOGS = 4


def _idle(limit: float) -> Data:
    return running.suite(limit=limit)


def _among_hogs(limit: float) -> Data:
    with hogs(HOGS * usable_cpus()):
        return running.suite(limit=limit)


def _nice_among_hogs(limit: float) -> Data:
    with hogs(usable_cpus()):
        return running.suite(limit=limit, prefix=["nice", "-n", "19"])


def _shuffled(limit: float) -> Data:
    seed = SystemRandom().randrange(2**32)
    # With a --dist of the user's choice, so that no scheduler puts them in order again.
    options = ["-p", "bench.shuffle", "--bench-seed", str(seed), "--dist", "load"]
    return {"seed": seed, **running.suite(options, limit=limit)}


def _one_after_another(limit: float) -> Data:
    return running.suite(["-n", "0"], limit=limit)


def _two_workers(limit: float) -> Data:
    return running.suite(["-n", "2"], limit=limit)


def _eight_workers(limit: float) -> Data:
    return running.suite(["-n", "8"], limit=limit)


def _literal(limit: float) -> Data:
    # A cache of its own: how long tests take in real seconds is no guide to the order of those that do not.
    with tempfile.TemporaryDirectory(prefix="bench-") as cache:
        ended, document = running.judged("claims/", ["--real-time", "-n", "16", "-o", f"cache_dir={cache}"], limit=limit)
    return {
        "wall": round(ended.wall, 3),
        "complete": document["complete"],
        "literal": round(literal_seconds(document), 3),
        "claimed": document["seconds"]["claimed"],
    }


FIGURES = [
    Figure("suite", "the suite on an idle machine: wall time, lower bound, verdicts", 50, _idle),
    Figure("real-time", "the suite in literal seconds, 16 at a time", 1, _literal, limit=3600),
    Figure("hogs", f"the suite among {HOGS} CPU hogs a core", 20, _among_hogs, limit=1800),
    Figure("nice", "the suite under nice 19, among one CPU hog a core", 5, _nice_among_hogs, limit=3600),
    Figure("random", "the suite in random order", 5, _shuffled),
    Figure("n0", "the suite under -n 0", 5, _one_after_another, limit=1800),
    Figure("n2", "the suite under -n 2", 5, _two_workers),
    Figure("n8", "the suite under -n 8", 5, _eight_workers),
]

#: What the table calls the conditions, and the share of cases that may be inconclusive where there is a goal.
_CONDITIONS = {
    "suite": ("idle", 0.005),
    "hogs": (f"{HOGS} CPU hogs a core", 0.05),
    "nice": ("nice 19 among a hog a core", None),
    "random": ("random order", None),
    "n0": ("-n 0", None),
    "n2": ("-n 2", None),
    "n8": ("-n 8", None),
}


def rows(runs: Runs) -> Iterator[Row]:
    """The rows about the suite."""
    whole = [run for run in runs.get("suite", ()) if run.get("complete")]
    if whole:
        yield from _speed(whole, runs.get("real-time", ()))
    wanted = {figure.name: figure.runs for figure in FIGURES}
    for name, (condition, _) in _CONDITIONS.items():
        if runs.get(name):
            yield _wrong(condition, runs[name], wanted[name])
    for name, (condition, most) in _CONDITIONS.items():
        if runs.get(name):
            yield _inconclusive(condition, runs[name], wanted[name], most)


def ratio_to_bound(run: Data) -> float:
    """The wall time of a run over the lower bound of it."""
    return float(run["wall"] / Parts(**run["bound"]).bound)


def _speed(whole: Sequence[Data], literal: Sequence[Data]) -> Iterator[Row]:
    n = counted(len(whole), "run")
    wall = median(run["wall"] for run in whole)
    spread = f"{min(run['wall'] for run in whole):.1f} to {max(run['wall'] for run in whole):.1f}"
    yield Row("whole suite", "at most 45 s", f"{wall:.1f} s ({spread})", n, met(wall <= 45, 1, 1))
    ratio = median(map(ratio_to_bound, whole))
    yield Row("its wall time / its lower bound", "at most 1.25", f"{ratio:.2f}", n, met(ratio <= 1.25, 1, 1))
    literal = [run for run in literal if run["complete"]]
    if literal:
        seconds = median(run["literal"] for run in literal)
        yield Row(
            "claim seconds verified per real second",
            "at least 60",
            f"{seconds / wall:.0f} ({seconds:.0f} s when run in literal seconds)",
            f"{counted(len(literal), 'literal run')}, {n}",
            met(seconds / wall >= 60, 1, 1),
        )
    claimed = median(run["claimed"] / run["wall"] for run in whole)
    yield Row("… counting the seconds of measured durations only, once each", "", f"{claimed:.0f}", n)


def _wrong(condition: str, runs: Sequence[Data], wanted: int) -> Row:
    cases, wrong = sum(run.get("cases", 0) for run in runs), sum(len(run.get("wrong", ())) for run in runs)
    failed = sum("failed" in run for run in runs)
    measured = told(wrong, cases, "cases") + (f"; {counted(failed, 'run')} without a report" if failed else "")
    return Row(
        f"wrong verdicts: {condition}",
        f"0 in {counted(wanted, 'run')}",
        measured,
        _how_many(runs),
        met(not wrong and not failed, len(runs), wanted),
    )


def _inconclusive(condition: str, runs: Sequence[Data], wanted: int, most: float | None) -> Row:
    cases, count = sum(run.get("cases", 0) for run in runs), sum(len(run.get("inconclusive", ())) for run in runs)
    good = bool(cases) and most is not None and count / cases <= most
    return Row(
        f"inconclusive: {condition}",
        "" if most is None else f"at most {100 * most:g} %",
        told(count, cases, "cases"),
        _how_many(runs),
        "" if most is None else met(good, len(runs), wanted),
    )


def _how_many(runs: Sequence[Data]) -> str:
    cut = sum(not run.get("complete", False) for run in runs)
    return counted(len(runs), "run") + (f", {cut} cut short" if cut else "")
