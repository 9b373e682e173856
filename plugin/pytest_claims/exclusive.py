"""Claims that measure the CPUs run with nothing beside them: a readers-writer lock that all claims of this machine share."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from time import sleep

from filelock import FileLock, ReadWriteLock, Timeout

#: Real seconds between two looks of somebody who waits: a place is handed over within 5 % of the 0.2 s that the shortest claim
#: of the suite takes that runs alone. A look at the gate costs 0.04 ms of CPU, so that the four workers of another run take 2 %
#: of one CPU from the claim that they wait for.
POLL = 0.01
#: What opening the lock's files raises where they are not ours to use, no lock or not what they should be.
UNUSABLE = (OSError, sqlite3.Error, ValueError)


@contextmanager
def place(*, alone: bool) -> Iterator[None]:
    """Wait for a place on the machine: beside others or, if `alone`, when nobody else is there and with nobody let in.

    Where the lock cannot be used there is no waiting; `obstacle` says why.
    """
    with ExitStack() as held:
        try:
            _take(held, alone=alone)
        except UNUSABLE:
            held.close()
        yield


def obstacle() -> str | None:
    """Why claims of this run are not kept apart from those of others, and the remedy; None where they are."""
    try:
        gate, lock = _locks()
        with gate.acquire(blocking=False), lock.read_lock(blocking=False):
            return None
    except Timeout:
        return None
    except UNUSABLE as error:
        file = getattr(error, "filename", None) or _named()
        said = getattr(error, "strerror", None) or error
        return f"claims are not kept apart from other runs on this machine: {file}: {said}. Remove it, or set TMPDIR."


def _take(held: ExitStack, *, alone: bool) -> None:
    """Enter the lock, to be left with `held`.

    Who wants to be alone closes the gate behind which everybody else waits, so that others cannot go on arriving for ever.
    """
    gate, lock = _locks()
    if not alone:
        with gate.acquire(poll_interval=POLL):
            held.enter_context(lock.read_lock())
        return
    held.enter_context(gate.acquire(poll_interval=POLL))
    while True:
        try:
            held.enter_context(lock.write_lock(blocking=False))
        except Timeout:
            sleep(POLL)
        else:
            return


@cache
def _locks() -> tuple[FileLock, ReadWriteLock]:
    path = _path()
    return FileLock(path.with_suffix(".gate")), ReadWriteLock(path)


def _path() -> Path:
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    return Path(tempfile.gettempdir()) / f"pytest-claims-{user}.lock"


def _named() -> str:
    try:
        return str(_path())
    except OSError:
        return "no folder for temporary files"
