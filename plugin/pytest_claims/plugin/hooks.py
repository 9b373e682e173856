"""The plugin: options, fixtures, and what is collected.

The rest of the edge is loaded and registered only where a run is about claims: `judging`, `reporting` and `scheduling`. Whoever
has this plugin installed beside tests of another kind should not notice.
"""

import sys
from collections.abc import Generator
from functools import partial
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_claims.machine.originals import perf_counter
from pytest_claims.model.claim import Claim
from pytest_claims.model.environment import here
from pytest_claims.model.errors import ClaimError, Inconclusive, leaves
from pytest_claims.plugin.items import claim_in, function_in, inconclusive, parameters_in, start_method_in
from pytest_claims.plugin.other_plugins import note_their_threads, run_in_one_thread
from pytest_claims.plugin.selection import check_selection, need_not_be_collected, select
from pytest_claims.plugin.worker_count import MOST_WORKERS, WORKERS_PER_CPU, choose_workers

if TYPE_CHECKING:
    from pytest_claims.cite.register import Register

#: Real seconds that a claim may take under --real-time, where it takes as long as its sentence says.
PATIENCE = 3600

_seen = pytest.StashKey[dict[str, str]]()
_registers = pytest.StashKey[dict[Path, "Register"]]()
_started = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of section "claims", and the ini key that makes runs parallel."""
    group = parser.getgroup("claims", "behavioural claims")
    group.addoption(
        "--claim",
        action="append",
        default=[],
        metavar="GLOB",
        help="judge only the claims with such an id (repeatable)",
    )
    group.addoption("--claims-json", type=Path, metavar="FILE", help="write the report to FILE")
    group.addoption(
        "--start-method",
        action="append",
        default=[],
        metavar="NAME",
        help="judge under this start method only (repeatable)",
    )
    group.addoption("--real-time", action="store_true", help="make a claim second last a real second")
    group.addoption("--claims-strict", action="store_true", help="fail where a claim is inconclusive")
    group.addoption("--lang", metavar="NAME", help="the language of the summary: en, zh_CN (default: that of your locale)")
    parser.addini(
        "claims_workers",
        f"xdist workers when -n is not given: a number, or auto for {WORKERS_PER_CPU} a CPU, {MOST_WORKERS} at most",
        default="0",
    )


# A wrapper, so that it runs before xdist looks at the number of workers, and before plugins are configured.
@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, object, object]:
    """Run in parallel unless the user says otherwise, in projects that ask for it."""
    choose_workers(config)
    run_in_one_thread(config)
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    """Check what the user asked for before anything runs."""
    config.stash[_seen] = {}
    config.stash[_registers] = {}
    config.stash[_started] = perf_counter()
    # Cleanups run from the last to the first: pytest has looked for garbage by then.
    config.add_cleanup(partial(_after_judging, config))
    try:
        _check_options(config)
    except ClaimError as error:
        raise pytest.UsageError(str(error)) from None
    # Whoever distributes does not collect, and whoever wants a report wants one even where nothing could be collected.
    distributes = config.getoption("dist", "no") != "no" or bool(config.getoption("tx", None))
    expected = config.getini("claims_workers") != "0" or bool(config.getoption("claims_json"))
    if distributes or expected:
        _register(config, certain=expected)


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """From here on threads may be there for tests."""
    note_their_threads(session.config)


def _register(config: pytest.Config, *, certain: bool = True) -> None:
    """Load what judges, reports and shares out claims, unless it is there already.

    Args:
        certain: whether it is certain that the run is about claims; else it turns out when one is reported.
    """
    if config.pluginmanager.hasplugin("pytest-claims-judging"):
        return
    from pytest_claims.machine.termination import TerminationSignals
    from pytest_claims.plugin import judging
    from pytest_claims.plugin.reporting import Reporting
    from pytest_claims.plugin.scheduling import Scheduling
    from pytest_claims.plugin.xdist_link import Worker

    config.pluginmanager.register(judging, "pytest-claims-judging")
    config.pluginmanager.register(judging.BehindOthers(), "pytest-claims-behind-others")
    interrupts = TerminationSignals()
    config.pluginmanager.register(interrupts, "pytest-claims-interrupts")
    if certain:
        interrupts.install()
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(Worker(config), "pytest-claims-worker")
    else:
        config.pluginmanager.register(Reporting(config, config.stash[_started], interrupts), "pytest-claims-reporting")
        config.pluginmanager.register(Scheduling(config), "pytest-claims-scheduling")


def _after_judging(config: pytest.Config) -> None:
    judging = config.pluginmanager.get_plugin("pytest-claims-judging")
    if judging is not None:
        judging.show_all_to_the_collector(config)


def _check_options(config: pytest.Config) -> None:
    check_selection(config)
    if hasattr(config, "workerinput"):
        return
    if config.getoption("lang") is not None:
        from pytest_claims.model.language import language_named

        language_named(config.getoption("lang"))
    if config.getoption("claims_json"):
        from pytest_claims.report.files import check_writable

        check_writable(config.getoption("claims_json"), "--claims-json")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave alone what ``--claim`` did not ask for: one claim of hundreds is judged at once."""
    return need_not_be_collected(config, collection_path) or None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """An assertion outside a claim that the machine was too busy for ends its test as an inconclusive claim ends.

    And a test that passes, with an assertion in it that needs a block and has none, fails.
    """
    # Only tests that use them have loaded them.
    duration, blocks = (sys.modules.get(f"pytest_claims.instruments.seconds.{name}") for name in ("duration", "blocks"))
    if duration is not None:
        duration.note_test_start()
    if blocks is not None:
        blocks.forget_blocks()
    try:
        result = yield
    except (Inconclusive, BaseExceptionGroup) as error:
        raised = list(leaves(error))
        if not all(isinstance(leaf, Inconclusive) for leaf in raised):
            raise
        inconclusive(item, str(raised[0]))
    finally:
        # A test that imports them itself has loaded them by now.
        blocks = sys.modules.get("pytest_claims.instruments.seconds.blocks")
        problem = None if blocks is None else blocks.missing_block()
    if problem:
        pytest.fail(problem, pytrace=False)
    return result


@pytest.fixture(scope="session")
def program() -> None:
    """What the claim is about: its program, and then its contrast. The plugin puts it in place when it judges the claim."""


@pytest.fixture(scope="session", params=get_all_start_methods())
def processes(request: pytest.FixtureRequest) -> BaseContext:
    """A multiprocessing context, one for each start method of the platform."""
    context: BaseContext = get_context(request.param)
    return context


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A claim that cannot be judged is refused when it is collected, in one message without a traceback."""
    result = yield
    call = getattr(result, "call", None)
    if call is not None and call.excinfo is not None and isinstance(call.excinfo.value, ClaimError):
        trace = call.excinfo.traceback.filter(lambda entry: Path(entry.path) == collector.path)
        where = f"{collector.path.name}:{trace[-1].lineno + 1}: " if trace else ""
        result.longrepr = f"{where}{call.excinfo.value}"
    # Of the items of one test, one for each start method, the first is asked.
    tests = {item.originalname: item for item in reversed(result.result or ()) if isinstance(item, pytest.Function)}
    problem = next(filter(None, map(_problem_of, reversed(tests.values()))), None)
    if problem:
        result.outcome, result.longrepr, result.result = "failed", problem, []
    return result


def _problem_of(item: pytest.Function) -> str | None:
    """What is wrong with the claim that `item` judges, or None."""
    claim = claim_in(item)
    if claim is None:
        return None
    from pytest_claims.judge.lint import problem_of, unknown_truth
    from pytest_claims.plugin.other_callers import why_not_awaited

    place = f"{item.path.name}::{item.originalname}"
    earlier = item.config.stash[_seen].setdefault(claim.id, place)
    if earlier != place:
        return f"claim {claim.id!r}: declared twice, by {earlier} and {place}. An id belongs to one sentence; choose another."
    not_awaited = why_not_awaited(item)
    if not_awaited:
        return f"claim {claim.id!r}: {not_awaited}"
    return problem_of(claim, item.function, item.fixturenames) or unknown_truth(claim, item.path) or _unregistered(item, claim)


def _unregistered(item: pytest.Function, claim: Claim) -> str | None:
    """What is wrong with a claim by the register of its folder, if there is one."""
    from pytest_claims.cite.register import Register
    from pytest_claims.cite.registering import problem_with, register_of

    path = register_of(item.path, item.config.rootpath)
    if path is None:
        return None
    registers = item.config.stash[_registers]
    try:
        register = registers[path] = registers.get(path) or Register.read(path)
    except ClaimError as error:
        return str(error)
    problem = problem_with(claim, register)
    return f"claim {claim.id!r}: {problem}" if problem else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what ``--claim`` and ``--start-method`` ask for, in the order in which it should run."""
    claims = [(item, claim) for item in items if (claim := claim_in(item)) is not None] if config.stash[_seen] else []
    by_item = dict(claims)
    select(config, items, lambda item: (by_item.get(item), start_method_in(item)))
    if not claims:
        return
    from pytest_claims.plugin.other_callers import note_function_of
    from pytest_claims.plugin.scheduling import in_run_order
    from pytest_claims.report.row import PLANNED, planned_row

    _register(config)
    for item, claim in claims:
        row = planned_row(claim, function_in(item), here().under(start_method_in(item)), parameters_in(item))
        item.user_properties.append((PLANNED, row))
        note_function_of(item)
        if config.getoption("real_time") and config.pluginmanager.hasplugin("timeout"):
            item.add_marker(pytest.mark.timeout(PATIENCE))
    items[:] = in_run_order(config, items)
