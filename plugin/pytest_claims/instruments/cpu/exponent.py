"""How a cost grows with n: the exponent of n, and how far it may be off. Pure functions on measured costs; no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

#: What a call costs, in CPU seconds, at each size: several tries.
Costs = Mapping[int, Sequence[float]]

#: Noise only adds to a cost, so the shortest try is the nearest to the truth. It may be too long by so many times the distance
#: to the second shortest: the estimate of an end point by Robson and Whitlock, at 80 % …
ENDPOINT = 4.0
#: … and no cost is less than this part of what was measured: a neighbour on the same core makes it half as fast at the worst.
AT_LEAST_OF = 0.5


@dataclass(frozen=True, slots=True)
class Exponent:
    """The k of ``n**k``: the best estimate, and the interval in which it lies."""

    best: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"n**{self.best:.2f} ({self.low:.2f} to {self.high:.2f})"


def exponent(costs: Costs, *, contended: bool = False) -> Exponent:
    """The exponent with which costs grow, given those of at least two tries for each of at least three sizes.

    Args:
        contended: others computed meanwhile. They take up caches and memory, all the time, so that no try is without that: what
            fits into the caches is as fast as ever, and what does not may be half as fast.

    It is the slope of the logarithm of the cost over that of n. Where the larger half of the sizes has another slope than the
    smaller half, beyond what noise explains, the larger half counts, and the slope may go on to change by as much: what is
    added to each call, such as a start-up, makes the costs of small sizes look flat.
    """
    sizes = sorted(costs)
    middle = len(sizes) // 2
    small, large = (_slope(part, costs, contended) for part in (sizes[: middle + 1], sizes[middle:]))
    steeper, flatter = max(0.0, large.low - small.high), max(0.0, small.low - large.high)
    if not steeper and not flatter:
        return _slope(sizes, costs, contended)
    return Exponent(large.best, large.low - flatter, large.high + steeper)


def _slope(sizes: Sequence[int], costs: Costs, contended: bool) -> Exponent:
    """The least-squares slope through the shortest tries, and its ends where each of them is off as far as it may be."""
    xs = [log(size) for size in sizes]
    mean = sum(xs) / len(xs)
    square = sum((x - mean) ** 2 for x in xs)
    best = low = high = 0.0
    for size, x in zip(sizes, xs, strict=True):
        weight = (x - mean) / square
        first, second = sorted(costs[size])[:2]
        ends = weight * log(first), weight * log(max(first - ENDPOINT * (second - first), AT_LEAST_OF * first))
        best, low, high = best + ends[0], low + min(ends), high + max(ends)
    if contended:
        low += log(AT_LEAST_OF) / (xs[-1] - xs[0])
    return Exponent(best, low, high)
