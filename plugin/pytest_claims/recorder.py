"""The half of a timeline that travels to the processes whose spans it records.

Every spawned child that runs a watched function imports this module before its first span. It needs little that an interpreter
has not loaded by then, so that watching a program does not change when its children begin.
"""

import os
import sys
import threading
from time import perf_counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any

#: Label, lane, start, and the end or None where the span has not ended yet.
Event = tuple[str, str, float, "float | None"]


class Recorder:
    """Notes when spans begin and end: in a list where it was made, in a file that all share from any other process."""

    def __init__(self, path: str, owner: "int | None" = None) -> None:
        self.path = path
        self.events: list[Event] = []
        self._owner = owner

    def __reduce__(self) -> "tuple[type[Recorder], tuple[str]]":
        # A copy writes to the file in any process, be it the owner's: only the original has the owner's list.
        return Recorder, (self.path,)

    def span(self, label: str) -> "Recording":
        """A context manager that records its block under `label`."""
        return Recording(self, label)

    def record(self, event: Event) -> None:
        """Keep `event`, whichever process this is."""
        if os.getpid() == self._owner:
            self.events.append(event)
            return
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        except FileNotFoundError:  # the timeline has ended, and what outlives it is not to be disturbed
            return
        # A short line appended in one call stays whole, whoever else writes.
        try:
            os.write(handle, f"{event!r}\n".encode())
        finally:
            os.close(handle)


class Recording:
    """One span under way; made by `Recorder.span`."""

    def __init__(self, recorder: Recorder, label: str) -> None:
        self._recorder = recorder
        self._label = label

    def __enter__(self) -> None:
        self._lane = lane()
        self._start = perf_counter()
        self._recorder.record((self._label, self._lane, self._start, None))

    def __exit__(
        self, kind: "type[BaseException] | None", error: "BaseException | None", trace: "TracebackType | None"
    ) -> None:
        self._recorder.record((self._label, self._lane, self._start, perf_counter()))


class Watched:
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
    """Who runs the calling code: process, thread and, in an event loop, task."""
    name = f"process {os.getpid()}, {threading.current_thread().name}"
    # Where asyncio was never imported there is no task; importing it here would cost every child 40 ms.
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return name
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return name
    return f"{name}, {task.get_name()}" if task is not None else name
