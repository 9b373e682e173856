"""The pytest plugin: it hands tests to the judge. Beside it only `reporting` knows pytest's hooks."""

from collections.abc import Generator
from fnmatch import fnmatchcase
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import pytest

from pytest_claims.clock import reached_an_assertion
from pytest_claims.environment import here
from pytest_claims.errors import Broken, ClaimError
from pytest_claims.exclusive import place
from pytest_claims.files import check_writable
from pytest_claims.lint import ids_in, nearest, problem_of, unknown_truth
from pytest_claims.messages import unexpected
from pytest_claims.record import Claim, claim_of
from pytest_claims.reporting import Reporting
from pytest_claims.rows import JUDGED, PLANNED, Row, broken_row, is_surprise, judged_row, planned_row, row_in
from pytest_claims.trial import try_claim
from pytest_claims.verdict import Verdict

#: Real seconds that a claim may take under --real-time, where it takes as long as its sentence says.
PATIENCE = 3600

_seen = pytest.StashKey[dict[str, str]]()


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
    parser.addini(
        "claims_workers",
        "xdist workers when -n is not given: a number, or auto for two a CPU, at least four",
        default="0",
    )


# A wrapper, so that it runs before xdist looks at the number of workers.
@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, object, object]:
    """Run in parallel unless the user says otherwise, in projects that ask for it."""
    _choose_workers(config)
    return (yield)


def _choose_workers(config: pytest.Config) -> None:
    wanted = config.getini("claims_workers")
    chosen = hasattr(config, "workerinput") or getattr(config.option, "numprocesses", 0) is not None
    if chosen or config.getoption("usepdb") or config.getoption("collectonly"):
        return
    if wanted != "auto" and not wanted.isdecimal():
        raise pytest.UsageError(f"claims_workers = {wanted}: write a number or auto.")
    # Sleeping claims leave the CPUs idle, so that there is work for more workers than CPUs.
    config.option.numprocesses = max(4, 2 * here().cpus) if wanted == "auto" else int(wanted) or None


def pytest_configure(config: pytest.Config) -> None:
    """Check what the user asked for before anything runs."""
    config.stash[_seen] = {}
    try:
        _check_options(config)
    except ClaimError as error:
        raise pytest.UsageError(str(error)) from None
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Reporting(config), "pytest-claims-reporting")


def _check_options(config: pytest.Config) -> None:
    available = here().start_methods
    for name in config.getoption("start_method"):
        if name not in available:
            raise ClaimError(f"--start-method {name}: not available here; choose from {', '.join(available)}.")
    if hasattr(config, "workerinput"):
        return
    if config.getoption("claims_json"):
        check_writable(config.getoption("claims_json"), "--claims-json")
    if config.getoption("claim"):
        folders = [config.invocation_params.dir / argument.partition("::")[0] for argument in config.args]
        known = frozenset[str]().union(*(ids_in(folder) for folder in folders))
        for pattern in config.getoption("claim"):
            if not any(fnmatchcase(id, pattern) for id in known):
                raise ClaimError(f"--claim {pattern}: no claim has such an id.{nearest(pattern, known)}")


@pytest.fixture(scope="session")
def program() -> None:
    """What the claim is about: its program, and then its contrast. The plugin puts it in place when it judges the claim."""


@pytest.fixture(scope="session", params=get_all_start_methods())
def processes(request: pytest.FixtureRequest) -> BaseContext:
    """A multiprocessing context, one for each start method of the platform."""
    context: BaseContext = get_context(request.param)
    return context


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Refuse a claim that cannot be judged, when it is collected."""
    claim = claim_of(metafunc.function)
    if claim is None:
        return
    definition = metafunc.definition
    place = f"{definition.path.name}::{definition.name}"
    earlier = metafunc.config.stash[_seen].setdefault(claim.id, place)
    problem = (
        f"claim {claim.id!r}: declared twice, by {earlier} and {place}. An id belongs to one sentence; choose another."
        if earlier != place
        else problem_of(claim, metafunc.function, metafunc.fixturenames) or unknown_truth(claim, definition.path)
    )
    if problem:
        raise pytest.Collector.CollectError(problem)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A mistake in the arguments of a claim is shown as its message, without a traceback."""
    result = yield
    call = getattr(result, "call", None)
    if call is not None and call.excinfo is not None and isinstance(call.excinfo.value, ClaimError):
        trace = call.excinfo.traceback.filter(lambda entry: Path(entry.path) == collector.path)
        where = f"{collector.path.name}:{trace[-1].lineno + 1}: " if trace else ""
        result.longrepr = f"{where}{call.excinfo.value}"
    return result


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what ``--claim`` and ``--start-method`` ask for, those that run alone first."""
    patterns, methods = config.getoption("claim"), config.getoption("start_method")
    keep: list[pytest.Item] = []
    drop: list[pytest.Item] = []
    for item in items:
        claim = _claim(item)
        wanted = not patterns or (claim is not None and any(fnmatchcase(claim.id, pattern) for pattern in patterns))
        method = _start_method(item)
        (keep if wanted and (not methods or method is None or method in methods) else drop).append(item)
        if claim is not None:
            item.user_properties.append((PLANNED, planned_row(claim, _test(item), here().under(method))))
            if config.getoption("real_time") and config.pluginmanager.hasplugin("timeout"):
                item.add_marker(pytest.mark.timeout(PATIENCE))
    if drop:
        config.hook.pytest_deselected(items=drop)
    # Claims that run alone come first: then the others wait once, while nothing of theirs has begun.
    items[:] = sorted(keep, key=lambda item: not _runs_alone(item))


def _test(item: pytest.Item) -> Any:
    return getattr(item, "obj", None)


def _claim(item: pytest.Item) -> Claim | None:
    return claim_of(_test(item))


def _runs_alone(item: pytest.Item) -> bool:
    claim = _claim(item)
    return claim is not None and claim.alone


def _start_method(item: pytest.Item) -> str | None:
    callspec = getattr(item, "callspec", None)
    method = callspec.params.get("processes") if callspec is not None else None
    return method if isinstance(method, str) else None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Wait for a place outside of pytest-timeout's reach: waiting is neither measured nor timed out."""
    claim = _claim(item)
    if claim is None:
        return (yield)
    with place(alone=claim.alone):
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Judge a claim in place of calling its test once."""
    claim = _claim(pyfuncitem)
    if claim is None:
        return None
    row = _judge(claim, pyfuncitem)
    pyfuncitem.user_properties.append((JUDGED, row))
    if is_surprise(row):
        pytest.fail(unexpected(row), pytrace=False)
    if row["verdict"] == Verdict.NOT_APPLICABLE:
        pytest.skip(f"not applicable: {row['reason']}")
    if row["verdict"] == Verdict.INCONCLUSIVE:
        message = f"inconclusive: {row['reason']}"
        if pyfuncitem.config.getoption("claims_strict"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return True


def pytest_assertion_pass() -> None:
    """Count the plain asserts that pass, in projects whose ini turns ``enable_assertion_pass_hook`` on."""
    reached_an_assertion()


def _judge(claim: Claim, item: pytest.Function) -> Row:
    planned = row_in(item.user_properties, PLANNED)
    environment = here().under(planned["start_method"])
    fixtures = {name: item.funcargs[name] for name in item._fixtureinfo.argnames}
    try:
        case = try_claim(
            claim,
            item.obj,
            fixtures,
            environment,
            real_time=item.config.getoption("real_time"),
            translate=_in_plain_terms,
        )
    except pytest.fail.Exception as error:  # a time-out between two runs
        return broken_row(planned, str(_in_plain_terms(error)))
    return judged_row(case, planned)


def _in_plain_terms(error: BaseException) -> Exception | None:
    """What an outcome of pytest, raised in a test's body, means to the judge."""
    if not isinstance(error, pytest.fail.Exception):
        return None
    said = str(error).partition("\n")[0]
    # pytest-timeout has no exception of its own; its signal handler calls pytest.fail.
    return Broken(f"it hung: {said}") if "pytest-timeout" in said else AssertionError(said)
