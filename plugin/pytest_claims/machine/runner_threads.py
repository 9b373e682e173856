"""Threads of what runs the tests: no test waits for them."""

import threading
from collections.abc import Collection
from weakref import WeakSet

#: Those that plugins of pytest had started for themselves before the first test.
_of_plugins = WeakSet[threading.Thread]()


def note_threads_of_plugins(modules: Collection[str]) -> None:
    """Call this before there are any tests: what runs in one of these `modules`, by their names, runs for no test.

    What runs in a conftest, or in a library, may be there for the tests: an event loop in a thread, for example.
    """
    _of_plugins.update(thread for thread in threading.enumerate() if module_of(thread) in modules)


def runs_tests(thread: threading.Thread) -> bool:
    """Whether nothing waits for it: a plugin's, a debugger's, or one that was not made by `threading`, as xdist's."""
    of_a_debugger = getattr(thread, "is_pydev_daemon_thread", False)
    # pytest-timeout starts one for each test.
    of_a_plugin = thread in _of_plugins or module_of(thread) == "pytest_timeout"
    return of_a_debugger or of_a_plugin or isinstance(thread, threading._DummyThread)


def module_of(thread: threading.Thread) -> str | None:
    """The name of the module in which `thread` runs its function; None where that is not known."""
    if type(thread).__module__ != "threading":
        return type(thread).__module__
    function = getattr(thread, "_target", None) or getattr(thread, "function", None)
    return getattr(function, "__module__", None)
