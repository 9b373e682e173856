"""The suite as a whole: how long it takes, how much it verifies, and how often it is wrong, idle and under load."""

from collections.abc import Iterator, Sequence
from random import SystemRandom
from statistics import median

from bench import running
from bench.figure import Data, Figure, Row, Runs, counted, met
from bench.hogs import hogs
from bench.rates import percent, told
from pytest_claims.model.environment import usable_cpus

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


FIGURES = [
    Figure("suite", "the suite on an idle machine: wall time and verdicts", 10, _idle),
    Figure("hogs", f"the suite among {HOGS} CPU hogs a core", 5, _among_hogs, limit=1800),
    Figure("nice", "the suite under nice 19, among one CPU hog a core", 2, _nice_among_hogs, limit=3600),
    Figure("random", "the suite in random order", 2, _shuffled),
    Figure("n0", "the suite under -n 0", 2, _one_after_another, limit=1800),
    Figure("n2", "the suite under -n 2", 1, _two_workers),
    Figure("n8", "the suite under -n 8", 1, _eight_workers),
]

#: What the table calls the conditions, the figures that belong to each, and the share of cases that may be inconclusive.
_CONDITIONS = {
    "idle": (("suite",), 0.005),
    f"{HOGS} CPU hogs a core": (("hogs",), 0.05),
    "nice 19 among a hog a core": (("nice",), 0.05),
    "random order, -n 0, -n 2, -n 8": (("random", "n0", "n2", "n8"), 0.005),
}


def rows(runs: Runs) -> Iterator[Row]:
    """The rows about the suite."""
    whole = [run for run in runs.get("suite", ()) if run.get("complete")]
    if whole:
        walls = [run["wall"] for run in whole]
        measured = f"{median(walls):.0f} s ({min(walls):.0f} to {max(walls):.0f})"
        yield Row("the whole suite takes", "", measured, counted(len(whole), "run"))
    for condition, (names, most) in _CONDITIONS.items():
        made = [run for name in names for run in runs.get(name, ())]
        wanted = sum(figure.runs for figure in FIGURES if figure.name in names)
        if made:
            yield _verdicts(condition, made, wanted, most)


def _verdicts(condition: str, runs: Sequence[Data], wanted: int, most: float) -> Row:
    cases = sum(run.get("cases", 0) for run in runs)
    wrong, aside = (sum(len(run.get(name, ())) for run in runs) for name in ("wrong", "inconclusive"))
    failed = sum("failed" in run for run in runs)
    measured = f"{told(wrong, cases, 'cases')}; {aside} ({percent(aside / max(cases, 1))})"
    good = not wrong and not failed and aside <= most * cases
    return Row(
        f"wrong verdicts; inconclusive: {condition}",
        f"none; at most {100 * most:g} %",
        measured + (f"; {counted(failed, 'run')} without a report" if failed else ""),
        _how_many(runs),
        met(good, len(runs), wanted),
    )


def _how_many(runs: Sequence[Data]) -> str:
    cut = sum(not run.get("complete", False) for run in runs)
    return counted(len(runs), "run") + (f", {cut} cut short" if cut else "")
