"""assert_growth: how the cost of a call grows with the size of what it is given, in CPU time, not by the clock on the wall."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from pytest_claims.instruments.cpu.costs import NARROWEST, CostMeter, measure
from pytest_claims.instruments.cpu.exponent import Costs, Exponent, exponent
from pytest_claims.instruments.seconds.prediction import is_nonnegative_number
from pytest_claims.instruments.seconds.run import SUMMARY_NOTE, count_assertion, current_run
from pytest_claims.model.errors import ClaimError, Inconclusive, called_as
from pytest_claims.model.wording import real_time

#: The exponents of the words.
EXPONENTS = {"constant": 0, "linear": 1, "n log n": 1, "linearithmic": 1, "quadratic": 2, "cubic": 3}
#: Half-way between two classes. To sort n random numbers grows like n**1.2 to n**1.3: a logarithm, and small caches.
HALF_WAY = 0.5
#: Real seconds that a measurement may take.
BUDGET = 10.0


@dataclass(frozen=True, slots=True)
class Growth:
    """What `assert_growth` measured."""

    #: CPU seconds of each try, by size.
    costs: Costs
    #: The exponent of the size with which they grow.
    exponent: Exponent

    def __str__(self) -> str:
        return "\n".join(f"n = {size:,}: {real_time(min(tries))}" for size, tries in self.costs.items())


@called_as("assert_growth(function, prepare=function_of_n, at_most='linear')")
def assert_growth(
    call: Callable[[Any], object],
    *,
    at_most: str | None = None,
    at_least: str | None = None,
    prepare: Callable[[int], Any] | None = None,
    sizes: Sequence[int] | None = None,
    budget: float = BUDGET,
) -> Growth:
    """Assert how the CPU time of ``call(n)``, or of ``call(prepare(n))``, grows with n: like a class `at_most` or `at_least`.

    The classes are "constant", "linear", "n log n" (or "linearithmic"), "quadratic" and "cubic". The costs at several sizes say
    with which exponent of n they grow. A class ends half-way to the next exponent: "linear" is anything below n**1.5. What
    grows like n log n passes as linear, and the other way round: sizes that fit into a test do not tell the two apart.

    ::

        assert_growth(parse, prepare=lambda n: "a," * n, at_most="linear")

    CPU time is that of this process with all its threads: neither sleeps nor child processes count. Other programs that compute
    meanwhile take up caches, which costs large sizes more than small ones: the exponent may then be smaller than it looks. Each
    size is tried five times or more, in a mixed order, and the shortest try counts. The garbage collector is held off.

    Args:
        call: what is measured.
        at_most, at_least: the class; both, for exactly one.
        prepare: makes the argument of `call` out of n, anew for each try, outside of the measured time.
        sizes: the values of n. Without them n is doubled until a call takes long enough.
        budget: real seconds that the measurement may take.

    Raises:
        AssertionError: it grows faster than `at_most`, or more slowly than `at_least`.
        Inconclusive: the exponent is too near to the end of the class. Inside a claim it is then measured again.
        Broken: the calls are too short to be measured, or too long for the budget.
        ClaimError: an argument is wrong.
    """
    __tracebackhide__ = True
    low, high = _bounds(at_most, at_least)
    _check(call, prepare, sizes, budget)
    meter = CostMeter(call, prepare, budget)
    costs = measure(meter, sizes, lambda costs: _is_decided(exponent(costs, contended=meter.contended), low, high))
    growth = Growth(costs, exponent(costs, contended=meter.contended))
    count_assertion()
    _note(growth)
    seen, listed = growth.exponent, str(growth).replace("\n", ", ")
    if seen.low > high:
        raise AssertionError(f"grows like {seen}, not like {_written(at_most)}: {listed}.")
    if seen.high < low:
        raise AssertionError(f"grows like {seen}, not like {_written(at_least)}: {listed}.")
    if not _is_decided(seen, low, high):
        ends = " and ".join(f"n**{end}" for end in (low, high) if abs(end) < inf)
        raise Inconclusive(f"grows like {seen}, too near to where the class ends, {ends}, to tell: {listed}")
    return growth


def _bounds(at_most: str | None, at_least: str | None) -> tuple[float, float]:
    """The least and the largest exponent that is allowed."""
    for name, word in {"at_most": at_most, "at_least": at_least}.items():
        if word is not None and (not isinstance(word, str) or word not in EXPONENTS):
            raise ClaimError(f"assert_growth({name}={word!r}): write one of {', '.join(map(repr, EXPONENTS))}.")
    if at_most is None and at_least is None:
        raise ClaimError('assert_growth predicts nothing: give at_most="linear", for example, or at_least=.')
    if at_least == "constant":
        raise ClaimError("assert_growth(at_least='constant'): nothing grows more slowly; for a constant cost write at_most=.")
    low = -inf if at_least is None else EXPONENTS[at_least] - HALF_WAY
    high = inf if at_most is None else EXPONENTS[at_most] + HALF_WAY
    if low > high:
        raise ClaimError(f"assert_growth: at_least={at_least!r} is more than at_most={at_most!r}.")
    return low, high


def _check(call: object, prepare: object, sizes: Sequence[int] | None, budget: object) -> None:
    for name, function in {"call": call, **({} if prepare is None else {"prepare": prepare})}.items():
        if inspect.iscoroutinefunction(function) or not callable(function):
            raise ClaimError(f"assert_growth({name}={function!r}): give an ordinary function of one argument.")
    if not is_nonnegative_number(budget):
        raise ClaimError(f"assert_growth(budget={budget!r}): write a finite number of real seconds.")
    if sizes is None:
        return
    whole = isinstance(sizes, (list, tuple, range)) and all(type(size) is int and size > 0 for size in sizes)
    if not whole or len(set(sizes)) < 3 or max(sizes) < NARROWEST * min(sizes):
        raise ClaimError(
            f"assert_growth(sizes={sizes!r}): give a list of three or more whole numbers above 0, the largest at least "
            f"{NARROWEST} times the smallest."
        )


def _is_decided(seen: Exponent, low: float, high: float) -> bool:
    """Whether the exponent certainly lies inside, or certainly outside."""
    return (low <= seen.low and seen.high <= high) or seen.low > high or seen.high < low


def _note(growth: Growth) -> None:
    run = current_run()
    if run is not None:
        run.figures["exponent"] = growth.exponent.best
        run.notes |= {SUMMARY_NOTE: f"n^{growth.exponent.best:.2f}", "costs": str(growth)}


def _written(word: str | None) -> str:
    return {"constant": "a constant", "linear": "n", "quadratic": "n**2", "cubic": "n**3"}.get(word or "", "n log n")
