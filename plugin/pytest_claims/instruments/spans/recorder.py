"""The half of a timeline that travels to the processes whose spans it records.

Every spawned child that runs a watched function imports this module before its first span. It needs little that an interpreter
has not loaded by then, so that watching a program does not change when its children begin.
"""

import os
import sys
import threading

from pytest_claims.machine.originals import perf_counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any

#: Label, lane, start, and the end or None where the span has not ended yet.
Event = list["Any"]

# Asking the system for the process's id and threading for the thread's name takes longer than all else that a span needs.
_process = 0
_thread = threading.local()


class Recorder:
    """Notes when spans begin and end: in a list where it was made, in a file that all share from any other process."""

    def __init__(self, path: str, owner: "int | None" = None) -> None:
        self.path = path
        #: What began here. The end is filled in when it comes.
        self.events: list[Event] = []
        #: The process that keeps events in the list.
        self.owner = owner

    def __reduce__(self) -> "tuple[type[Recorder], tuple[str]]":
        # A copy writes to the file in any process, be it the owner's: only the original has the owner's list.
        return Recorder, (self.path,)

    def span(self, label: str) -> "Recording":
        """A context manager that records its block under `label`."""
        return Recording(self, label)

    def mark(self, label: str) -> None:
        """Record this moment under `label`: a span with no length."""
        now = perf_counter()
        event = [label, lane(), now, now]
        if self.owner == _process:
            self.events.append(event)
        else:
            self.write(event)

    def write(self, event: Event) -> None:
        """Append `event` to the file, for the owner to read."""
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        except FileNotFoundError:  # the timeline has ended, and what outlives it is not to be disturbed
            return
        # A short line appended in one call stays whole, whoever else writes.
        try:
            os.write(handle, f"{tuple(event)!r}\n".encode())
        finally:
            os.close(handle)


class Recording:
    """One span under way; made by `Recorder.span`."""

    __slots__ = ("_event", "_label", "_recorder")

    def __init__(self, recorder: Recorder, label: str) -> None:
        self._recorder = recorder
        self._label = label

    def __enter__(self) -> None:
        # A list of its own each time: a recording may be entered again.
        self._event = event = [self._label, lane(), perf_counter(), None]
        recorder = self._recorder
        if recorder.owner == _process:
            recorder.events.append(event)
        else:
            recorder.write(event)

    def __exit__(
        self, kind: "type[BaseException] | None", error: "BaseException | None", trace: "TracebackType | None"
    ) -> None:
        self._event[3] = perf_counter()
        if self._recorder.owner != _process:
            self._recorder.write(self._event)


class RecordedFunction:
    """A function whose calls are recorded; made by `Timeline.watch`. That of a coroutine function lasts until it is awaited."""

    def __init__(self, recorder: Recorder, function: "Callable[..., Any]", label: "str | None", is_async: bool) -> None:
        self._recorder = recorder
        self._function = function
        self._label = label
        self._is_async = is_async

    def __call__(self, *args: "Any", **kwargs: "Any") -> "Any":
        """Call the function, with a span named by the label or, without one, by the arguments."""
        label = self._label or ", ".join(map(str, args)) or str(getattr(self._function, "__name__", "call"))
        if self._is_async:
            return self._call_async(label, args, kwargs)
        with self._recorder.span(label):
            return self._function(*args, **kwargs)

    async def _call_async(self, label: str, args: "tuple[Any, ...]", kwargs: "dict[str, Any]") -> "Any":
        with self._recorder.span(label):
            return await self._function(*args, **kwargs)


def lane() -> str:
    """Who runs the calling code: process, thread (by the name that it had at its first span) and, in an event loop, task."""
    try:
        name: str = _thread.lane
    except AttributeError:
        name = _thread.lane = f"process {_process}, {threading.current_thread().name}"
    # Where asyncio was never imported there is no task; importing it here would cost every child 40 ms.
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return name
    # Unlike current_task alone, this raises nothing where no loop runs: an exception would cost as much as the whole span.
    loop = asyncio._get_running_loop()
    if loop is None:
        return name
    task = asyncio.current_task(loop)
    return f"{name}, {task.get_name()}" if task is not None else name


def _read_process_identity() -> None:
    global _process, _thread
    _process = os.getpid()
    _thread = threading.local()


_read_process_identity()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_read_process_identity)
