"""Is it noticed when a program takes a quarter more, or less, than is claimed?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from bench import running
from bench.figure import Data, Figure, Row, Runs, counted, met
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


FIGURES = [Figure("noticed", "programs that take 25 % more or less than claimed, idle", 3, _off_by_a_quarter)]


def rows(runs: Runs) -> Iterator[Row]:
    """The rows about programs that do not take as long as is claimed, and those about the ones that do."""
    made = runs.get("noticed", ())
    if not made:
        return
    counts = {name: _sum(made, name) for name in (*FACTORS, "control")}
    off = {name: (sum(counts[name].values()), counts[name]["refuted"], counts[name]["holds"]) for name in FACTORS}
    programs = sum(total for total, _, _ in off.values())
    said = "; ".join(f"{noticed} of {total} {name}, {passed} passed" for name, (total, noticed, passed) in off.items())
    control = counts["control"]
    said += f"; of {sum(control.values())} that take as long as claimed {control['refuted']}"
    good = not control["refuted"] and all(noticed >= 0.99 * total for total, noticed, _ in off.values())
    yield Row(
        "programs 25 % off are refuted, right ones are not",
        "at least 99 %; none",
        said,
        counted(len(made), "run"),
        met(good, programs, ENOUGH).replace(" runs", " programs"),
    )


def _sum(made: Sequence[Data], name: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for run in made:
        total.update(run[name])
    return total
