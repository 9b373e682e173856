"""How a run is shared out: the order of the tests, and what earlier runs tell about their lengths."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pytest

from pytest_claims.plugin.items import runs_alone
from pytest_claims.plugin.run_order import longest_first, one_after_another
from pytest_claims.plugin.worker_count import distributes_tests
from pytest_claims.plugin.xdist_link import raise_usage_error
from pytest_claims.report.row import judged_in

if TYPE_CHECKING:
    from pytest_claims.plugin.xdist_scheduler import AloneFirst

#: Where pytest's cache keeps how long claims took, by node id, in seconds.
CACHE = "claims/durations"
#: What a longer earlier run counts for, again and again until it is forgotten. How long a claim takes varies with the noise;
#: one that may take long is begun early even if it did not take long the last time.
FADING = 0.9
#: The name under which those travel to the workers, which all have to find the same order.
WORKERINPUT = "pytest_claims.durations"
#: The name under which the first test tells, in the ``user_properties`` of its reports, which tests run alone.
ALONE = "pytest_claims.alone"


def in_run_order(config: pytest.Config, items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The order in which `items` should run."""
    seconds = getattr(config, "workerinput", {}).get(WORKERINPUT)
    return one_after_another(items) if seconds is None else longest_first(items, seconds)


def announce_alone(session: pytest.Session) -> None:
    """Let the first test tell the process that distributes which tests run alone: that one does not collect."""
    if session.items and WORKERINPUT in getattr(session.config, "workerinput", {}):
        alone = [index for index, item in enumerate(session.items) if runs_alone(item)]
        session.items[0].user_properties.append((ALONE, alone))


class Scheduling:
    """Shares out the tests and remembers how long claims took: in the one process that reports."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._known: dict[str, float] = _remembered(config)
        self._took: dict[str, float] = {}
        self._judged: set[str] = set()
        self._scheduler: AloneFirst | None = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        if distributes_tests(self._config):
            node.workerinput[WORKERINPUT] = self._known

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> "AloneFirst | None":
        if distributes_tests(config):
            from pytest_claims.plugin.xdist_scheduler import AloneFirst

            self._scheduler = AloneFirst(config, log, self._known)
        return self._scheduler

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        raise_usage_error(node)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._took[report.nodeid] = self._took.get(report.nodeid, 0.0) + report.duration
        if judged_in(report.user_properties):
            self._judged.add(report.nodeid)
        alone = dict(report.user_properties).get(ALONE)
        if self._scheduler is not None and isinstance(alone, list):
            self._scheduler.tell_alone(alone)

    def pytest_sessionfinish(self) -> None:
        # In real time everything takes longer, and that says nothing about the next run.
        if self._judged and hasattr(self._config, "cache") and not self._config.getoption("real_time"):
            known = _remembered(self._config)
            took = {id: round(max(self._took[id], FADING * known.get(id, 0.0)), 3) for id in sorted(self._judged)}
            self._config.cache.set(CACHE, {**known, **took})


def _remembered(config: pytest.Config) -> dict[str, float]:
    """How long claims took in earlier runs, as far as this is known."""
    found = config.cache.get(CACHE, None) if hasattr(config, "cache") else None
    return {id: seconds for id, seconds in found.items() if type(seconds) is float} if isinstance(found, dict) else {}
