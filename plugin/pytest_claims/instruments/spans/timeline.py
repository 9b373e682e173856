"""Spans: what ran when, recorded across threads, processes and tasks."""

import ast
import inspect
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import update_wrapper
from pathlib import Path
from types import TracebackType
from typing import Any

from pytest_claims.instruments.seconds.run import current_run
from pytest_claims.instruments.spans.recorder import RecordedFunction, Recorder, Recording
from pytest_claims.machine.originals import perf_counter
from pytest_claims.model.errors import Broken, ClaimError, called_as
from pytest_claims.model.span import Span


class Timeline:
    """Records spans while its ``with`` block runs. It may be passed to threads and tasks, and pickled to processes.

    A span of this process costs a list append; one of another process, a line written to a file that all of them share. The
    monotonic clock is the same for all processes of a machine (`CLOCK_MONOTONIC`, the performance counter of Windows).
    """

    @called_as("with Timeline() as timeline:")
    def __init__(self) -> None:
        handle, path = tempfile.mkstemp(prefix="pytest-claims-", suffix=".spans")
        os.close(handle)
        self._recorder = Recorder(path, os.getpid())
        self._spans: tuple[Span, ...] | None = None

    def __enter__(self) -> "Timeline":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        now = perf_counter()
        self._spans = tuple(sorted(self._read(now), key=lambda span: (span.start, span.end)))
        with suppress(OSError):
            os.unlink(self._recorder.path)
        run = current_run()
        if run is not None:
            run.spans.extend(self._spans)

    def __reduce__(self) -> tuple[Any, ...]:
        # What travels is the half that records.
        return self._recorder.__reduce__()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans in the order in which they started.

        Raises:
            Broken: the timeline is still recording, or nothing was recorded in it.
        """
        if self._spans is None:
            raise Broken("the timeline is still recording: look at its spans after its with block")
        if not self._spans:
            raise Broken("no span was recorded: the program did not run what it was given")
        return self._spans

    @called_as("with timeline.span('first'):")
    def span(self, label: str) -> Recording:
        """Record the block under `label`.

        Raises:
            ClaimError: `label` is no text.
        """
        __tracebackhide__ = True
        _check_label("span", label)
        return self._recorder.span(label)

    @called_as("timeline.mark('returned')")
    def mark(self, label: str) -> None:
        """Record this moment under `label`, in any thread, process or task.

        "Did it run before this call returned?" needs two marks::

            with Timeline() as timeline:
                future = executor.submit(timeline.mark, "ran")
                wait([future])
                timeline.mark("returned")
            assert_before(timeline, "ran", "returned")

        Marks are spans that end when they start. They stand in `spans` and in pictures, and never count as running.

        Raises:
            ClaimError: `label` is no text.
        """
        __tracebackhide__ = True
        _check_label("mark", label)
        self._recorder.mark(label)

    @called_as("timeline.watch(function), or timeline.watch(function, 'first')")
    def watch(self, function: Callable[..., Any], label: str | None = None) -> RecordedFunction:
        """`function`, with a span recorded for each of its calls; picklable if the function is.

        Raises:
            ClaimError: it is no function, or `label` is no text.
        """
        __tracebackhide__ = True
        if not callable(function):
            raise ClaimError(f"Timeline.watch({function!r}): give the function itself, without calling it.")
        if label is not None:
            _check_label("watch", label)
        recorded = RecordedFunction(self._recorder, function, label, inspect.iscoroutinefunction(function))
        if not inspect.isbuiltin(function):
            update_wrapper(recorded, function, updated=())
        return recorded

    def _read(self, now: float) -> list[Span]:
        lines = Path(self._recorder.path).read_text(encoding="utf-8").splitlines()
        events = [*self._recorder.events, *map(ast.literal_eval, lines)]
        ends = {(label, lane, start): now for label, lane, start, end in events if end is None}
        ends |= {(label, lane, start): end for label, lane, start, end in events if end is not None}
        return [Span(label, lane, start, end) for (label, lane, start), end in ends.items()]


def _check_label(method: str, label: object) -> None:
    __tracebackhide__ = True
    if not isinstance(label, str):
        raise ClaimError(f"Timeline.{method}({label!r}): a label is a text.")
