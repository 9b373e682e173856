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


def turn(own: float, others: Iterable[float], waiting: Iterable[float]) -> int | None:
    """Which of the `waiting`, the longest first, a worker should be given now if it begins it `own` seconds from now.

    A worker is given its next test before it begins its current one. The longest that waits would wait on behind a long
    current test, while other workers come free. So this is the one that would be left when this worker comes free, if all took
    the longest that waits whenever they do: `others` tells when, in seconds from now. None where nothing would be left.
    """
    free = list(others)
    heapify(free)
    for index, seconds in enumerate(waiting):
        if not free or free[0] >= own:
            return index
        heapreplace(free, free[0] + seconds)
    return None
