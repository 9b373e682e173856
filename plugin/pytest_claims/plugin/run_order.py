"""In which order tests run: first what runs alone, then the longest."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heapreplace

import pytest

from pytest_claims.plugin.items import claim_in, runs_alone, start_method_in

#: Start methods from the one whose processes cost the most to start: a guess at how long a claim takes that has never run here.
DEAREST_FIRST = ("spawn", "forkserver", "fork", None)


def one_after_another(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The order of the files, except that claims that run alone come first.

    Then others wait once, while nothing of theirs has begun.
    """
    return sorted(items, key=lambda item: not runs_alone(item))


def longest_first(items: Sequence[pytest.Item], seconds: Mapping[str, float]) -> list[pytest.Item]:
    """The order for several workers: claims that run alone, the longest claims, then ordinary tests as they stand.

    `seconds` says how long earlier runs took, by node id; claims without an earlier run are taken for long.
    """

    def length(item: pytest.Item) -> tuple[bool, float]:
        known = seconds.get(item.nodeid)
        return (known is not None, DEAREST_FIRST.index(start_method_in(item)) if known is None else -known)

    alone = [item for item in items if runs_alone(item)]
    claims = sorted((item for item in items if claim_in(item) is not None and not runs_alone(item)), key=length)
    ordinary = [item for item in items if claim_in(item) is None]
    if not alone:
        # The first to run tells the others that nothing runs alone, and then should not keep its worker for long.
        claims = [*claims[-1:], *claims[:-1]]
    return [*alone, *claims, *ordinary]


def next_test(own: float, others: Iterable[float], waiting: Iterable[float]) -> int | None:
    """The index of the test that a worker should be given now, which will be free in `own` seconds; None if none is left then.

    A worker is given its next test before it starts its current one. Given the longest test, it might keep that waiting behind
    a long current test while other workers are free. So this simulates that each other worker takes the longest waiting test
    whenever it becomes free, and returns the first test that still waits when this worker is free.

    Args:
        own: in how many seconds this worker is free.
        others: in how many seconds each other worker is free.
        waiting: the seconds that each waiting test takes, the longest first.
    """
    free = list(others)
    heapify(free)
    for index, seconds in enumerate(waiting):
        if not free or free[0] >= own:
            return index
        heapreplace(free, free[0] + seconds)
    return None
