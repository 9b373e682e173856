"""What the plugin measures with: Python's functions as they were when it was loaded, whoever has replaced them since.

Tests freeze the clocks, and mock `time.sleep`, `open` or `os.cpu_count`, for the code that they are about: `mock.patch` where
they are defined, freezegun in each module that has been loaded. What measures that code must not stand still with it, so the
functions are held where neither looks: in a class.
"""

import os as _os
import time as _time


class _Held:
    cpu_count = _os.cpu_count
    open = open
    perf_counter = _time.perf_counter
    perf_counter_ns = _time.perf_counter_ns
    sleep = _time.sleep
    time = _time.time


def cpu_count() -> int:
    """The CPUs of the machine; 1 where that is unknown."""
    return _Held.cpu_count() or 1


def perf_counter() -> float:
    """Seconds since some moment, the same one for all processes where it is `CLOCK_MONOTONIC`."""
    return _Held.perf_counter()


def perf_counter_ns() -> int:
    """`perf_counter` in nanoseconds."""
    return _Held.perf_counter_ns()


def time() -> float:
    """Seconds since 1970, by the calendar."""
    return _Held.time()


def sleep(seconds: float) -> None:
    """Wait for so many seconds."""
    _Held.sleep(seconds)


def read_file(path: str) -> bytes:
    """All that a file holds.

    Raises:
        OSError: it cannot be read.
    """
    with _Held.open(path, "rb") as file:
        return file.read()
