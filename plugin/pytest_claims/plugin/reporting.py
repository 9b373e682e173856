"""The hooks of the one process that reports: it collects rows wherever they were judged, shows them and writes them."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from math import inf
from typing import Any

import pytest

from pytest_claims.machine.lock import REPORT_AFTER, why_unusable
from pytest_claims.machine.noise import measure_oversleep
from pytest_claims.machine.originals import perf_counter, time
from pytest_claims.machine.termination import TerminationSignals
from pytest_claims.model.environment import here
from pytest_claims.model.language import language_named, speaking
from pytest_claims.plugin.items import claim_in
from pytest_claims.plugin.xdist_link import connect, cut_short
from pytest_claims.render import terminal
from pytest_claims.report import document
from pytest_claims.report.form import PlannedRow, Report, Row
from pytest_claims.report.merge import one_run
from pytest_claims.report.row import WAITED, broken_row, judged_in, planned_in
from pytest_claims.report.translated import translated


class Reporting:
    """Collects the rows of a run, wherever they were judged, and shows and writes them: in the one process that reports."""

    def __init__(self, config: pytest.Config, started: float, interrupts: TerminationSignals) -> None:
        self._config = config
        self._started = started
        self._interrupts = interrupts
        self._language = language_named(config.getoption("lang"))
        self._introduced = False
        self._progress = terminal.Progress()
        # By node id, as what is planned and what has ended: a test that is run again has one verdict, the last.
        self._rows: dict[str, Row] = {}
        self._planned: dict[str, PlannedRow] = {}
        self._reruns: Counter[str] = Counter()
        self._to_come: set[str] = set()
        self._ended: set[str] = set()
        self._waits: set[tuple[float, float]] = set()
        self._waited_for: set[tuple[object, object]] = set()
        self._document: Report | None = None

    def pytest_report_header(self) -> str:
        self._introduced = True
        with speaking(self._language):
            return terminal.header(here(), measure_oversleep().total)

    def pytest_report_collectionfinish(self) -> str | list[str]:
        # Where it became known only now that there are claims.
        return [] if self._introduced or self._verbosity() < 0 else self.pytest_report_header()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._expect(item.nodeid for item in session.items)
        reporter = self._reporter()
        only_claims = all(claim_in(item) for item in session.items)
        if reporter is not None and self._verbosity() == 0 and only_claims:
            reporter.showfspath = False  # claims, not files, are what this run is about

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        self._expect(ids)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        connect(node, self.hear)

    def hear(self, holders: list[dict[str, Any]]) -> None:
        """Say whom a test waits for. With xdist this is called in other threads, one for each worker."""
        first = (holders[0]["pid"], holders[0]["since"]) if holders else (None, None)
        if first not in self._waited_for:
            self._waited_for.add(first)
            # In the thread that hears of it.
            with speaking(self._language):
                self._print(terminal.waits(holders, time()))

    def _expect(self, ids: Iterable[str]) -> None:
        # Each worker tells, and so does one that takes the place of another, when much has ended already.
        expected = set(ids)
        self._to_come = expected - self._ended
        self._progress.planned = len(expected)

    def _end(self, id: str) -> None:
        self._ended.add(id)
        self._to_come.discard(id)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        planned, judged = planned_in(report.user_properties), judged_in(report.user_properties)
        if report.when == "teardown":
            self._end(report.nodeid)
        if planned:
            self._interrupts.install()
            self._planned[report.nodeid] = planned
        planned = self._planned.get(report.nodeid)
        waited = dict(report.user_properties).get(WAITED)
        if isinstance(waited, list):
            self._waits.add((waited[0], waited[1]))
        if str(report.outcome) == "rerun":
            # By pytest-rerunfailures, in any phase: it will be run again, and the last verdict counts.
            self._reruns[report.nodeid] += 1
            self._print_all(terminal.rerun(judged) if judged else ())
        elif report.when == "call" and judged:
            # Marked with xfail: whoever wrote the test expects another verdict than the claim documents.
            failed = hasattr(report, "wasxfail") and report.skipped
            self._add(report.nodeid, {**judged, "xfail": True} if failed else judged)
        elif planned and report.failed and report.when != "teardown":
            # The set-up failed, or the process that judged ended ("???" is how xdist reports it).
            self._end(report.nodeid)
            if report.when == "setup" or report.nodeid not in self._rows:  # else it had been judged by then
                self._add(report.nodeid, broken_row(planned, _failure(report)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str | tuple[str, dict[str, bool]]] | None:
        judged = judged_in(report.user_properties) if report.when == "call" else None
        # What pytest calls xfailed and xpassed is not told by the outcome.
        if not judged or self._verbosity() < 0 or hasattr(report, "wasxfail"):
            return None
        # In place of a letter for a test there is a line about the claims; in verbose mode, the verdict.
        return report.outcome, "", terminal.verbose_word(judged) if self._verbosity() > 0 else report.outcome.upper()

    def _add(self, id: str, row: Row) -> None:
        before = self._rows.get(id)
        if before is not None:
            self._reruns[id] += 1
        if self._reruns[id]:
            row = {**row, "reruns": self._reruns[id]}
        self._rows[id] = row
        self._print_all(self._progress.judged(row, before))
        reporter = self._reporter()
        if reporter is None or self._verbosity() != 0:
            return
        with speaking(self._language):
            status = self._progress.status(row)
        if reporter.isatty:
            reporter.rewrite(status, erase=True)
        elif self._progress.cases % terminal.STEP == 0:
            self._print(terminal.OutputLine(status))

    def _reporter(self) -> Any:
        return self._config.pluginmanager.get_plugin("terminalreporter")

    def _verbosity(self) -> int:
        return int(self._config.getoption("verbose"))

    def _print_all(self, lines: Iterable[terminal.OutputLine]) -> None:
        # Each is made only when it is asked for.
        with speaking(self._language):
            for line in lines:
                self._print(line)

    def _print(self, line: terminal.OutputLine) -> None:
        reporter = self._reporter()
        if reporter is not None and self._verbosity() >= 0:
            reporter.ensure_newline()
            reporter.write_line(line.text, **({line.colour: True} if line.colour else {}))
            reporter.flush()  # a pipe would keep it until much more is written

    @pytest.hookimpl(tryfirst=True)
    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        if not self._config.getoption("fulltrace"):
            cut_short(excinfo)

    # First, since xdist waits for its workers here, and whoever ends a run may not wait for ever.
    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        ended = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        self._document = document.build(
            self._rows.values(),
            here(),
            complete=ended and not self._to_come,
            wall_seconds=self._elapsed(),
            ended=datetime.now(UTC),
        )
        path = self._config.getoption("claims_json")
        if path is not None and not self._config.getoption("collectonly"):
            try:
                document.write(self._document, path)
            except OSError as error:  # the disk may have filled up since it was looked at
                self._print(terminal.OutputLine(f"the report could not be written to {path}: {error.strerror}", "red"))
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._rows and self._document is not None and self._verbosity() >= 0:
            terminalreporter.section("claims")
            with speaking(self._language):
                for line in terminal.summary(translated(one_run(self._document))):
                    self._print(line)
                waited = joined(self._waits)
                if waited > REPORT_AFTER:
                    self._print(terminal.waited(waited))
            lock = why_unusable()
            if lock is not None:
                self._print(terminal.OutputLine(lock, "yellow"))

    def _elapsed(self) -> float:
        return perf_counter() - self._started


def joined(spans: Iterable[tuple[float, float]]) -> float:
    """How long at least one of `spans` lasted: of workers that wait side by side the time counts once."""
    seconds, end = 0.0, -inf
    for start, stop in sorted(spans):
        seconds += max(0.0, stop - max(start, end))
        end = max(end, stop)
    return seconds


def _failure(report: pytest.TestReport) -> str:
    """Why a report failed, in a line: what was raised, then what that was raised from."""
    # pytest begins with the first cause.
    crashes = [crash for _, crash, _ in reversed(getattr(report.longrepr, "chain", ())) if crash is not None]
    said = [crash.message for crash in crashes] or [report.longrepr]
    return ", from ".join(str(message).strip().partition("\n")[0] for message in said)
