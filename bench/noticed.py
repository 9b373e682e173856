"""Is it noticed when a program takes a quarter more, or less, than is claimed?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from bench import running
from bench.figure import Data, Figure, Row, Runs, counted, met
from bench.rates import percent, told
from bench.reports import cases

FACTORS = ("slower", "faster")
#: Programs judged in each direction, at least, before the table speaks.
ENOUGH = 300


def _off_by_a_quarter(limit: float) -> Data:
    # With the workers that a user's run has: more of them would be a load, and the machine is to be idle.
    options = ["--start-method", "fork", "--start-method", "spawn"]
    ended, document = running.judged("bench/judged/test_noticed.py", options, limit=limit)
    return {"wall": round(ended.wall, 3), "complete": document["complete"], **verdicts(document)}


def verdicts(document: Data) -> Data:
    """How often a program of each direction, and a contrast, which takes as long as claimed, got which verdict.

    A case that did not come to a verdict on its program counts as whatever its own verdict is. Whatever was not as it should
    be is kept with all that is known of it.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*FACTORS, "control")}
    odd = []
    for id, case in cases(document):
        program, contrast = (case["evidence"][name] for name in ("program", "contrast"))
        counts[id.rpartition(".")[2]][program["verdict"] if program else case["verdict"]] += 1
        if contrast:
            counts["control"][contrast["verdict"]] += 1
        if case["verdict"] != "refuted":
            odd.append({"id": id, **case})
    return {**{name: dict(count) for name, count in counts.items()}, "odd": odd}


FIGURES = [Figure("noticed", "programs that take 25 % more or less than claimed, idle", 5, _off_by_a_quarter)]


def rows(runs: Runs) -> Iterator[Row]:
    """The rows about programs that do not take as long as is claimed, and those about the ones that do."""
    made = runs.get("noticed", ())
    if not made:
        return
    for name in FACTORS:
        counts = _sum(made, name)
        total, noticed = sum(counts.values()), counts["refuted"]
        others = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()) if verdict != "refuted")
        measured = f"{noticed} of {total} ({percent(noticed / total)})" if total else "none judged"
        yield Row(
            f"noticed: a program 25 % {name} than claimed",
            "at least 99 %",
            f"{measured}{'; ' if others else ''}{others}",
            counted(len(made), "run"),
            met(bool(total) and noticed >= 0.99 * total, total, ENOUGH).replace(" runs", " programs"),
        )
    counts = _sum(made, "control")
    yield Row(
        "… one that takes as long as claimed, refuted",
        "",
        f"{told(counts['refuted'], sum(counts.values()), 'programs')}; {counts['inconclusive']} inconclusive",
        counted(len(made), "run"),
    )


def _sum(made: Sequence[Data], name: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for run in made:
        total.update(run[name])
    return total
