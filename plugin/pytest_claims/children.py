"""The processes that a program started, and the end of those that it left behind."""

import os
import signal
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path

#: Servants of multiprocessing that outlive the program on purpose, and serve the next one.
_SERVANTS = ("multiprocessing.forkserver", "multiprocessing.resource_tracker")


def descendants() -> set[int]:
    """The process ids of this process's children, theirs, and so on, without the servants of multiprocessing.

    Read from ``/proc`` where there is one; elsewhere only the children that multiprocessing knows are found.
    """
    parents = _parents()
    if parents is None:
        return {child.pid for child in active_children() if child.pid is not None}
    children: dict[int, list[int]] = {}
    for process, parent in parents.items():
        children.setdefault(parent, []).append(process)
    found: set[int] = set()
    servants: set[int] = set()
    waiting = [os.getpid()]
    while waiting:
        parent = waiting.pop()
        for child in children.get(parent, []):
            waiting.append(child)
            # A child of the fork server has the server's command line, since it was forked from it.
            (servants if parent not in servants and _is_servant(child) else found).add(child)
    return found


def fork_server_seconds() -> float:
    """CPU seconds of this process's fork server and of the children that have ended; 0 where the system does not say.

    A child of the fork server is the server's child, not ours, so that its seconds never appear among those of our children.
    The server waits for a child before it tells us that the child has ended.
    """
    seconds = 0.0
    for process, parent in (_parents() or {}).items():
        if parent == os.getpid() and "multiprocessing.forkserver" in _command(process):
            with suppress(OSError):
                times = _fields(f"/proc/{process}/stat")[11:15]
                seconds += sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
    return seconds


def kill_new(before: set[int]) -> int:
    """Kill the descendants that were not there `before`, and return how many there were."""
    left = descendants() - before
    for process in left:
        with suppress(OSError):
            os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))
    # Reap those that multiprocessing knows, so that they do not linger as zombies.
    active_children()
    return len(left)


def _parents() -> dict[int, int] | None:
    # This is read after every run that is judged, while others are measured: hence no Path.
    parents = {}
    with suppress(OSError):
        for name in os.listdir("/proc"):
            if name.isdecimal():
                with suppress(OSError, ValueError, IndexError):
                    fields = _fields(f"/proc/{name}/stat")
                    if fields[0] != "Z":
                        parents[int(name)] = int(fields[1])
    return parents or None


def _fields(stat: str) -> list[str]:
    # "pid (name) state ppid …": the name may hold spaces and parentheses, so read on from the last one.
    with open(stat, encoding="utf-8", errors="replace") as file:
        return file.read().rpartition(")")[2].split()


def _is_servant(process: int) -> bool:
    command = _command(process)
    return any(name in command for name in _SERVANTS)


def _command(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace")
    return ""
