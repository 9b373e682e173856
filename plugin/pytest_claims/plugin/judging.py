"""The hooks that judge claims in place of running their tests. Registered only in runs that have claims."""

import atexit
import gc
from collections.abc import Generator
from functools import partial

import pytest

from pytest_claims.instruments.seconds.run import count_assertion
from pytest_claims.judge.hypothesis_examples import adapt_settings
from pytest_claims.judge.isolation.collection import can_set_aside
from pytest_claims.judge.trial import try_claim
from pytest_claims.machine.kept_processes import end_released_processes
from pytest_claims.machine.lock import machine_lock
from pytest_claims.machine.originals import time
from pytest_claims.model.claim import Claim
from pytest_claims.model.environment import here
from pytest_claims.model.errors import Hung
from pytest_claims.model.verdict import Verdict
from pytest_claims.model.where_raised import call_path, without_tools
from pytest_claims.plugin.fixtures import Fixtures
from pytest_claims.plugin.items import case_of, claim_in, inconclusive, skip
from pytest_claims.plugin.other_callers import ByOthers, is_given
from pytest_claims.plugin.scheduling import announce_alone
from pytest_claims.plugin.xdist_link import report_wait
from pytest_claims.render.messages import unexpected, why
from pytest_claims.report.evidence import is_surprise
from pytest_claims.report.form import Row
from pytest_claims.report.row import JUDGED, WAITED, broken_row, judged_row, planned_in

_by_others = ByOthers()
_only_claims = pytest.StashKey[bool]()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the first test tell which tests run alone, once nobody moves them any more."""
    announce_alone(session)
    session.config.stash[_only_claims] = all(claim_in(item) is not None for item in session.items)


# First, since pytest itself looks for garbage here.
@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Let the interpreter end soon.

    At its end pytest looks through all there is for garbage, and CPython does so again, several times: with Hypothesis loaded
    that takes each worker 0.3 CPU seconds, while the controller waits for it. PyPy has no way to do without. What claims left
    has been collected by then, each with its run; what ordinary tests left is pytest's to find.
    """
    if can_set_aside():
        atexit.register(gc.freeze)
    if _left_nothing(config):
        gc.freeze()


def show_all_to_the_collector(config: pytest.Config) -> None:
    """Undo what was done for the end of the interpreter. This process may go on: one that calls pytest.main, for example."""
    if _left_nothing(config):
        gc.unfreeze()


def _left_nothing(config: pytest.Config) -> bool:
    """Whether the run left no garbage for pytest to find: it had only claims, and theirs has been collected."""
    return can_set_aside() and config.stash.get(_only_claims, False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Wait for a place outside of pytest-timeout's reach: waiting is neither measured nor timed out."""
    claim = claim_in(item)
    if claim is None:
        return (yield)
    if isinstance(item, pytest.Function) and is_given(item):
        # Before Hypothesis looks: it refuses fixtures of function scope, and does not know that each run has its own.
        adapt_settings(item.function)
    with machine_lock(alone=claim.alone, claim=case_of(item, claim), report_wait=partial(report_wait, item.config)) as waited:
        if waited:
            item.user_properties.append((WAITED, [time() - waited, time()]))
        try:
            return (yield)
        finally:
            end_released_processes()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Judge a claim in place of calling its test once."""
    claim = claim_in(pyfuncitem)
    if claim is None or _by_others.asked:
        return None
    __tracebackhide__ = True
    try:
        row = _judge(claim, pyfuncitem)
    except Exception as error:  # of a fixture that could not be made anew, or of Hypothesis
        raise without_tools(error)  # noqa: B904 (it is the same one)
    pyfuncitem.user_properties.append((JUDGED, row))
    if is_surprise(row):
        pytest.fail(unexpected(row), pytrace=False)
    if row["verdict"] == Verdict.NOT_APPLICABLE:
        skip(f"not applicable: {row['reason']}")
    if row["verdict"] == Verdict.INCONCLUSIVE:
        inconclusive(pyfuncitem, why(row))
    return True


class BehindOthers:
    """A hook behind those of all plugins that call tests."""

    @pytest.hookimpl(trylast=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Call the test of a claim if none of them has."""
        return _by_others.instead_of_pytest(pyfuncitem)


def pytest_assertion_pass() -> None:
    """Count the plain asserts that pass, in projects whose ini turns ``enable_assertion_pass_hook`` on."""
    count_assertion()


def _judge(claim: Claim, item: pytest.Function) -> Row:
    planned = planned_in(item.user_properties)
    assert planned is not None, "a claim that was not planned when it was collected"
    environment = here().under(planned["start_method"])
    fixtures = Fixtures(item)
    try:
        with _by_others.function_of(item) as function:
            case = try_claim(
                claim,
                function,
                fixtures.values,
                environment,
                renew=fixtures.renew,
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
    if "pytest-timeout" not in said:
        return AssertionError(said)
    way = call_path(error, "pytest_timeout")
    return Hung(f"it hung: {said}{f' In {way}' if way else ''}")
