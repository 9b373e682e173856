"""When a process has come to a call that waits, or computes on: only then does a signal find it where the program says it is.

Python notes a signal, and looks at its notes between two steps of the program. A signal that comes between that look and the
system call that waits is noticed when the call returns: after a minute, if that is how long it sleeps.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress

from pytest_claims.machine.idle import WAITS
from pytest_claims.machine.originals import sleep
from pytest_claims.machine.process_tree import stat_fields
from pytest_claims.machine.procfs import schedstat

#: CPU seconds after which a program computes, and is not on its way to a call that waits.
COMPUTES = 0.01
#: Real seconds between two looks, and what is waited where the system does not tell what a process does.
LOOK, BLIND = 0.0005, 0.02


def wait_until_settled(processes: Callable[[], Iterable[int]]) -> None:
    """Wait until the main thread of each of `processes`, which are asked for anew each time, waits, computes or has ended."""
    if schedstat() is None:
        sleep(BLIND)
        return
    ran: dict[int, float] = {}
    while not all(_is_settled(process, ran) for process in processes()):
        sleep(LOOK)


def _is_settled(process: int, ran: dict[int, float]) -> bool:
    """Whether it waits, or has computed for long enough since the first look; `ran` keeps what it had computed by then."""
    with suppress(OSError, IndexError):
        did = schedstat(str(process))
        if did is not None and stat_fields(process)[0] not in WAITS:
            return did.ran / 1e9 - ran.setdefault(process, did.ran / 1e9) >= COMPUTES
    return True
