"""A run of pytest on claims, and what it observed."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import processes
from bench.figure import Data
from bench.reports import tally


class NoReport(Exception):
    """A run of pytest wrote no report; the message is what it printed last."""


def judged(folder: str, options: Sequence[str], *, limit: float) -> tuple[processes.Ended, Data]:
    """Run the claims in `folder`, and return the report.

    Raises:
        NoReport: there is none.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        report = Path(scratch) / "report.json"
        ended = processes.pytest([folder, "--claims-json", str(report), *options], limit=limit)
        if not report.exists():
            raise NoReport(ended.said)
        return ended, json.loads(report.read_text(encoding="utf-8"))


def suite(options: Sequence[str] = (), *, limit: float, prefix: Sequence[str] = ()) -> Data:
    """Run the suite and return its tally and its wall time.

    A run that wrote no report is an observation as well: ``{"failed": what it printed last}``.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        report, timing = Path(scratch) / "report.json", Path(scratch) / "timing.json"
        ended = processes.pytest(
            ["claims/", "--claims-json", str(report), "-p", "bench.timing", "--bench-timing", str(timing), *options],
            limit=limit,
            prefix=prefix,
        )
        data: Data = {"wall": round(ended.wall, 3), "exit": ended.returncode, "interrupted": ended.interrupted}
        if not report.exists() or not timing.exists():
            return {**data, "failed": ended.said}
        document = json.loads(report.read_text(encoding="utf-8"))
        noted = json.loads(timing.read_text(encoding="utf-8"))
    data |= {**tally(document), "tests": len(noted["tests"]), "memory": noted["memory"]}
    if noted["tests"]:
        data["workers"] = len({test["worker"] for test in noted["tests"]})
        data["longest"] = max(noted["tests"], key=lambda test: (not test["alone"], test["seconds"]))["test"]
    return data
