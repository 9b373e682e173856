"""What calls cost at several sizes, in CPU seconds: measured for `assert_growth`."""

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random
from time import process_time
from typing import Any

from pytest_claims.instruments.cpu.exponent import Costs
from pytest_claims.machine.originals import perf_counter
from pytest_claims.machine.procfs import busy_seconds
from pytest_claims.model.errors import Broken
from pytest_claims.model.wording import format_number

#: CPU seconds: what a call has to take to be measured at all; what it takes for the smallest size and for the largest, if the
#: budget allows. Windows counts CPU time in steps of 16 ms.
TOO_SHORT, ENOUGH, LONG = (0.05, 0.1, 0.5) if sys.platform == "win32" else (0.0001, 0.001, 0.03)
#: The first size that is tried, the last one, and how many there are in the end.
FIRST, LAST, HOW_MANY = 8, 2**20, 5
#: The largest is so many times the smallest: the exponent is read off their ratio.
NARROWEST, WIDEST = 4, 16
#: How many times as much a call may cost for twice the size, where it is guessed: more than that is a call that others held up.
STEEPEST = 16.0
#: CPU seconds a second that others use at least on a machine that is not quiet.
CONTENDED = 0.1
#: Tries per size before the costs are looked at, and how often there may be as many again.
TRIES, AGAIN = 5, 3


class CostMeter:
    """Measures calls, and knows what they cost."""

    def __init__(self, call: Callable[[Any], object], prepare: Callable[[int], Any] | None, budget: float) -> None:
        self._call, self._prepare = call, prepare
        self._began = perf_counter(), process_time(), busy_seconds()
        self._deadline = self._began[0] + budget
        #: CPU seconds of each try, by size.
        self.costs: dict[int, list[float]] = {}
        #: Real seconds of the last call of each size, the making of its argument included.
        self._took: dict[int, float] = {}

    @property
    def contended(self) -> bool:
        """Whether others have computed since the begin; where the system does not tell, they may have."""
        began, used, busy = self._began
        now = busy_seconds()
        if busy is None or now is None:
            return True
        return now - busy - (process_time() - used) > CONTENDED * (perf_counter() - began)

    def measure(self, size: int) -> None:
        """Call once."""
        began = perf_counter()
        argument = size if self._prepare is None else self._prepare(size)
        started = process_time()
        # What it returns is put away outside of the measured time.
        result = self._call(argument)
        cost = process_time() - started
        del argument, result
        # A clock with coarse steps says 0, which has no logarithm.
        self.costs.setdefault(size, []).append(max(cost, 1e-9))
        self._took[size] = perf_counter() - began

    def can_afford(self, sizes: Sequence[int], tries: int) -> bool:
        """Whether the budget allows to try each of `sizes` so often."""
        return tries * sum(map(self._price, sizes)) < self._deadline - perf_counter()

    def _price(self, size: int) -> float:
        larger = [known for known in self._took if known >= size]
        if larger:
            return self._took[min(larger)]
        # Twice as large as what was tried last: that costs as many times more as it did last time.
        last = max(self._took)
        as_last_time = self._took[last] / self._took.get(last // 2, self._took[last])
        return self._took[last] * min(STEEPEST, max(2.0, as_last_time))


def measure(meter: CostMeter, sizes: Sequence[int] | None, is_decided: Callable[[Costs], bool]) -> Costs:
    """Costs at `sizes`, or at sizes that take long enough: more of them until `is_decided`, or until the budget is used up.

    Raises:
        Broken: the calls are too short to be measured, or too long for the budget.
    """
    mixed = Random(0)
    with _no_collection():
        chosen = sorted(set(sizes)) if sizes else _sizes_by_doubling(meter)
        for _ in range(AGAIN):
            for number in range(TRIES):
                if number < 2 or meter.can_afford(chosen, 1):
                    for size in mixed.sample(chosen, len(chosen)):
                        meter.measure(size)
            costs = {size: meter.costs[size] for size in chosen}
            _long_enough(chosen[-1], min(costs[chosen[-1]]))
            if is_decided(costs) or not meter.can_afford(chosen, TRIES):
                break
            if not sizes and meter.can_afford([2 * chosen[-1]], 2 * TRIES):
                meter.measure(2 * chosen[-1])
                chosen = _sizes_to_measure(meter)
    return costs


def _long_enough(size: int, cost: float) -> None:
    if cost < TOO_SHORT:
        raise Broken(
            f"assert_growth: a call takes {format_number(1e6 * cost)} µs for n = {size:,}, too short to be measured: "
            "repeat the work in a loop inside of call, or give larger sizes="
        )


def _sizes_by_doubling(meter: CostMeter) -> list[int]:
    """Sizes that take long enough, found by doubling."""
    size = FIRST
    # The first call of all may import something.
    for _ in range(2):
        meter.measure(size)
    while size < LAST and meter.costs[size][-1] < LONG and meter.can_afford([2 * size], TRIES):
        size *= 2
        meter.measure(size)
    if size == FIRST and not meter.can_afford([size], HOW_MANY * TRIES):
        raise Broken(f"assert_growth: a call takes too long for n = {size}: give smaller sizes=, or a larger budget=")
    return _sizes_to_measure(meter)


def _sizes_to_measure(meter: CostMeter) -> list[int]:
    """Sizes up to the largest that was tried, down to where a call still takes long enough to be measured."""
    top = max(meter.costs)
    # What each call takes, however small n is, would make the costs of small sizes look flat.
    least = max(ENOUGH, 2 * min(meter.costs[FIRST]))
    long_enough = [size for size, costs in meter.costs.items() if min(costs) >= least]
    bottom = min(top / NARROWEST, max(top / WIDEST, min(long_enough, default=0)))
    return sorted({max(1, round(bottom * (top / bottom) ** (step / (HOW_MANY - 1)))) for step in range(HOW_MANY)})


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold off the garbage collector, which looks through all there is now and then."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
