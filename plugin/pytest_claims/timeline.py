"""Spans: what ran when, recorded across threads, processes and tasks."""

import inspect
import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import update_wrapper
from time import perf_counter
from types import TracebackType
from typing import Any

from pytest_claims.clock import current_run
from pytest_claims.errors import Broken
from pytest_claims.span import Span


class Timeline:
    """Records spans while its ``with`` block runs. It may be passed to threads and tasks, and pickled to processes.

    A span of this process costs a list append; one of another process, a line written to a file that all of them share. The
    monotonic clock is the same for all processes of a machine (`CLOCK_MONOTONIC`, the performance counter of Windows).
    """

    def __init__(self) -> None:
        handle, self._path = tempfile.mkstemp(prefix="pytest-claims-", suffix=".spans")
        os.close(handle)
        self._owner: int | None = os.getpid()
        self._events: list[tuple[str, str, float, float | None]] = []
        self._spans: tuple[Span, ...] | None = None

    def __enter__(self) -> "Timeline":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        now = perf_counter()
        self._spans = tuple(sorted(self._read(now), key=lambda span: (span.start, span.end)))
        with suppress(OSError):
            os.unlink(self._path)
        run = current_run()
        if run is not None:
            run.spans.extend(self._spans)

    def __getstate__(self) -> dict[str, Any]:
        # A copy writes to the file in any process, be it the owner's: only the original has the owner's list.
        return {"_path": self._path, "_owner": None, "_events": [], "_spans": None}

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

    @contextmanager
    def span(self, label: str) -> Iterator[None]:
        """Record the block under `label`."""
        start = perf_counter()
        self._record(label, start, None)
        try:
            yield
        finally:
            self._record(label, start, perf_counter())

    def watch(self, function: Callable[..., Any], label: str | None = None) -> "Watched":
        """`function`, with a span recorded for each of its calls; picklable if the function is."""
        return Watched(self, function, label)

    def _record(self, label: str, start: float, end: float | None) -> None:
        if os.getpid() == self._owner:
            self._events.append((label, _lane(), start, end))
            return
        line = json.dumps([label, _lane(), start, end]) + "\n"
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND)
        except FileNotFoundError:  # the timeline has ended, and what outlives it is not to be disturbed
            return
        # A short line appended in one call stays whole, whoever else writes.
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)

    def _read(self, now: float) -> list[Span]:
        with open(self._path, encoding="utf-8") as file:
            events = [*self._events, *(json.loads(line) for line in file)]
        ends = {(label, lane, start): now for label, lane, start, end in events if end is None}
        ends |= {(label, lane, start): end for label, lane, start, end in events if end is not None}
        return [Span(label, lane, start, end) for (label, lane, start), end in ends.items()]


class Watched:
    """A function whose calls are recorded; made by `Timeline.watch`. A coroutine function stays one."""

    def __init__(self, timeline: Timeline, function: Callable[..., Any], label: str | None) -> None:
        self._timeline = timeline
        self._function = function
        self._label = label
        if not inspect.isbuiltin(function):
            update_wrapper(self, function, updated=())

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        label = self._label or ", ".join(map(str, args)) or str(getattr(self._function, "__name__", "call"))
        if inspect.iscoroutinefunction(self._function):
            return self._call_soon(label, args, kwargs)
        with self._timeline.span(label):
            return self._function(*args, **kwargs)

    async def _call_soon(self, label: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        with self._timeline.span(label):
            return await self._function(*args, **kwargs)


def _lane() -> str:
    lane = f"process {os.getpid()}, {threading.current_thread().name}"
    # Where asyncio was never imported there is no task; importing it here would cost every child 40 ms.
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return lane
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return lane
    return f"{lane}, {task.get_name()}" if task is not None else lane
