"""How noisy the machine is at this moment: by how much a short sleep oversleeps."""

from time import perf_counter, sleep

#: Sleeps per reading, and their length in real seconds: about ten milliseconds in all.
_SLEEPS = 8
_LENGTH = 0.001


def oversleep() -> float:
    """The longest by which one of a few short sleeps was late, in real seconds."""
    worst = 0.0
    for _ in range(_SLEEPS):
        started = perf_counter()
        sleep(_LENGTH)
        worst = max(worst, perf_counter() - started - _LENGTH)
    return worst
