"""A pytest plugin that notes what each test took, and the memory in the end: ``-p bench.timing --bench-timing FILE``.

The process that runs a test notes it in the test's properties, which xdist carries; the controller alone writes.
"""

import json
from collections.abc import Generator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

PROPERTY = "bench.timing"

_begun = pytest.StashKey[tuple[float, float]]()
_spent = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where to write."""
    parser.addoption("--bench-timing", metavar="FILE", help="write what each test took to FILE")


def pytest_configure(config: pytest.Config) -> None:
    """Write in the controller."""
    if config.getoption("bench_timing") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Controller(Path(config.getoption("bench_timing"))), "bench-timing-controller")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note when a test begins: it has its place on the machine by now."""
    from pytest_claims.machine.cpu_time import cpu_seconds

    item.stash[_begun] = perf_counter(), cpu_seconds()
    item.stash[_spent] = 0.0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the phases up; the report of the last one carries the sum."""
    from pytest_claims.machine.cpu_time import cpu_seconds
    from pytest_claims.model.claim import claim_of

    report = yield
    item.stash[_spent] = item.stash.get(_spent, 0.0) + call.duration
    if call.when == "teardown" and _begun in item.stash:
        begun, cpu = item.stash[_begun]
        claim = claim_of(getattr(item, "obj", None))
        noted = {
            "begun": begun,
            "seconds": item.stash[_spent],
            "cpu": max(0.0, cpu_seconds() - cpu),
            "alone": claim is not None and claim.alone,
            "worker": getattr(item.config, "workerinput", {}).get("workerid", "main"),
        }
        report.user_properties.append((PROPERTY, noted))
    return report


class _Controller:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._tests: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        noted = dict(report.user_properties).get(PROPERTY)
        if isinstance(noted, dict):
            self._tests.append({"test": report.nodeid, **noted})

    def pytest_unconfigure(self) -> None:
        self._path.write_text(json.dumps({"tests": self._tests, "memory": resident_kib()}), encoding="utf-8")


def resident_kib() -> int | None:
    """The memory that this process has in RAM, in KiB; None where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), None)
