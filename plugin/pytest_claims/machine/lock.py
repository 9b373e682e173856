"""Claims that measure the CPUs run with nothing beside them: a readers-writer lock that all claims of this machine share."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from filelock import FileLock, ReadWriteLock, Timeout

from pytest_claims.machine.lock_holders import Holder, announce, other_holders
from pytest_claims.machine.originals import perf_counter, sleep

#: Real seconds between two attempts to acquire the lock: 5 % of the 0.2 s that the shortest claim takes that runs alone. An
#: attempt costs 0.04 ms of CPU, so that four waiting workers of another session take 2 % of one CPU from the claim that runs.
POLL = 0.01
#: Real seconds after which a wait is reported, with who holds the lock; and after which that is checked again.
REPORT_AFTER = 2.0
#: What opening the lock's files raises where this user may not, or where a file is no lock.
UNUSABLE = (OSError, sqlite3.Error, ValueError)

ReportWait = Callable[[list[Holder]], None]


@contextmanager
def machine_lock(*, alone: bool, claim: str = "", report_wait: ReportWait = lambda holders: None) -> Iterator[float]:
    """Hold the machine-wide lock while the block runs: shared or, if `alone`, exclusive.

    Yields how many real seconds it waited. Where the lock cannot be used it does not wait; `why_unusable` says why.

    Args:
        claim: what is judged meanwhile, for the messages of others who wait.
        report_wait: called with the holders after `REPORT_AFTER` real seconds, and again when they are others.
    """
    wait = _Wait(report_wait)
    with ExitStack() as locks:
        try:
            _acquire(locks, wait, claim, alone=alone)
        except UNUSABLE:
            locks.close()
        yield wait.seconds


def why_unusable() -> str | None:
    """Why the lock cannot be used, and the remedy; None where it can."""
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


class _Wait:
    """A wait for the lock, in steps."""

    def __init__(self, report_wait: ReportWait) -> None:
        self._report_wait = report_wait
        self._reported: list[Holder] | None = None
        self._began: float | None = None
        self._looked = 0.0

    @property
    def seconds(self) -> float:
        """Since the first step, in real seconds; 0 where there was none."""
        return 0.0 if self._began is None else perf_counter() - self._began

    def step(self, *, gate: bool) -> None:
        """Sleep for one step; at the `gate` exclusive holders are waited for, behind it all holders."""
        if self._began is None:
            self._began = perf_counter()
        if self.seconds - self._looked > REPORT_AFTER:
            self._looked = self.seconds
            found = [holder for holder in other_holders(_notes()) if holder.alone or not gate]
            # A holder that releases the lock has removed its note already.
            if found != self._reported and (found or self._reported is None):
                self._report_wait(found)
                self._reported = found
        sleep(POLL)


def _acquire(locks: ExitStack, wait: _Wait, claim: str, *, alone: bool) -> None:
    """Acquire the lock, to be released with `locks`.

    Who wants it exclusively holds the gate as well, a second lock that everybody passes through: so nobody can acquire the
    lock after that, and those who hold it release it one by one.
    """
    gate, lock = _locks()
    with ExitStack() as passing:
        while True:
            try:
                passing.enter_context(gate.acquire(blocking=False))
            except Timeout:
                wait.step(gate=True)
            else:
                break
        if alone:
            locks.push(passing.pop_all())
        else:
            locks.enter_context(lock.read_lock())
    # Who is alone has the gate by now, and is waited for from here on.
    locks.enter_context(announce(_notes(), claim, alone=alone))
    while alone:
        try:
            locks.enter_context(lock.write_lock(blocking=False))
        except Timeout:
            wait.step(gate=False)
        else:
            return


@cache
def _locks() -> tuple[FileLock, ReadWriteLock]:
    path = _path()
    return FileLock(path.with_suffix(".gate")), ReadWriteLock(path)


def _notes() -> Path:
    return _path().with_suffix(".notes")


def _path() -> Path:
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    return Path(tempfile.gettempdir()) / f"pytest-claims-{user}.lock"


def _named() -> str:
    try:
        return str(_path())
    except OSError:
        return "no folder for temporary files"
