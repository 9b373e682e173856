"""How pytest was started and set up must not change what a program does."""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def no_main_module() -> Iterator[None]:
    """Hide the launcher from multiprocessing while the block runs.

    A spawned child imports its parent's main module again. Under the ``pytest`` command that is a script which imports
    pytest: 92 ms a child in place of 28, and not the program that the sentence is about. Under ``python -m pytest`` and in
    the workers of pytest-xdist there is nothing to import. A main module without a file makes all of them alike.
    """
    launcher = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = launcher


@contextmanager
def no_warning_filters() -> Iterator[None]:
    """Keep the test runner's warning filters away from the program while the block runs.

    Under ``-W error`` a program would fail where Python only warns: from 3.15 on a fork in a process with threads, such as a
    worker of pytest-xdist, raised in the middle of `os.fork` and left half a child behind. A test that is about a warning sets
    filters of its own.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
