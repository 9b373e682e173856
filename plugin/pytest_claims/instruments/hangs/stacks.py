"""Where the threads and tasks of this process wait, written when a signal asks: also where the main thread is stuck.

It travels to the process that is asked, so it needs next to nothing.
"""

import linecache
import os
import signal
import sys
import threading
from contextlib import suppress

from pytest_claims.model.own_files import is_plugin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import CodeType, FrameType
    from typing import Any

#: The signal that asks. Hardly a program uses the last of the real-time signals; macOS has none of them, Windows has neither.
STACKS_SIGNAL: "int | None" = getattr(signal, "SIGRTMAX", getattr(signal, "SIGUSR2", None))
#: Before and after what is written in words. What comes before that is faulthandler's.
BEGIN, END = "-- in words --\n", "-- that is all --\n"
#: Calls told of a thread, threads and tasks told of a process, and characters of a line of source.
MOST_CALLS, MOST_LINES, MOST_SOURCE = 6, 16, 60

_LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
#: The plugin's call in which a main thread waits that has nothing to do but to wait for the call's thread.
ONLY_WAITS = "_made_in_thread"
#: Calls of an event loop in which it waits, and runs what it has to.
_LOOP = ("run_forever", "_run_once")


def write_stacks_on_signal(file: int) -> None:
    """Have this process write to the file descriptor `file` where it waits, when it gets the signal `STACKS_SIGNAL`.

    faulthandler writes first, whatever the main thread does. Then, as soon as the main thread runs Python code, such as the
    check for signals of a lock that it waits for, everything is written in words: names of threads, lines of source, tasks.
    """
    import faulthandler

    if STACKS_SIGNAL is None:
        return
    signal.signal(STACKS_SIGNAL, lambda _number, frame: _write(file, frame))
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {STACKS_SIGNAL})
    if hasattr(faulthandler, "register"):
        faulthandler.register(STACKS_SIGNAL, file=file, all_threads=True, chain=True)


def is_users(path: str) -> bool:
    """Whether a call in the file `path` is the program's own: neither Python's library nor the plugin's."""
    in_library = path.startswith(_LIBRARY) and "site-packages" not in path
    return not in_library and not is_plugin(path) and not path.startswith("<")


def calls_in_words(name: str, calls: "Iterable[tuple[str, str, int]]") -> str:
    """One line on a thread or task: its own calls, the innermost last, or the innermost of others if it has none of its own.

    Args:
        calls: function, path of its file, line, from the outermost call to the innermost.
    """
    known = list(calls)
    own = [call for call in known if is_users(call[1])] or known[-1:]
    return f"{name}: {' > '.join(map(_place, own[-MOST_CALLS:]))}"


def _place(call: "tuple[str, str, int]") -> str:
    function, path, line = call
    source = linecache.getline(path, line).strip() if is_users(path) else ""
    cut = source if len(source) <= MOST_SOURCE else source[: MOST_SOURCE - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
    return f"{function} ({os.path.basename(path)}, line {line}{': ' + cut if cut else ''})"


def _write(file: int, interrupted: "FrameType | None") -> None:
    """Write everything in words. The main thread was interrupted in the frame `interrupted`, or had nothing to do."""
    try:
        said = "\n".join(_said(interrupted))
    except Exception as error:  # a process that changes meanwhile; what faulthandler wrote is there
        said = f"{type(error).__name__}: {error}"
    left = f"{BEGIN}{said}\n{END}".encode(errors="replace")
    with suppress(OSError):
        while left:
            left = left[os.write(file, left) :]


def _said(interrupted: "FrameType | None") -> "Iterator[str]":
    frames = sys._current_frames()
    main = threading.main_thread().ident
    if interrupted is not None and main is not None:
        frames[main] = interrupted
    tasks = [calls_in_words(f"task {task.get_name()}", _of_task(task)) for task in _tasks(frames.values())]
    threads = []
    for thread, frame in sorted(frames.items(), key=lambda item: item[0] != main):
        calls = list(_of_thread(frame))
        # An event loop without a call of its own waits for what its tasks are told to wait for.
        if tasks and any(call[0] in _LOOP for call in calls) and not any(is_users(call[1]) for call in calls):
            continue
        if calls:
            threads.append(calls_in_words(_name(thread), calls))
    lines = threads + tasks
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"and {len(lines) - MOST_LINES} more"


def _name(thread: int) -> str:
    # Not threading.enumerate: another thread may have been stopped while it held the lock that this takes.
    known: Any = getattr(threading, "_active", {}).get(thread)
    return str(known.name) if known is not None else "a thread"


def _of_thread(frame: "FrameType | None") -> "Iterator[tuple[str, str, int]]":
    """The calls of a thread, down to the plugin's own."""
    calls = []
    while frame is not None and not is_plugin(frame.f_code.co_filename):
        calls.append(_call(frame.f_code, frame.f_lineno))
        frame = frame.f_back
    return reversed([] if frame is not None and frame.f_code.co_name == ONLY_WAITS else calls)


def _of_task(task: "Any") -> "Iterator[tuple[str, str, int]]":
    """The calls of a task that waits: `get_stack` tells the outermost only, so follow what each of them awaits."""
    waiting = task.get_coro()
    while waiting is not None:
        frame = _attribute(waiting, "frame")
        if frame is not None and not is_plugin(frame.f_code.co_filename):
            yield _call(frame.f_code, frame.f_lineno)
        waiting = _attribute(waiting, "await") or getattr(waiting, "gi_yieldfrom", None)


def _attribute(waiting: "Any", name: str) -> "Any":
    """An attribute that coroutines, asynchronous generators and generators have by names of their own."""
    return next((found for kind in ("cr", "ag", "gi") if (found := getattr(waiting, f"{kind}_{name}", None)) is not None), None)


def _call(code: "CodeType", line: "int | None") -> "tuple[str, str, int]":
    return code.co_name, code.co_filename, line or code.co_firstlineno


def _tasks(frames: "Iterable[FrameType]") -> "list[Any]":
    """The tasks of all event loops that run, in the order of their names."""
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return []
    loops = {id(loop): loop for loop in [asyncio._get_running_loop()] if loop is not None}
    for start in frames:
        frame: FrameType | None = start
        while frame is not None:
            loop = frame.f_locals.get("self") if frame.f_code.co_name in _LOOP else None
            if isinstance(loop, asyncio.AbstractEventLoop):
                loops[id(loop)] = loop
            frame = frame.f_back
    found = [task for loop in loops.values() for task in asyncio.all_tasks(loop)]
    return sorted(found, key=lambda task: (len(task.get_name()), task.get_name()))
