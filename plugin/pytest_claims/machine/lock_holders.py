"""Who holds the machine-wide lock: each holder writes a note, a file, for those who wait."""

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pytest_claims.machine.originals import time
from pytest_claims.machine.process_tree import stat_fields


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that holds the machine-wide lock, or is the next to hold it exclusively."""

    pid: int
    #: What it judges, and in which folder it was started.
    claim: str
    folder: str
    #: Since when, as a timestamp.
    since: float
    #: Whether it holds the lock exclusively.
    alone: bool
    #: When the process began, as far as the system tells: another one may get the same number later.
    start_time: str | None


@contextmanager
def announce(folder: Path, claim: str, *, alone: bool) -> Iterator[None]:
    """Write a note in `folder` while the block runs. Errors are ignored: the lock works without notes."""
    # Left for every claim, though hardly ever read: hence no Path.
    pid = os.getpid()
    path = f"{folder}{os.sep}{pid}"
    written = False
    with suppress(OSError):
        _write(path, Holder(pid, claim, os.getcwd(), time(), alone, _own_start_time(pid)))
        written = True
    try:
        yield
    finally:
        if written:
            with suppress(OSError):
                os.unlink(path)


def other_holders(folder: Path) -> list[Holder]:
    """The other running processes that have a note in `folder`, the one that holds the lock for longest first.

    Notes of those that were killed are removed.
    """
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            holder = _read(path)
            if holder is None or holder.pid == os.getpid():
                continue
            if _is_running(holder):
                found.append(holder)
            else:
                with suppress(OSError):
                    path.unlink()
    return sorted(found, key=lambda holder: holder.since)


def _write(path: str, holder: Holder) -> None:
    folder = os.path.dirname(path)
    with suppress(FileExistsError):
        os.mkdir(folder, 0o700)
    known = os.lstat(folder)
    # In a folder that everybody may write to, somebody else may have put theirs in place of ours.
    if not stat.S_ISDIR(known.st_mode) or (hasattr(os, "getuid") and known.st_uid != os.getuid()):
        raise PermissionError
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(holder)))


def _read(path: Path) -> Holder | None:
    # It may be half written, or be gone by now.
    with suppress(OSError, ValueError, TypeError):
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    return None


def _is_running(holder: Holder) -> bool:
    start_time = _start_time(os.getpid())
    # Where the system does not tell, a note counts: its reader waits for somebody.
    return start_time is None or _start_time(holder.pid) == holder.start_time


@cache
def _own_start_time(pid: int) -> str | None:
    return _start_time(pid)


def _start_time(pid: int) -> str | None:
    # Field 22 of proc_pid_stat(5); a zombie has ended.
    with suppress(OSError, IndexError):
        fields = stat_fields(pid)
        return fields[19] if fields[0] not in "ZX" else None
    return None
