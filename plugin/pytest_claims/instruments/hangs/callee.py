"""The half of a call that travels to the process in which it is made, and tells there how it ended."""

import os
import pickle
import signal
import sys
from types import CoroutineType

from pytest_claims.instruments.hangs.stacks import write_stacks_on_signal
from pytest_claims.machine.originals import perf_counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from typing import Any

    from pytest_claims.instruments.hangs.left_behind import LeftBehind

#: Dispositions that Python itself sets when it starts.
_OF_PYTHON = {"SIGPIPE", "SIGXFSZ", "SIGXFZ"}


def make_call(
    tell: "Connection",
    answer: "Connection",
    in_thread: bool,
    and_exit: bool,
    left_behind: "LeftBehind | None",
    call: "Callable[..., Any]",
    args: "Any",
    kwargs: "Any",
) -> None:
    """Make `call` in this process, which was started for it, and send how it ended.

    Args:
        tell: gets ``None`` when the call begins; when it ends how (returned or raised), after how many real seconds, and the
            exception in words; and then the value or the exception, pickled, with why that failed.
        answer: where to write where the call waits, when a signal asks.
        left_behind: what goes on in our parent and not here.
    """
    if hasattr(os, "setsid"):
        os.setsid()  # so that what the call starts can be ended as one group
    _default_signals()
    _forget_fork_server()
    write_stacks_on_signal(answer.fileno())
    _load_what_runs(call)
    if left_behind is not None:
        left_behind.refuse_to_tell()
    make = _made_in_thread if in_thread else _made
    how, elapsed, result = make(tell, call, args, kwargs)
    said = ""
    if how == "raised":
        from pytest_claims.model.where_raised import in_words

        said = in_words(result)
    tell.send((how, elapsed, said))
    tell.send(_pickled(result))
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    if not and_exit:
        os._exit(0)


def _made(tell: "Connection", call: "Callable[..., Any]", args: "Any", kwargs: "Any") -> "tuple[str, float, Any]":
    tell.send(None)
    started = perf_counter()
    try:
        value = call(*args, **kwargs)
        if isinstance(value, CoroutineType):
            import asyncio

            value = asyncio.run(value)
    except BaseException as error:
        return "raised", perf_counter() - started, error
    return "returned", perf_counter() - started, value


def _made_in_thread(tell: "Connection", *call: "Any") -> "tuple[str, float, Any]":
    from threading import Thread

    outcomes: list[tuple[str, float, Any]] = []
    thread = Thread(target=lambda: outcomes.append(_made(tell, *call)), name="the call's thread")
    thread.start()
    thread.join()
    return outcomes[0]


def _default_signals() -> None:
    """Signals do here what they do in a program of its own, whatever the test runner has them do, and a shell ignore."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        known = isinstance(number, signal.Signals) and number.name in _OF_PYTHON
        if not known and signal.getsignal(number) not in (signal.SIG_DFL, None):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _forget_fork_server() -> None:
    """Let the call start a fork server of its own: the one of our parent is not our child, which asking for it would raise."""
    module = sys.modules.get("multiprocessing.forkserver")
    server = getattr(module, "_forkserver", None)
    if server is not None and server._forkserver_pid is not None:
        preload = server._preload_modules
        os.close(server._forkserver_alive_fd)
        server.__init__()
        server.set_forkserver_preload(preload)


def _load_what_runs(call: "Callable[..., Any]") -> None:
    """Import asyncio before the call begins, where it is sure to need it: that takes 40 ms."""
    from inspect import iscoroutinefunction

    if iscoroutinefunction(call):
        import asyncio.runners  # noqa: F401


def _pickled(result: object) -> "tuple[bytes, str]":
    """What the call returned or raised, pickled, or why that cannot be."""
    try:
        return pickle.dumps(result), ""
    except Exception as error:
        return b"", f"{type(error).__name__}: {error}"
