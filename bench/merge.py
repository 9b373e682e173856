"""What merging reports and writing the page costs, compared with reading the same bytes with json.loads and nothing else.

python bench/merge.py [REPORTS [CLAIMS]]      1,000 reports of 500 claims, unless other numbers are given

The reports are those of 20 environments that are judged again and again. As in the suite, one claim in four rests on durations,
and has readings, two runs and a picture as its evidence; the others have one run each. A quarter, a half and all of the reports
are merged, each time in a process of its own that tells its largest memory. Seconds are those of the CPU, so that what else the
machine does matters less. The goals: at most five times json.loads, linear in the number of reports, and memory that does not
grow with it.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from pytest_claims.render.html.page import page
from pytest_claims.report.document import SCHEMA
from pytest_claims.report.form import ClaimEntry, Head, PartEntry, ReadingEntry, RunEntry, SpanEntry
from pytest_claims.report.merge import merge

GOAL = 5
ENVIRONMENTS, VARIANTS = 20, 50
SUBJECTS = ["pool", "process", "sharing", "thread", "lock", "timeout", "coroutine", "task"]
PROGRAM = "def a_program_{}(workers, nap):\n" + "".join(f"    step_{step} = start(workers, nap)\n" for step in range(12))


def a_run(chance: random.Random, verdict: str, unit: float, *elapsed: float) -> RunEntry:
    """The program, run once."""
    return {
        "unit": unit,
        "times": 1,
        "elapsed": list(elapsed),
        "held": [round(chance.random() / 1000, 9) for _ in elapsed],
        "before": [0.0 for _ in elapsed],
        "held_before": [0.0 for _ in elapsed],
        "took": round(sum(elapsed) + chance.random() / 100, 6),
        "scales": True,
        "certain": False,
        "assertions": 1,
        "noise": {"pressure": round(chance.random(), 4), "used": round(chance.random() / 1000, 6)},
        "verdict": verdict,
        "reason": None,
        "ignored": [],
    }


def a_reading(slope: float) -> ReadingEntry:
    """What was read of the program's duration."""
    return {
        "predicted": "10 s, give or take 1",
        "approx": 10,
        "band": [9, 11],
        "resolution": 1.0,
        "rivals": {"one after another": 100},
        "slope": slope,
        "error": 0.05,
        "overhead": 0.004,
        "fits": None,
    }


def a_part(chance: random.Random, verdict: str, *, timed: bool) -> PartEntry:
    """What was measured of a program."""
    readings, runs = list[ReadingEntry](), [a_run(chance, verdict, 0.005)]
    spans: list[SpanEntry] = []
    if timed:
        slope = chance.gauss(10 if verdict == "holds" else 100, 0.05)
        readings = [a_reading(slope)]
        runs = [a_run(chance, verdict, unit, round(unit * slope, 6)) for unit in (0.005, 0.0225)]
        starts = [round(4000 + chance.random(), 6) for _ in range(6)]
        spans = [{"label": "nap", "lane": f"4711/Thread-{n}", "start": at, "end": at + 0.05} for n, at in enumerate(starts)]
    return {
        "name": "programs.nap",
        "verdict": verdict,
        "deciding": 0,
        "examples": [
            {
                "arguments": "workers=10",
                "verdict": verdict,
                "reason": None,
                "readings": readings,
                "figures": {},
                "notes": {},
                "deciding": len(runs) - 1,
                "runs": runs,
                "spans": spans,
            }
        ],
    }


def a_claim(chance: random.Random, number: int) -> ClaimEntry:
    """A claim judged once; one run in a thousand contradicts the others."""
    verdict, contrast = ("holds", "refuted") if chance.random() > 0.001 else ("refuted", "holds")
    timed = number % 4 == 0
    return {
        "id": f"{SUBJECTS[number % len(SUBJECTS)]}.sentence-{number}",
        "says": f"Threads started in a loop and joined after it overlap, said for the {number}. time.",
        "source": f"notes {number}",
        "why": "When the first join begins to wait, every thread is already asleep, so the waits overlap.",
        "truth": None,
        "refuted_where": "nowhere",
        "sources": {"program": PROGRAM.format(number), "contrast": PROGRAM.format(f"of_contrast_{number}"), "helpers": []},
        "expected": "holds",
        "verdict": verdict,
        "cases": [
            {
                "start_method": None,
                "parameters": None,
                "expected": "holds",
                "verdict": verdict,
                "reason": None,
                "contrast": contrast,
                "examples": 1,
                "evidence": {
                    "jitter": 0.0002,
                    "program": a_part(chance, verdict, timed=timed),
                    "contrast": a_part(chance, contrast, timed=timed),
                },
            }
        ],
    }


def reports_of(count: int, claims: int) -> Iterator[str]:
    """The reports, as JSON."""
    judged = []
    for number in range(min(count, VARIANTS)):
        chance = random.Random(number)
        judged.append(json.dumps([a_claim(chance, one) for one in range(claims)], indent=1))
    for number in range(count):
        minor, gil = divmod(number % ENVIRONMENTS, 2)
        head: Head = {
            "schema": SCHEMA,
            "complete": True,
            "ended": f"2026-11-{1 + number % 28:02}T12:00:00+00:00",
            "environment": {
                "python": f"3.{11 + minor}.1",
                "implementation": "cpython",
                "gil": not gil,
                "platform": "linux",
                "cpus": 2,
                "start_methods": ["fork", "spawn", "forkserver"],
            },
            "seconds": {"claimed": 55000.0, "real": 120.0},
        }
        yield f'{json.dumps(head, indent=1)[:-2]},\n "claims": {judged[number % VARIANTS]}\n}}\n'


def write(folder: Path, reports: int, claims: int) -> None:
    """Write the reports as files."""
    for number, text in enumerate(reports_of(reports, claims)):
        (folder / f"{number:05}.json").write_text(text, encoding="utf-8")


def measure(paths: list[Path]) -> None:
    """Print what it takes: seconds for json.loads alone, for merging and for the page, and KiB of memory beyond json.loads."""
    loads = 0.0
    for path in paths:
        content = path.read_bytes()
        started = process_time()
        json.loads(content)
        loads += process_time() - started
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = process_time()
    merged = merge(paths)
    merging = process_time() - started
    started = process_time()
    page(merged)
    written = process_time() - started
    print(json.dumps([loads, merging, written, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before]))


def main(reports: int = 1000, claims: int = 500) -> None:
    """Print a line for a quarter, a half and all of the reports, and how they compare with the goals."""
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own, because the largest memory of this one is where that of its children begins.
        subprocess.run([sys.executable, __file__, "--write", folder, str(reports), str(claims)], check=True)
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20
        print(f"{reports} reports of {claims} claims from {ENVIRONMENTS} environments, {size:.0f} MiB")
        print(f"{'reports':>8}{'json.loads':>12}{'merge':>10}{'page':>10}{'together':>10}{'largest memory beyond it':>26}")
        costs = []
        for count in (reports // 4, reports // 2, reports):
            words = [sys.executable, __file__, "--measure", folder, str(count)]
            ran = subprocess.run(words, check=True, capture_output=True)
            loads, merging, written, grown = json.loads(ran.stdout)
            ratio = (merging + written) / loads
            costs.append(merging / count)
            print(f"{count:>8}{loads:>10.2f} s{merging:>8.2f} s{written:>8.2f} s{ratio:>8.2f} x{grown / 1024:>22.0f} MiB")
        print(f"goal: at most {GOAL} times json.loads; {'reached' if ratio <= GOAL else 'MISSED'} ({ratio:.2f})")
        print(f"merging a report among all costs {costs[-1] / costs[0]:.2f} times what it costs among a quarter of them")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sorted(Path(sys.argv[2]).iterdir())[: int(sys.argv[3])])
    elif sys.argv[1:2] == ["--write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        main(*map(int, sys.argv[1:]))
