"""For how long a quota has stopped work that was ready to run, as that of a container does (Linux)."""

from contextlib import suppress
from functools import cache

from pytest_claims.machine.originals import read_file
from pytest_claims.model.control_groups import quotas

#: What a second is in the counter of each version.
_UNITS = {b"throttled_usec": 1e6, b"throttled_time": 1e9}


def throttled_seconds() -> float:
    """CPU seconds for which quotas have stopped the groups of this process; 0 where there are none."""
    return sum(map(_throttled, _counters()))


@cache
def _counters() -> tuple[str, ...]:
    return tuple(str(group / "cpu.stat") for group in quotas())


def _throttled(counter: str) -> float:
    with suppress(OSError):
        for line in read_file(counter).splitlines():
            name, _, counted = line.partition(b" ")
            if name in _UNITS:
                return int(counted) / _UNITS[name]
    return 0.0
