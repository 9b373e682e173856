"""The examples of a test: those that Hypothesis makes, each run under our control, or the one of a plain test."""

import sys
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from pytest_claims.judge.example import arguments_of
from pytest_claims.judge.single_run import Body

Judge = Callable[[Body, str], None]


def for_each_example(function: Callable[..., Any], fixtures: dict[str, Any], judge: Judge) -> None:
    """Call ``judge(body, arguments)`` for each example of the test `function`, given its `fixtures`.

    The body of a test under ``@given`` is replaced while it runs, as the asyncio plugins do: Hypothesis chooses the examples
    and sees each of them succeed, so that it neither repeats nor shrinks what rests on the clock. An example that comes twice
    is judged once.
    """
    handle = getattr(function, "hypothesis", None)
    if handle is None:
        # Fixtures are looked up when it runs: they may be made anew between runs.
        judge(lambda: function(**fixtures), "")
        return
    inner = handle.inner_test
    judged = set()
    failures: list[BaseException] = []

    # Hypothesis gives a method its instance as one more argument; to a function it gives nothing that is this object.
    instance = getattr(function, "__self__", object())

    # With the inner test's name and source: Hypothesis derives its choices from them.
    @wraps(inner)
    def controlled(**kwargs: Any) -> None:
        varied = {name: value for name, value in kwargs.items() if name not in fixtures and value is not instance}
        arguments = arguments_of(varied)
        if arguments not in judged:
            judged.add(arguments)
            try:
                judge(partial(_called, inner, kwargs, fixtures), arguments)
            except foreign_exceptions():
                raise
            except BaseException as error:
                failures.append(error)
                raise

    adapt_settings(function)
    handle.inner_test = controlled
    try:
        function(**fixtures)
    except BaseException:
        # A time-out, say, is what it is: Hypothesis would repeat the example, and call it flaky.
        if failures:
            raise failures[0] from None
        raise
    finally:
        handle.inner_test = inner


def _called(inner: Callable[..., Any], kwargs: dict[str, Any], fixtures: dict[str, Any]) -> None:
    inner(**{name: fixtures.get(name, value) for name, value in kwargs.items()})


def foreign_exceptions() -> tuple[type[BaseException], ...]:
    """What Hypothesis raises through a test's body for its own purposes (`assume`, the end of its data)."""
    if "hypothesis" not in sys.modules:
        return ()
    from hypothesis.errors import HypothesisException, StopTest

    return (HypothesisException, StopTest)


def adapt_settings(function: Any) -> None:
    """Settings under which examples may take their time, and few of them unless the test or a profile asks for more."""
    from hypothesis import HealthCheck, Phase, settings

    from pytest_claims.instruments.strategies import VERIFY_EXAMPLES

    # Hypothesis keeps the settings of a test in this attribute; there is no public way to change them from outside. A method
    # has those of its function.
    function = getattr(function, "__func__", function)
    current = function._hypothesis_internal_use_settings
    chosen = current.max_examples != settings.get_profile("default").max_examples
    function._hypothesis_internal_use_settings = settings(
        current,
        max_examples=current.max_examples if chosen else VERIFY_EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
