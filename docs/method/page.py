"""The table of docs/method.md, made from the samples."""

import re
from pathlib import Path
from statistics import median

from pytest_claims.judge.line import Sample, fit

HERE = Path(__file__).parent
SAMPLES, PAGE = HERE / "samples.json", HERE.parent / "method.md"
TABLE = re.compile(r"(<!-- table of: docs/method/samples.json -->\n).*?(<!-- end -->)", re.DOTALL)
COLOURS = {"idle": "#1b6ca8", "loaded": "#c8553d"}


def renewed(page: str, measured: dict) -> str:
    """The page with its table made again from the samples."""
    where = f"Taken on {measured['environment']}; loaded means {measured['hogs']} CPU-bound loops a core.\n\n"
    return TABLE.sub(lambda found: found[1] + where + table(measured) + found[2], page)


def samples_of(taken: dict, condition: str) -> list[Sample]:
    """The samples that were taken under a condition."""
    return [Sample(*sample) for sample in taken[condition]["samples"]]


def table(measured: dict) -> str:
    """For each program and condition: what a single short run says, and what the line says."""
    lines = [
        "| program | claimed | machine | single runs at the second unit, over the unit | the line |",
        "|---|---|---|---|---|",
    ]
    for title, taken in measured["programs"].items():
        for condition in COLOURS:
            samples = samples_of(taken, condition)
            unit = sorted({sample.unit for sample in samples})[1]
            single = [sample.elapsed / unit for sample in samples if sample.unit == unit]
            line = fit(samples, taken[condition]["delay"])
            said = f"{min(single):.1f} to {max(single):.1f} s (median {median(single):.1f})"
            read = f"{line.slope:.2f} s, give or take {line.error:.2g}; {1000 * line.overhead:.0f} ms beside"
            lines.append(f"| {title} | {taken['claimed']} s | {condition} | {said} | {read} |")
    return "\n".join(lines) + "\n"
