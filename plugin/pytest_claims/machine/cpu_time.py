"""CPU seconds of this process and of all that it started, those that still run among them."""

import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing import active_children

from pytest_claims.machine.originals import sleep
from pytest_claims.machine.process_tree import all_descendants_of, children_of, stat_fields

#: Real seconds: who has been there for so long does not start up any more; and for how long it is watched.
OLD, WATCHED = 1.0, 0.01
#: Who uses so many CPU seconds a second computes; who waits uses none.
COMPUTES = 0.1


def cpu_seconds() -> float:
    """CPU seconds of this process, of its descendants that run, and of those that ended and were waited for.

    A worker of a pool that was there before and goes on after counts, and so does a child of the fork server, which is the
    server's child, not ours. Where the system does not tell, see `some_are_unseen`, it is less.
    """
    try:
        import resource
    except ImportError:  # Windows
        return time.process_time()
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    living = all_descendants_of(os.getpid())
    return sum(usage.ru_utime + usage.ru_stime for usage in usages) + sum(map(_seconds_of, living))


def busy_before() -> dict[int, float]:
    """Descendants that have been there for a while and compute now, as somebody else's: with the CPU seconds of each.

    A process that was started just now may compute since it starts up, or for what comes next. Empty where nobody tells.
    """
    old = {process: _seconds_of(process) for process in all_descendants_of(os.getpid()) if _age(process) > OLD}
    if not old:
        return {}
    sleep(WATCHED)
    now = {process: _seconds_of(process) for process in old}
    return {process: now[process] for process, used in old.items() if now[process] - used > COMPUTES * WATCHED}


def used_since(before: Mapping[int, float]) -> float:
    """What the processes of `busy_before` have used since then, in CPU seconds."""
    return sum(max(0.0, _seconds_of(process) - used) for process, used in before.items())


def some_are_unseen() -> bool:
    """Whether there may be processes that use CPU seconds which `cpu_seconds` does not see."""
    if children_of(os.getpid()) is not None:
        return False
    try:
        import resource  # noqa: F401
    except ImportError:
        return True
    server = getattr(sys.modules.get("multiprocessing.forkserver"), "_forkserver", None)
    return bool(active_children()) or getattr(server, "_forkserver_pid", None) is not None


def cpu_time_ns(process: int) -> int:
    """CPU time of a process that runs, in nanoseconds.

    Raises:
        OSError: there is no such process, or the system does not tell.
    """
    if process == os.getpid():
        return time.process_time_ns()
    # The clock of another process's CPU time: this is how clock_getcpuclockid(3) makes its number.
    return time.clock_gettime_ns((~process << 3) | 2)


def _age(process: int) -> float:
    """For how many real seconds a process has been there; 0 where nobody tells."""
    with suppress(OSError, ValueError, IndexError, AttributeError):
        # Since the system started, as both of these count.
        return time.clock_gettime(time.CLOCK_BOOTTIME) - int(stat_fields(process)[19]) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _seconds_of(process: int) -> float:
    """CPU seconds of a process, and of its children that ended and were waited for; 0 where it has ended meanwhile."""
    with suppress(OSError, ValueError, IndexError):
        children = sum(map(int, stat_fields(process)[13:15])) / os.sysconf("SC_CLK_TCK")
        return cpu_time_ns(process) / 1e9 + children
    return 0.0
