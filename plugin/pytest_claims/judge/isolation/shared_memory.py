"""Shared memory that a program of multiprocessing made and nobody unlinked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pytest_claims.machine.originals import read_file
from pytest_claims.machine.process_tree import descendants

#: Where Linux shows shared memory as files, and how the names begin that `multiprocessing.shared_memory` chooses.
_FOLDER, _PREFIX = "/dev/shm", "psm_"


@contextmanager
def shared_memory_noted(left: list[str]) -> Iterator[None]:
    """Add to `left` the shared memory that appeared in the block and is still there at its end, if it may be ours.

    Nothing is removed: a name does not tell whose it is, and the resource tracker removes what this process made when it ends.
    What another process of this user has in use meanwhile, such as another worker, is not told of.
    """
    before = _names()
    try:
        yield
    finally:
        new = _names() - before
        if new:
            new -= _used_by_others(new)
        left += [f"shared memory that nobody unlinked: {name}" for name in sorted(new) if _is_own(name)]


def _names() -> set[str]:
    with suppress(OSError):
        return {name for name in os.listdir(_FOLDER) if name.startswith(_PREFIX)}
    return set()


def _is_own(name: str) -> bool:
    with suppress(OSError):  # it has gone
        return os.stat(f"{_FOLDER}/{name}").st_uid == os.getuid()
    return False


def _used_by_others(names: set[str]) -> set[str]:
    """Those of `names` that a process has mapped which is neither this one nor a descendant."""
    ours = {os.getpid(), *descendants()}
    found: set[str] = set()
    for process in os.listdir("/proc"):
        if process.isdecimal() and int(process) not in ours:
            with suppress(OSError):
                maps = read_file(f"/proc/{process}/maps").decode(errors="replace")
                found |= {name for name in names if f"{_FOLDER}/{name}" in maps}
    return found
