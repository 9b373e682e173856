"""assert_duration: how long something takes, in claim seconds inside a claim and in real seconds outside."""

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from math import inf, isfinite
from types import TracebackType
from typing import Any, Never, NoReturn

from pytest_claims.instruments.seconds.blocks import begin_block, expect_block
from pytest_claims.instruments.seconds.prediction import Measurement, Prediction, is_nonnegative_number, predict
from pytest_claims.instruments.seconds.run import TIMER_EARLY, count_assertion, current_run
from pytest_claims.machine.noise import Watch
from pytest_claims.machine.originals import perf_counter
from pytest_claims.machine.procfs import longest_wait_since, read_pressure, recent_pressure
from pytest_claims.model.errors import ClaimError, Inconclusive, called_as
from pytest_claims.model.wording import format_number

_EXACT = "assert_duration: no measurement is exact; in a claim give an abs= or rel= above 0."


class DurationAssertion:
    """Measures its block; made by `assert_duration`."""

    def __init__(self, prediction: Prediction) -> None:
        self.prediction = prediction
        #: Real seconds that the block took; None until it has ended.
        self.elapsed: float | None = None
        self._started = 0.0
        self._watch: Watch | None = None
        self._before = 0.0
        self._pressure: bytes | None = None

    def __enter__(self) -> "DurationAssertion":
        begin_block(self)
        run = current_run()
        if run is None:
            self._pressure = recent_pressure()
            self._started = perf_counter()
            return self
        self._watch = Watch(run.machine)
        self._started = run.machine.now()
        # To look at the machine takes time, in which a clock of the program runs on as well.
        self._before = self._started - run.started
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        __tracebackhide__ = True
        run = current_run()
        self.elapsed = (perf_counter() if run is None else run.machine.now()) - self._started
        if self._watch is not None:
            self._watch.stop()
        if kind is not None:
            return
        count_assertion()
        if run is None:
            judge_real_seconds(self.prediction, self.elapsed, self._pressure)
            return
        if not self.prediction.resolution:
            raise ClaimError(_EXACT)
        # Inside a claim one figure decides nothing: the trial judges the slope when runs at several units are in.
        wait_bound, wait_bound_before = (
            (self._watch.wait_bound(), self._watch.wait_bound_since(run.counted)) if self._watch else (inf, inf)
        )
        run.measurements.append(Measurement(self.prediction, self.elapsed, wait_bound, self._before, wait_bound_before))

    async def __aenter__(self) -> "DurationAssertion":
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        __tracebackhide__ = True
        self.__exit__(kind, error, trace)

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Decorate a function: each of its calls is measured.

        Raises:
            ClaimError: it is no function.
        """
        __tracebackhide__ = True
        begin_block(self)
        if not callable(function):
            raise ClaimError(f"assert_duration(...)({function!r}): it decorates a function, or stands in a with statement.")
        if inspect.iscoroutinefunction(function):

            @wraps(function)
            async def measured_coroutine(*args: Any, **kwargs: Any) -> Any:
                __tracebackhide__ = True
                with DurationAssertion(self.prediction):
                    return await function(*args, **kwargs)

            return measured_coroutine

        @wraps(function)
        def measured(*args: Any, **kwargs: Any) -> Any:
            __tracebackhide__ = True
            with DurationAssertion(self.prediction):
                return function(*args, **kwargs)

        return measured


class ReportedDuration(DurationAssertion):
    """What `assert_duration` returns where it was given `took`: it has judged that, and measures no block."""

    def __init__(self, prediction: Prediction, took: float) -> None:
        super().__init__(prediction)
        self.elapsed = took

    def __enter__(self) -> NoReturn:
        raise ClaimError(
            "assert_duration(took=...) judges the seconds that somebody else measured, at once: call it after they are "
            "known, without with and without @. To measure a block, leave out took=."
        )

    async def __aenter__(self) -> NoReturn:
        self.__enter__()

    def __call__(self, function: Callable[..., Any]) -> NoReturn:
        self.__enter__()


@called_as(
    "assert_duration(approx=6), or at_least= or at_most= in place of approx=; rel=, abs=, rivals= and took= may stand beside"
)
def assert_duration(
    *unnamed: Never,
    approx: float | None = None,
    rel: float | None = None,
    abs: float | None = None,
    at_least: float | None = None,
    at_most: float | None = None,
    rivals: Mapping[str, float] | None = None,
    took: float | None = None,
) -> DurationAssertion:
    """Assert how long a block, or each call of a function, takes: ``with``, ``async with``, or as a decorator.

    Inside a claim all figures are claim seconds, and the verdict is reached on the slope of several runs. Outside they are
    real seconds, judged at once. With `took` it judges a duration that somebody else measured, without a block::

        timer = program(seconds(2))
        assert_duration(approx=2, took=timer.elapsed)

    Args:
        approx: the predicted duration; it may be off by `rel` (relative, default 0.1) or `abs` (seconds), whichever is more.
            With `abs` alone, that alone counts.
        at_least, at_most: bounds, in place of `approx`. They give way by `rel` or `abs` only if these are given.
        rivals: what wrong theories predict, by name: ``{"one after another": 100}``.
        took: real seconds in this test, inside a claim as well, as a clock of the program read them. When they began is not
            known: any wait for a CPU since the test began may have made them longer.

    Raises:
        ClaimError: the arguments contradict each other or have no name, or a rival is too close to be told apart; or `took` is
            no finite number, or is given to an assertion that is to measure a block.
        AssertionError: (outside a claim) the duration is not as predicted. (In either case) `took` is negative.
        Inconclusive: (outside a claim) it is too long, and the system counted waits for a CPU that may be why. The plugin makes
            that a skip, and under ``--claims-strict`` a failure.
    """
    __tracebackhide__ = True
    if unnamed:
        said = ", ".join(map(repr, unnamed))
        example = format_number(unnamed[0]) if is_nonnegative_number(unnamed[0]) else "6"
        raise ClaimError(f"assert_duration({said}): say approx={example}, at_least={example} or at_most={example}.")
    prediction = predict(approx=approx, rel=rel, abs=abs, at_least=at_least, at_most=at_most, rivals=rivals)
    if took is not None:
        return _judge_reported(prediction, took)
    assertion = DurationAssertion(prediction)
    expect_block(assertion, "assert_duration")
    return assertion


def _judge_reported(prediction: Prediction, took: float) -> ReportedDuration:
    __tracebackhide__ = True
    if isinstance(took, bool) or not isinstance(took, (int, float)) or not isfinite(took):
        raise ClaimError(f"assert_duration(took={took!r}): write the seconds that were measured, a finite number.")
    count_assertion()
    if took < 0:
        raise AssertionError(f"{format_number(took, 4)} s were measured, and no duration is negative; predicted {prediction}.")
    run = current_run()
    if run is None:
        began, pressure = _began or (perf_counter(), None)
        judge_real_seconds(prediction, took, pressure, perf_counter() - began)
    elif not prediction.resolution:
        raise ClaimError(_EXACT)
    else:
        # When in the run it began nobody knows. Anybody's waits may have made it longer. Shorter it is by what held up the test
        # before, while a clock ran on; the waits of all others would also excuse a clock that stands still while it sleeps.
        noise = run.machine.counted().since(run.counted)
        before, wait_bound_before = (
            run.machine.now() - run.started - took,
            noise.wait_bound if noise.waited is None else noise.waited,
        )
        run.measurements.append(Measurement(prediction, took, noise.wait_bound, max(0.0, before), wait_bound_before))
    return ReportedDuration(prediction, took)


#: When the test that runs began, and what `read_pressure` said then; None where no test has begun.
_began: tuple[float, bytes | None] | None = None


def note_test_start() -> None:
    """Note what has been counted of waits, for what a test outside a claim reports later."""
    global _began
    _began = perf_counter(), read_pressure()


def judge_real_seconds(prediction: Prediction, elapsed: float, pressure: bytes | None, since: float = 0.0) -> None:
    """Judge real seconds, as outside a claim, given what `read_pressure` said when they began, or `since` seconds ago.

    Raises:
        AssertionError: the duration is not as predicted.
        Inconclusive: it is too long, and waiting for a CPU may be why.
    """
    __tracebackhide__ = True
    if prediction.low <= elapsed + TIMER_EARLY and elapsed <= prediction.high:
        return
    message = plain_message(prediction, elapsed)
    if elapsed > prediction.high:
        raise_too_long(message, elapsed, prediction.high, longest_wait_since(pressure, max(elapsed, since)))
    raise AssertionError(message)


def raise_too_long(message: str, elapsed: float, most: float, waited: float) -> NoReturn:
    """Tell that something took longer than `most` real seconds.

    Raises:
        AssertionError: it did.
        Inconclusive: what may have been `waited` for a CPU meanwhile may be why.
    """
    __tracebackhide__ = True
    waited = min(elapsed, waited)
    if elapsed - waited <= most:
        raise Inconclusive(f"{message} For up to {format_number(waited)} s of it others may have kept the CPUs busy.")
    raise AssertionError(message)


def plain_message(prediction: Prediction, elapsed: float) -> str:
    """What a failing assertion on real seconds says."""
    rival = prediction.fits(elapsed)
    fits = f" It fits {rival!r} ({format_number(prediction.rivals[rival], 4)} s)." if rival else ""
    return f"took {format_number(round(elapsed, 6), 4)} s; predicted {prediction}.{fits}"
