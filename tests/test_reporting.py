"""What the one process that reports makes of the rows that it is sent."""

from types import SimpleNamespace

import pytest

from pytest_claims.reporting import Reporting
from pytest_claims.rows import JUDGED

PLUGINS = SimpleNamespace(get_plugin=lambda name: None)


@pytest.fixture
def reporting():
    return Reporting(SimpleNamespace(getoption=lambda name: -1, pluginmanager=PLUGINS), 0.0)


def send(reporting, verdict, nodeid="test_a.py::test_a", outcome="passed", **more):
    row = {"id": "a.b", "start_method": None, "verdict": verdict, "expected": "holds"}
    report = SimpleNamespace(nodeid=nodeid, when="call", user_properties=[(JUDGED, row)], skipped=outcome == "skipped", **more)
    reporting.pytest_runtest_logreport(report)


def rows(reporting):
    return [(row["verdict"], row.get("xfail", False)) for row in reporting._rows.values()]


def test_a_case_that_is_run_again_stays_one_case_and_red_stays_red(reporting):
    for verdict in ("inconclusive", "refuted", "holds"):
        send(reporting, verdict)
    assert rows(reporting) == [("refuted", False)]
    send(reporting, "holds", nodeid="test_a.py::test_b")
    assert rows(reporting) == [("refuted", False), ("holds", False)]


def test_a_test_that_is_marked_to_fail_is_marked_in_its_row_where_it_did(reporting):
    send(reporting, "refuted", outcome="skipped", wasxfail="")
    send(reporting, "holds", nodeid="test_a.py::test_b", wasxfail="")
    assert rows(reporting) == [("refuted", True), ("holds", False)]
