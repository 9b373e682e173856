"""The hooks of the one process that reports: it collects rows wherever they were judged, shows them and writes them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import pytest

from pytest_claims import report as reports
from pytest_claims import terminal
from pytest_claims.environment import here
from pytest_claims.exclusive import obstacle
from pytest_claims.noise import oversleep
from pytest_claims.record import claim_of
from pytest_claims.rows import JUDGED, PLANNED, Row, broken_row, is_surprise, row_in


class Reporting:
    """Collects the rows of a run, wherever they were judged, and shows and writes them: in the one process that reports."""

    def __init__(self, config: pytest.Config, started: float) -> None:
        self._config = config
        self._started = started
        self._introduced = False
        self._progress = terminal.Progress()
        #: By node id: a case that is run again, as pytest-rerunfailures does, stays one case.
        self._rows: dict[str, Row] = {}
        self._planned: dict[str, Row] = {}
        self._to_come: set[str] = set()
        self._complete = False

    def pytest_report_header(self) -> str:
        self._introduced = True
        return terminal.header(here(), oversleep().whole)

    def pytest_report_collectionfinish(self) -> str | list[str]:
        # Where it became known only now that there are claims.
        return [] if self._introduced or self._verbosity() < 0 else self.pytest_report_header()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._expect(item.nodeid for item in session.items)
        reporter = self._reporter()
        only_claims = all(claim_of(getattr(item, "obj", None)) for item in session.items)
        if reporter is not None and self._verbosity() == 0 and only_claims:
            reporter.showfspath = False  # claims, not files, are what this run is about

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        self._expect(ids)

    def _expect(self, ids: Iterable[str]) -> None:
        self._to_come = set(ids)
        self._progress.planned = len(self._to_come)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        planned, judged = (row_in(report.user_properties, name) for name in (PLANNED, JUDGED))
        if report.when == "teardown":
            self._to_come.discard(report.nodeid)
        if planned:
            self._planned[report.nodeid] = planned
        planned = self._planned.get(report.nodeid, {})
        if report.when == "call" and judged:
            # Marked with xfail: whoever wrote the test expects another verdict than the claim documents.
            failed = hasattr(report, "wasxfail") and report.skipped
            self._add(report.nodeid, {**judged, "xfail": True} if failed else judged)
        elif planned and report.failed and report.when != "teardown":
            # The set-up failed, or the process that judged ended ("???" is how xdist reports it).
            self._to_come.discard(report.nodeid)
            self._add(report.nodeid, broken_row(planned, _failure(report)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str | tuple[str, dict[str, bool]]] | None:
        judged = row_in(report.user_properties, JUDGED) if report.when == "call" else {}
        # What pytest calls xfailed and xpassed is not told by the outcome.
        if not judged or self._verbosity() < 0 or hasattr(report, "wasxfail"):
            return None
        # In place of a letter for a test there is a line about the claims; in verbose mode, the verdict.
        return report.outcome, "", terminal.verbose_word(judged) if self._verbosity() > 0 else report.outcome.upper()

    def _add(self, nodeid: str, row: Row) -> None:
        earlier = self._rows.get(nodeid)
        if earlier is not None:
            # Red stays red: no second try takes it back.
            self._rows[nodeid] = earlier if is_surprise(earlier) else row
            return
        self._rows[nodeid] = row
        for line in self._progress.judged(row):
            self._print(line)
        reporter = self._reporter()
        if reporter is None or self._verbosity() != 0:
            return
        if reporter.isatty:
            reporter.rewrite(self._progress.status(row), erase=True)
        elif self._progress.cases % terminal.STEP == 0:
            self._print(terminal.Line(self._progress.status(row)))

    def _reporter(self) -> Any:
        return self._config.pluginmanager.get_plugin("terminalreporter")

    def _verbosity(self) -> int:
        return int(self._config.getoption("verbose"))

    def _print(self, line: terminal.Line) -> None:
        reporter = self._reporter()
        if reporter is not None and self._verbosity() >= 0:
            reporter.ensure_newline()
            reporter.write_line(line.text, **({line.colour: True} if line.colour else {}))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        ended = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        self._complete = ended and not self._to_come
        path = self._config.getoption("claims_json")
        if path is not None and not self._config.getoption("collectonly"):
            document = reports.build(
                self._rows.values(),
                here(),
                complete=self._complete,
                wall_seconds=self._elapsed(),
                ended=datetime.now(UTC),
            )
            try:
                reports.write(document, path)
            except OSError as error:  # the disk may have filled up since it was looked at
                self._print(terminal.Line(f"the report could not be written to {path}: {error.strerror}", "red"))
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._rows and self._verbosity() >= 0:
            terminalreporter.section("claims")
            for line in terminal.summary([*self._rows.values()], self._elapsed(), cut_short=not self._complete):
                self._print(line)
            lock = obstacle()
            if lock is not None:
                self._print(terminal.Line(lock, "yellow"))

    def _elapsed(self) -> float:
        return perf_counter() - self._started


def _failure(report: pytest.TestReport) -> str:
    """Why a report failed, in a line: what was raised, then what that was raised from."""
    # pytest begins with the first cause.
    crashes = [crash for _, crash, _ in reversed(getattr(report.longrepr, "chain", ())) if crash is not None]
    said = [crash.message for crash in crashes] or [report.longrepr]
    return ", from ".join(str(message).strip().partition("\n")[0] for message in said)
