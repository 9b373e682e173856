"""How pytest was started must not change what a child process does."""

import sys
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
