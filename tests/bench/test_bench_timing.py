"""The plugin that notes what tests take."""

import json

import pytest

from bench.results import ROOT
from bench.timing import resident_kib

TESTS = """
import time
from pytest_claims import claim

def idle():
    time.sleep(0.05)

def busy():
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass

@claim("a.claim", says="It is.", source="us", program=idle, contrast=busy, alone=True)
def test_alone(program):
    program()
    assert program is idle

def test_idle():
    idle()

def test_busy():
    busy()

def test_fails():
    assert False
"""


@pytest.fixture(autouse=True)
def bench_is_found(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["0", "2"])
def test_tests_are_noted_wherever_they_ran(pytester, workers):
    pytester.makeini("[pytest]\n")
    pytester.makepyfile(TESTS)
    options = ["-p", "bench.timing", "--bench-timing", "timing.json", "-n", workers, "-p", "no:cacheprovider"]
    pytester.runpytest_subprocess(*options).assert_outcomes(passed=3, failed=1)
    noted = json.loads((pytester.path / "timing.json").read_text())
    tests = {test["test"].partition("::")[2]: test for test in noted["tests"]}
    assert set(tests) == {"test_alone", "test_idle", "test_busy", "test_fails"}
    assert {name for name, test in tests.items() if test["alone"]} == {"test_alone"}
    assert tests["test_idle"]["seconds"] >= 0.05
    assert tests["test_busy"]["cpu"] >= 0.05
    assert all(test["begun"] > 0 for test in tests.values())
    workers_seen = {test["worker"] for test in tests.values()}
    assert workers_seen <= ({"main"} if workers == "0" else {"gw0", "gw1"})
    assert noted["memory"] is None or noted["memory"] > 1024


@pytest.mark.slow
def test_without_a_file_nothing_is_written(pytester):
    pytester.makeini("[pytest]\n")
    pytester.makepyfile(TESTS)
    pytester.runpytest_subprocess("-p", "bench.timing", "-n", "0", "-p", "no:cacheprovider").assert_outcomes(passed=3, failed=1)
    assert list(pytester.path.glob("*.json")) == []


def test_memory_is_that_of_this_process():
    memory = resident_kib()
    assert memory is None or memory > 1024
