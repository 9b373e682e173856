"""One process collects the rows, wherever they were judged: each case once, whatever became of its worker."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from pytest_claims.plugin.reporting import Reporting, joined
from pytest_claims.report.load import load
from pytest_claims.report.row import JUDGED

CLAIMS = """
import os, signal
import pytest
from pytest_claims import claim

def three(): return 3
def four(): return 4

def three_at_last():
    return 3 if int(os.environ.get("RERUNS_SO_FAR", "0")) >= {often} else 4

def say(id, program):
    return claim(id, says="It is three.", source="here", program=program, contrast=four)

@say("unit.first", three)
def test_first(program): assert program() == 3

@say("unit.second", three)
def test_second(program): assert program() == 3

@say("unit.third", three)
def test_third(program): assert program() == 3

@say("unit.wrong", four)
def test_wrong(program): assert program() == 3

@say("unit.at-last", three_at_last)
def test_at_last(program): assert program() == 3
"""

#: What pytest-rerunfailures does, as far as we see it.
RERUNS = """
import os
import pytest
from _pytest.runner import runtestprotocol

def pytest_report_teststatus(report):
    return ("rerun", "R", "RERUN") if report.outcome == "rerun" else None

def pytest_runtest_protocol(item, nextitem):
    for left in (2, 1, 0):
        os.environ["RERUNS_SO_FAR"] = str(2 - left)
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        again = left and any(report.failed for report in reports)
        for report in reports:
            if again and report.failed:
                report.outcome = "rerun"
            item.ihook.pytest_runtest_logreport(report=report)
            if report.outcome == "rerun":
                break
        if not again:
            break
        item._initrequest()
    return True
"""

#: The worker that is the first to end a test dies right after it. No core, no clean-up, as when memory has run out.
DIES = """
import os, signal
from pathlib import Path
from types import SimpleNamespace
import pytest

@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    result = yield
    if os.environ.get("PYTEST_XDIST_WORKER") == "gw0":
        os.kill(os.getpid(), signal.SIGKILL)
    return result
"""


@pytest.fixture
def run(pytester, own_lock):
    """Runs the claims; returns what came of it and the report."""
    pytester.makeini("[pytest]\nenable_assertion_pass_hook = true\n")

    def go(*options, often=0):
        pytester.makepyfile(test_unit=CLAIMS.replace("{often}", str(often)))
        result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--claims-json", "out.json", *options, timeout=100)
        # Our own reader accepts it, too.
        load(pytester.path / "out.json")
        return result, json.loads((pytester.path / "out.json").read_text())

    return go


def cases_of(report):
    return {claim["id"]: (case["verdict"], case.get("reruns")) for claim in report["claims"] for case in claim["cases"]}


@pytest.mark.slow
@pytest.mark.parametrize("n", [0, 2])
def test_a_claim_that_is_run_again_counts_once_with_its_last_verdict(run, pytester, n):
    pytester.makeconftest(RERUNS)
    result, report = run("-n", str(n), "-k", "wrong or at_last or first", often=1)
    assert cases_of(report) == {"unit.first": ("holds", None), "unit.wrong": ("refuted", 2), "unit.at-last": ("holds", 1)}
    assert report["complete"] is True
    lines = [line.strip() for line in result.outlines]
    assert lines.count("run again: unit.wrong: refuted, expected holds") == 2
    assert lines.count("surprise: unit.wrong: refuted, expected holds") == 1
    assert lines[lines.index("1 unexpected:") + 1] == "unit.wrong: refuted, expected holds"
    start = lines.index("2 run again, the last verdict counts:")
    assert set(lines[start + 1 : start + 3]) == {"unit.wrong: 2 reruns, then refuted", "unit.at-last: 1 rerun, then holds"}
    result.stdout.fnmatch_lines(["3 claims in 3 cases: *"])


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").exists(), reason="needs signals")
def test_after_a_worker_was_killed_the_report_says_whether_every_case_was_judged(run, pytester):
    pytester.makeconftest(DIES)
    result, report = run("-n", "2", "-k", "first or second or third")
    result.stdout.fnmatch_lines(["*replacing crashed worker gw0*"])
    # What xdist says of the test that had been judged by then is not taken for a second verdict on it.
    assert cases_of(report) == {f"unit.{name}": ("holds", None) for name in ("first", "second", "third")}
    assert report["complete"] is True


@pytest.mark.parametrize(
    ("spans", "seconds"),
    [
        ([], 0),
        ([(10, 12)], 2),
        ([(10, 12), (20, 23)], 5),
        ([(10, 12), (11, 15)], 5),
        ([(10, 20), (12, 13), (19, 21)], 11),
        ([(10, 12), (12, 13)], 3),
    ],
)
def test_workers_that_wait_side_by_side_wait_once(spans, seconds):
    assert joined(reversed(spans)) == seconds


PLUGINS = SimpleNamespace(get_plugin=lambda name: None)


def send(reporting, verdict, nodeid, **more):
    row = {"id": "a.b", "start_method": None, "verdict": verdict, "expected": "holds"}
    report = SimpleNamespace(nodeid=nodeid, when="call", user_properties=[(JUDGED, row)], **more)
    reporting.pytest_runtest_logreport(report)


def test_a_test_that_is_marked_to_fail_is_marked_in_its_row_where_it_did():
    config = SimpleNamespace(getoption={"lang": None, "verbose": -1}.get, pluginmanager=PLUGINS)
    reporting = Reporting(config, 0.0, SimpleNamespace(install=lambda: None))
    send(reporting, "refuted", "test_a.py::test_a", outcome="skipped", skipped=True, wasxfail="")
    send(reporting, "holds", "test_a.py::test_b", outcome="passed", skipped=False, wasxfail="")
    rows = [(row["verdict"], row.get("xfail", False)) for row in reporting._rows.values()]
    assert rows == [("refuted", True), ("holds", False)]
