"""Claims that measure the CPUs run with nothing beside them: a readers-writer lock that all claims of this machine share."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from time import perf_counter, sleep

from filelock import FileLock, ReadWriteLock, Timeout

from pytest_claims.machine.lock_holders import Holder, note, others

#: Real seconds between two looks of somebody who waits: a place is handed over within 5 % of the 0.2 s that the shortest claim
#: of the suite takes that runs alone. A look at the gate costs 0.04 ms of CPU, so that the four workers of another run take 2 %
#: of one CPU from the claim that they wait for.
POLL = 0.01
#: Real seconds after which somebody who waits says for whom, and looks again whether it is still for the same.
PATIENCE = 2.0
#: What opening the lock's files raises where they are not ours to use, no lock or not what they should be.
UNUSABLE = (OSError, sqlite3.Error, ValueError)

Tell = Callable[[list[Holder]], None]


@contextmanager
def place(*, alone: bool, claim: str = "", tell: Tell = lambda holders: None) -> Iterator[float]:
    """Wait for a place on the machine: beside others or, if `alone`, when nobody else is there and with nobody let in.

    Yields for how many real seconds it had to wait. Where the lock cannot be used there is no waiting; `obstacle` says why.

    Args:
        claim: what the place is for, said to others who wait for it.
        tell: called after `PATIENCE` with those who are waited for, and again when it is for others.
    """
    wait = _Wait(tell)
    with ExitStack() as held:
        try:
            _take(held, wait, claim, alone=alone)
        except UNUSABLE:
            held.close()
        yield wait.seconds


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


class _Wait:
    """Somebody's wait for a place, in steps."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._told: list[Holder] | None = None
        self._began: float | None = None
        self._looked = 0.0

    @property
    def seconds(self) -> float:
        """Since the first step, in real seconds; 0 where there was none."""
        return 0.0 if self._began is None else perf_counter() - self._began

    def step(self, *, gate: bool) -> None:
        """Wait a little, for those who keep others out if it is at the `gate`, else for everybody."""
        if self._began is None:
            self._began = perf_counter()
        if self.seconds - self._looked > PATIENCE:
            self._looked = self.seconds
            found = [holder for holder in others(_notes()) if holder.alone or not gate]
            # One that is leaving has taken its note away already.
            if found != self._told and (found or self._told is None):
                self._tell(found)
                self._told = found
        sleep(POLL)


def _take(held: ExitStack, wait: _Wait, claim: str, *, alone: bool) -> None:
    """Enter the lock, to be left with `held`.

    Who wants to be alone closes the gate behind which everybody else waits, so that others cannot go on arriving for ever.
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
            held.push(passing.pop_all())
        else:
            held.enter_context(lock.read_lock())
    # Who is alone has the gate by now, and is waited for from here on.
    held.enter_context(note(_notes(), claim, alone=alone))
    while alone:
        try:
            held.enter_context(lock.write_lock(blocking=False))
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
