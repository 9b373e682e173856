"""What a run changes for the whole process, such as a signal handler or the current directory: remembered and put back.

Each run of a claim begins as the first one did, and what the next test finds does not depend on which claims ran before it.
"""

import gc
import locale
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, NamedTuple

from pytest_claims.judge.isolation import loop_state
from pytest_claims.machine.originals import read_file
from pytest_claims.model.wording import real_time

#: Names in a text: a program may change all of the environment.
_MOST_NAMES = 10


class Setting(NamedTuple):
    """Something that the process has one of."""

    name: str
    read: Callable[[], Any]
    put_back: Callable[[Any], object]
    #: What the value is now, and what it was, in words. A report is published: no contents of variables, and no addresses.
    said: Callable[[Any, Any], str] = lambda now, before: f"{describe(now)}, put back to {describe(before)}"


@contextmanager
def process_state_put_back() -> Iterator[list[str]]:
    """Put back at the end of the block what was changed in it, and yield a list which then says what that was.

    Only what is different at the end is touched. What a debugger sets up meanwhile is left to it.
    """
    left: list[str] = []
    before = [(setting, setting.read()) for setting in settings()]
    try:
        yield left
    finally:
        changed = [(setting, now, value) for setting, value in before if (now := setting.read()) != value]
        if changed:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                left += [said for setting, now, value in changed for said in _put_back(setting, now, value)]


def _put_back(setting: Setting, now: Any, before: Any) -> Iterator[str]:
    said = setting.said(now, before)
    try:
        setting.put_back(before)
    except Exception as error:  # what it was may be gone, or out of reach for who is not root
        said = f"{describe(now)}, and it cannot be put back to {describe(before)} ({type(error).__name__}: {error})"
    if said:
        yield f"{setting.name}: {said}"


@cache
def settings() -> list[Setting]:
    """All that this platform has."""
    found = [
        Setting("the thread switch interval", sys.getswitchinterval, sys.setswitchinterval, _in_seconds),
        Setting("the recursion limit", sys.getrecursionlimit, sys.setrecursionlimit),
        Setting("the stack size of new threads", _stack_size, threading.stack_size),
        *(_attribute(module, name) for module, name in _HOOKS),
        Setting("the profile function", sys.getprofile, sys.setprofile),
        Setting("the profile function of new threads", threading.getprofile, threading.setprofile),
        Setting("the trace function", lambda: _unless_a_debuggers(sys.gettrace()), sys.settrace),
        Setting("the trace function of new threads", lambda: _unless_a_debuggers(threading.gettrace()), threading.settrace),
        Setting("the garbage collector", _collector, _set_collector, _of_the_collector),
        Setting("the environment", lambda: dict(os.environ), _set_environment, _names_that_differ),
        Setting("the current directory", _directory, os.chdir),
        Setting("the umask", _umask, os.umask, lambda now, before: f"{now:03o}, put back to {before:03o}"),
        Setting("the locale", lambda: locale.setlocale(locale.LC_ALL), lambda value: locale.setlocale(locale.LC_ALL, value)),
        Setting("the handlers of the root logger", lambda: list(logging.root.handlers), _set_handlers),
        Setting("the level of the root logger", lambda: logging.root.level, logging.root.setLevel),
        Setting("the level that logging.disable set", lambda: logging.root.manager.disable, logging.disable),
        _attribute(logging, "raiseExceptions"),
        Setting("the default start method", _start_method, _set_start_method, _of_the_start_method),
        Setting("the event loop", loop_state.read, loop_state.put_back, loop_state.said),
        Setting("signal handlers", _handlers, _set_signal_handlers, _handlers_that_differ),
    ]
    if hasattr(signal, "pthread_sigmask"):
        found.append(Setting("the signals that are blocked", lambda: _mask(signal.SIG_BLOCK, ()), _set_mask))
    if hasattr(os, "sched_getaffinity"):
        found.append(
            Setting("the CPUs to run on", lambda: os.sched_getaffinity(0), lambda value: os.sched_setaffinity(0, value))
        )
    if hasattr(os, "getpriority"):
        found.append(Setting("the niceness", lambda: os.getpriority(os.PRIO_PROCESS, 0), _set_niceness))
    return found


_HOOKS = [
    (sys, "excepthook"),
    (threading, "excepthook"),
    (sys, "unraisablehook"),
    (sys, "stdin"),
    (sys, "stdout"),
    (sys, "stderr"),
]


def describe(value: object) -> str:
    """A value in a text that is the same in each run: a function is named, without its address."""
    if value is None or isinstance(value, (str, int, float, tuple)):
        return "none" if value is None else getattr(value, "name", None) or str(value)
    if isinstance(value, (list, set, frozenset)):
        return ", ".join(sorted(map(describe, value))) or "none"
    name = getattr(value, "__qualname__", None)
    return f"{getattr(value, '__module__', None) or '?'}.{name}" if name else f"a {type(value).__name__}"


def _attribute(module: Any, name: str) -> Setting:
    return Setting(f"{module.__name__}.{name}", lambda: getattr(module, name), lambda value: setattr(module, name, value))


def _in_seconds(now: float, before: float) -> str:
    return f"{real_time(now)}, put back to {real_time(before)}"


def _stack_size() -> int:
    # To ask for it sets it to the default.
    size = threading.stack_size()
    if size:
        threading.stack_size(size)
    return size


def _unless_a_debuggers(function: Any) -> Any:
    """A trace function; None for that of a debugger, whose coming and going is its user's business."""
    bdb, owner = sys.modules.get("bdb"), getattr(function, "__self__", None)
    is_debuggers = bdb is not None and isinstance(owner, bdb.Bdb)
    return None if is_debuggers or "pydevd" in type(owner).__module__ + str(getattr(function, "__module__", "")) else function


def _collector() -> tuple[bool, tuple[int, ...]]:
    return gc.isenabled(), gc.get_threshold() if hasattr(gc, "get_threshold") else ()


def _set_collector(value: tuple[bool, tuple[int, int, int]]) -> None:
    enabled, threshold = value
    if threshold:
        gc.set_threshold(*threshold)
    (gc.enable if enabled else gc.disable)()


def _of_the_collector(now: tuple[bool, tuple[int, ...]], before: tuple[bool, tuple[int, ...]]) -> str:
    words = [f"{'on' if enabled else 'off'}, with the thresholds {threshold}" for enabled, threshold in (now, before)]
    return ", put back to ".join(words)


def _set_environment(before: dict[str, str]) -> None:
    for name in os.environ.keys() | before.keys():
        if name not in before:
            del os.environ[name]
        elif os.environ.get(name) != before[name]:
            os.environ[name] = before[name]
    if hasattr(time, "tzset"):
        time.tzset()


def _names_that_differ(now: dict[str, str], before: dict[str, str]) -> str:
    names = sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))
    more = ", …" if len(names) > _MOST_NAMES else ""
    return f"{', '.join(names[:_MOST_NAMES])}{more}, put back"


def _directory() -> str | None:
    with suppress(OSError):  # it was removed
        return os.getcwd()
    return None


def _umask() -> int:
    # To ask for it means to set it for a moment, in which a thread may make a file. Linux tells without.
    with suppress(OSError):
        _, found, rest = read_file("/proc/self/status").partition(b"\nUmask:")
        if found:
            return int(rest.split(None, 1)[0], 8)
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _set_handlers(handlers: list[logging.Handler]) -> None:
    logging.root.handlers[:] = handlers


def _start_method() -> str | None:
    return multiprocessing.get_start_method(allow_none=True)


def _set_start_method(method: str | None) -> None:
    multiprocessing.set_start_method(method, force=True)


def _of_the_start_method(now: str | None, before: str | None) -> str:
    # Whoever first uses the default fixes it: nobody chose another one.
    default = multiprocessing.get_all_start_methods()[0]
    return "" if (now or default) == (before or default) else f"{now}, put back to {before or default}"


@cache
def _signals() -> list[signal.Signals]:
    return sorted(number for number in signal.valid_signals() if isinstance(number, signal.Signals))


def _handlers() -> dict[signal.Signals, Any]:
    # Only the main thread can set them.
    if threading.current_thread() is not threading.main_thread():
        return {}
    return {number: signal.getsignal(number) for number in _signals()}


def _set_signal_handlers(before: dict[signal.Signals, Any]) -> None:
    for number, handler in before.items():
        # None stands for one that was not set by Python.
        if handler is not None and signal.getsignal(number) != handler:
            signal.signal(number, handler)


def _handlers_that_differ(now: dict[signal.Signals, Any], before: dict[signal.Signals, Any]) -> str:
    return "; ".join(
        f"{number.name}: {describe(now.get(number))}, put back to {describe(handler)}"
        for number, handler in before.items()
        if now.get(number) != handler
    )


def _mask(how: int, signals: Any) -> set[int]:
    return set(signal.pthread_sigmask(how, signals))


def _set_mask(signals: set[int]) -> None:
    _mask(signal.SIG_SETMASK, signals)


def _set_niceness(value: int) -> None:
    os.setpriority(os.PRIO_PROCESS, 0, value)
