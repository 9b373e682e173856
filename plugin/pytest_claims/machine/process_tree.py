"""The processes that a program started, and the end of those that it left behind."""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing import active_children

from pytest_claims.machine.helper_processes import helper_run_by
from pytest_claims.machine.originals import read_file, sleep

#: For how many milliseconds a process that runs may have no command line: it has none while its program is being loaded.
_LOADING = 100
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def descendants() -> set[int]:
    """The process ids of this process's children, theirs, and so on, without the helpers of multiprocessing.

    Read from ``/proc`` where there is one; elsewhere only the children that multiprocessing knows are found.
    """
    parents = _parents()
    if parents is None:
        return {child.pid for child in active_children() if child.pid is not None}
    children: dict[int, list[int]] = {}
    for process, parent in parents.items():
        children.setdefault(parent, []).append(process)
    found: set[int] = set()
    helpers: set[int] = set()
    waiting = [os.getpid()]
    while waiting:
        parent = waiting.pop()
        for child in children.get(parent, []):
            waiting.append(child)
            # Helpers outlive the program on purpose, and the next one uses them. A child of the fork server has the server's
            # command line, since it was forked from it.
            (helpers if parent not in helpers and helper_run_by(_command(child)) else found).add(child)
    return found


def kill_new_descendants(before: set[int]) -> int:
    """Kill the descendants that did not exist `before`, and return how many there were."""
    left = descendants() - before
    kill_processes(left)
    return len(left)


def kill_processes(processes: Iterable[int]) -> None:
    """Kill `processes`, each by itself, and reap those that multiprocessing knows, so that they do not linger as zombies."""
    for process in processes:
        with suppress(OSError):
            os.kill(process, _KILL)
    active_children()


def kill_tree(process: int) -> None:
    """Kill a child of this process that nobody has waited for yet, its descendants and its group.

    A resource tracker goes on until all that use it have ended: who kills it as well leaves their semaphores behind.
    """
    # A child of its own may have left the group; who its parent was is not known any more when that has ended. The oldest goes
    # first: it would go on if it found that its child has ended.
    for one in (process, *descendants_of(process)):
        if not _is_tracker(one):
            with suppress(OSError):
                os.kill(one, _KILL)
    kill_group(process)


def kill_group(group: int) -> None:
    """Kill the processes of a group, except this one and resource trackers; all of them where there is no ``/proc``."""
    if not os.path.exists("/proc/self/stat"):
        if hasattr(os, "killpg"):
            with suppress(OSError):
                os.killpg(group, _KILL)
        return
    killed = {os.getpid()}
    # Again, since one that was not yet killed may have started another one meanwhile. The oldest first, as above.
    while members := _members(group) - killed:
        for process in sorted(members, key=lambda process: (process != group, process)):
            with suppress(OSError):
                os.kill(process, _KILL)
        killed |= members


def children_of(process: int) -> list[int] | None:
    """The process ids of a process's children, and of those that nobody has waited for; None where the system does not tell.

    One of them may be missed while another one ends.
    """
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{process}/task"):
            found += map(int, read_file(f"/proc/{process}/task/{thread}/children").split())
    except OSError:
        return None
    return found


def descendants_of(process: int) -> Iterator[int]:
    """A process's children as `children_of` finds them, theirs, and so on."""
    for child in children_of(process) or []:
        yield child
        yield from descendants_of(child)


def all_descendants_of(process: int) -> set[int]:
    """They are looked for twice, for those that the first look missed."""
    return {*descendants_of(process), *descendants_of(process)}


def stat_fields(process: int | str) -> list[str]:
    """What ``/proc`` says about a process in one line, from its state on (field 3 of proc_pid_stat(5)).

    Args:
        process: its id, or that of a thread: ``"12/task/13"``.
    """
    # "pid (name) state ppid …": the name may hold spaces and parentheses, so read on from the last one.
    return read_file(f"/proc/{process}/stat").decode(errors="replace").rpartition(")")[2].split()


def _parents() -> dict[int, int] | None:
    """The processes that run, those below this one at least, and the parent of each."""
    if children_of(os.getpid()) is None:
        with suppress(OSError):
            return _living(int(name) for name in os.listdir("/proc") if name.isdecimal()) or None
        return None
    return _living(all_descendants_of(os.getpid()))


def _living(processes: Iterable[int]) -> dict[int, int]:
    parents = {}
    for process in processes:
        with suppress(OSError, ValueError, IndexError):
            state, parent, *_ = stat_fields(process)
            if state != "Z":
                parents[process] = int(parent)
    return parents


def _members(group: int) -> set[int]:
    """The processes of a group that run, without resource trackers."""
    found = set()
    for name in os.listdir("/proc"):
        with suppress(OSError, ValueError, IndexError):
            state, _, its_group, *_ = stat_fields(int(name))
            if state != "Z" and int(its_group) == group and not _is_tracker(int(name)):
                found.add(int(name))
    return found


def _is_tracker(process: int) -> bool:
    """Whether it ends with the last process that uses it, and then unlinks the shared memory and semaphores that they left."""
    return helper_run_by(_command(process)) == "resource_tracker"


def _command(process: int) -> list[str]:
    """The words of a process's command line; none where it has ended."""
    with suppress(OSError):
        for _ in range(_LOADING):
            command = read_file(f"/proc/{process}/cmdline").decode(errors="replace")
            if command or stat_fields(process)[0] == "Z":
                return command.split("\0") if command else []
            sleep(0.001)
    return []
