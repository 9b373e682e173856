"""How rare something is, given how often it was seen, in words."""

from collections.abc import Callable
from math import ceil, floor, log, log10, sqrt

from pytest_claims.model.wording import rounded

#: What happens in more than this share of the tries is not rare, and no interval is told.
FREQUENT = 0.1


def how_rare(seen: int, tries: int) -> str:
    """What so many cases in so many tries say about how often it happens, if tries do not depend on each other.

    Where they do, as where one thread overwrites many updates of another at once, it counts updates and not races.

    What was not seen in n tries has, at 95 %, a probability below ``1 - 0.05 ** (1 / n)``: if it had a higher one, it would be
    seen in more than 95 of 100 such series. Where n is large that is 3 / n, the "rule of three" (Hanley and Lippman-Hand, "If
    nothing goes wrong, is everything all right?", JAMA 1983). What was seen k times would be seen, on average, between
    ``(sqrt(k) - 0.98) ** 2`` and ``(sqrt(k + 1) + 0.98) ** 2`` times: the square root of a Poisson number has a standard
    deviation of 1/2. This is a little wider than the exact interval, and covers that looking ended when it was seen, too.
    """
    if seen == 0 and tries == 1:
        return "one try says little"
    if seen == 0:
        return f"rarer than 1 in {_rounded(1 / (1 - 0.05 ** (1 / tries)), floor)} (95 %)"
    if seen >= tries:
        return "every time" if seen == tries else f"about {_rounded(seen / tries, round)} times a try"
    about = f"about 1 in {_rounded(tries / seen, round)}"
    if seen / tries > FREQUENT:
        return about
    # What is seen once has a lower limit that is known: it is unlikely to be seen at all where less than this is the average.
    least, most = max(-log(0.975), (sqrt(seen) - 0.98) ** 2), (sqrt(seen + 1) + 0.98) ** 2
    return f"{about} (95 %: 1 in {_rounded(tries / most, floor)} to 1 in {_rounded(tries / least, ceil)})"


def _rounded(number: float, to: Callable[[float], int]) -> str:
    """`number`, which is 1 or more, with two digits that count."""
    step = 10.0 ** (floor(log10(number)) - 1)
    near = to(number / step) * step
    return rounded(near, 1) if step < 1 else f"{near:,.0f}"
