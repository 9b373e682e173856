"""Rates: how often something happened, and how often it may happen at the most. Pure functions."""

from math import ceil, exp, floor, lgamma, log, log1p, log10

#: How sure an upper bound is.
CONFIDENCE = 0.95


def upper_bound(count: int, of: int) -> float:
    """The largest rate at which `count` or fewer `of` so many would still be seen in 5 % of all tries (Clopper and Pearson).

    For a count of 0 that is about 3 / `of`. It takes the tries as independent of each other.
    """
    if count >= of:
        return 1.0
    low, high = count / of, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(count, of, middle) > 1 - CONFIDENCE else (low, middle)
    return high


def _at_most(count: int, of: int, rate: float) -> float:
    """The probability of `count` or fewer, of so many that each happen at `rate`."""
    if rate in (0.0, 1.0):
        return 1.0 - rate
    return sum(
        exp(lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(rate) + (of - k) * log1p(-rate))
        for k in range(count + 1)
    )


def percent(rate: float, *, up: bool = False) -> str:
    """A rate in per cent, with as many digits as it takes to tell it from 0: "12 %", "0.37 %", "0.04 %".

    Args:
        up: do not round down, so that what is below the rate is below the text.
    """
    value = 100 * rate
    if value == 0:
        return "0 %"
    digits = max(0, 1 - floor(log10(value)) if value >= 0.1 else -floor(log10(value)))
    rounded = ceil(round(value * 10**digits, 6)) / 10**digits if up else value
    return f"{rounded:.{digits}f} %"


def told(count: int, of: int, noun: str) -> str:
    """A count as the table names it: "0 of 8200 cases (95 %: below 0.04 %)"."""
    if not of:
        return f"no {noun}"
    rate = "" if count == 0 else f"{percent(count / of)}; "
    return f"{count} of {of} {noun} ({rate}95 %: below {percent(upper_bound(count, of), up=True)})"
