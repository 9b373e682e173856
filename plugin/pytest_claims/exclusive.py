"""Claims that measure the CPUs run with nothing beside them: a readers-writer lock that all claims of this machine share."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from filelock import ReadWriteLock


@contextmanager
def place(*, alone: bool) -> Iterator[None]:
    """Wait for a place on the machine: beside others or, if `alone`, when nobody else is there and with nobody let in."""
    lock = _lock()
    with lock.write_lock() if alone else lock.read_lock():
        yield


@cache
def _lock() -> ReadWriteLock:
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    return ReadWriteLock(str(Path(tempfile.gettempdir()) / f"pytest-claims-{user}.lock"))
