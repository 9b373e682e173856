"""What Linux counts about the CPUs and about threads, read from ``/proc``; None where there is no such file."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from math import sqrt
from typing import NamedTuple

from pytest_claims.machine.originals import cpu_count, perf_counter, read_file

_PRESSURE = "/proc/pressure/cpu"
#: Real seconds for which `recent_pressure` takes what it has read for the present. What was waited in them counts too: for a
#: block of a second, that is 14 ms at most on two CPUs.
RECENT = 1e-4

_recent: tuple[float, bytes | None] = float("-inf"), None


def busy_seconds() -> float | None:
    """CPU seconds that the CPUs usable by this process have spent on anybody's work."""
    usable = {f"cpu{number}" for number in os.sched_getaffinity(0)} if hasattr(os, "sched_getaffinity") else set()
    return _ticks(lambda cpu: cpu in usable, slice(0, 3), slice(5, 8))


def pressure_seconds() -> float | None:
    """Seconds in which somebody waited for a CPU, averaged over the CPUs by the time that each was in use."""
    return _total(_read(_PRESSURE))


def read_pressure() -> bytes | None:
    """The text that `pressure_seconds` parses, for `longest_wait_since`. The file stays open: this takes a few microseconds."""
    file = _pressure_file()
    try:
        return None if file is None else os.pread(file, 100, 0)
    except OSError:  # suppress would take longer
        return None


def recent_pressure() -> bytes | None:
    """What `read_pressure` says, or has said within the last `RECENT` seconds: blocks in a loop need not ask each."""
    global _recent
    now = perf_counter()
    if now - _recent[0] > RECENT:
        _recent = now, read_pressure()
    return _recent[1]


def longest_wait_since(read: bytes | None, elapsed: float) -> float:
    """The longest that anybody can have waited for a CPU in the last `elapsed` real seconds; 0 where nobody counts.

    Args:
        read: what `read_pressure` said when they began.
    """
    now = read_pressure()
    before, after = (None if said is None else _total(said.decode()) for said in (read, now))
    # Of x seconds in which one of n CPUs was waited for, the pressure is at least x * x / (n * elapsed).
    return 0.0 if before is None or after is None else sqrt(max(0.0, after - before) * cpu_count() * elapsed)


def _total(said: str) -> float | None:
    # some avg10=0.00 avg60=0.00 avg300=0.00 total=1818962
    total = said.partition("\n")[0].rpartition("total=")[2]
    return int(total) / 1e6 if total.isdecimal() else None


@cache
def _pressure_file() -> int | None:
    with suppress(OSError):
        # Windows has no such flag; there is no such file there either.
        return os.open(_PRESSURE, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    return None


def used_seconds() -> float | None:
    """CPU seconds in which any CPU of the machine was in use, waiting for a disk included."""
    return _ticks(lambda cpu: cpu == "cpu", slice(0, 3), slice(4, 8))


def offered_seconds() -> float:
    """CPU seconds that all CPUs of the machine together have had to give, counted from some moment."""
    return cpu_count() * perf_counter()


def stolen_seconds() -> float | None:
    """CPU seconds that a hypervisor gave to other machines while a CPU of this one wanted to run."""
    return _ticks(lambda cpu: cpu == "cpu", slice(7, 8))


class SchedStat(NamedTuple):
    """What ``schedstat`` says of a thread, in nanoseconds."""

    #: On a CPU.
    ran: int
    #: Ready to run, waiting for a CPU.
    waited: int


def schedstat(thread: str = "thread-self") -> SchedStat | None:
    """The schedstat of the calling thread, or of the one with this path below ``/proc``."""
    # nanoseconds on a CPU, nanoseconds waiting for one, time slices
    fields = _read(f"/proc/{thread}/schedstat").split()
    return SchedStat(int(fields[0]), int(fields[1])) if len(fields) == 3 else None


def waited_seconds() -> float | None:
    """Seconds that the calling thread spent ready to run, waiting for a CPU."""
    did = schedstat()
    return None if did is None else did.waited / 1e9


def _ticks(is_meant: Callable[[str], bool], *columns: slice) -> float | None:
    # user nice system idle iowait irq softirq steal; the time of guests, which follows, is counted under user already.
    lines = [line.split() for line in _read("/proc/stat").splitlines() if line.startswith("cpu")]
    counted = [sum(map(int, fields[1:][part])) for fields in lines if is_meant(fields[0]) for part in columns]
    return sum(counted) / os.sysconf("SC_CLK_TCK") if counted else None


def _read(path: str) -> str:
    with suppress(OSError):
        return read_file(path).decode("ascii")
    return ""
