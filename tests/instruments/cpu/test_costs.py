"""What calls cost, by a made-up clock that each call moves on."""

import gc

import pytest

from pytest_claims import Broken
from pytest_claims.instruments.cpu import costs
from pytest_claims.instruments.cpu.costs import ENOUGH, LONG, STEEPEST, TOO_SHORT, CostMeter, measure


class Clock:
    """A clock that stands still but for what a call costs and, where others run, takes."""

    def __init__(self):
        self.cpu = self.wall = self.others = 0.0

    def spend(self, cpu, wall=None):
        self.cpu += cpu
        self.wall += cpu if wall is None else wall


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(costs, "process_time", lambda: clock.cpu)
    monkeypatch.setattr(costs, "perf_counter", lambda: clock.wall)
    monkeypatch.setattr(costs, "busy_seconds", lambda: clock.cpu + clock.others)
    return clock


def told(_costs):
    return True


def never(_costs):
    return False


def test_a_call_is_measured_without_the_making_of_its_argument(clock):
    def prepare(n):
        clock.spend(100)
        return [n]

    meter = CostMeter(lambda argument: clock.spend(argument[0]), prepare, budget=1000)
    meter.measure(3)
    meter.measure(3)
    assert meter.costs == {3: [3, 3]}


@pytest.mark.parametrize(("others", "contended"), [(0.0, False), (0.09, False), (0.11, True)])
def test_others_that_compute_meanwhile_are_noticed(clock, others, contended):
    clock.others = 50
    meter = CostMeter(lambda argument: clock.spend(1, wall=2), None, budget=1000)
    meter.measure(3)
    clock.others += 2 * others
    assert meter.contended is contended


def test_where_nobody_counts_others_may_compute(clock, monkeypatch):
    monkeypatch.setattr(costs, "busy_seconds", lambda: None)
    assert CostMeter(clock.spend, None, budget=1000).contended


def test_each_try_has_an_argument_of_its_own(clock):
    taken = []
    measure(CostMeter(lambda argument: (taken.append(argument), clock.spend(0.01)), lambda n: object(), 10), [1, 2, 4], told)
    assert len(taken) == len(set(taken)) == 15


def test_sizes_are_doubled_until_a_call_takes_long_enough(clock):
    found = measure(CostMeter(lambda n: clock.spend(n * 1e-6), None, 10), None, told)
    sizes = list(found)
    assert sizes == sorted(sizes)
    assert len(sizes) == 5
    assert LONG <= sizes[-1] * 1e-6 < 2 * LONG
    assert sizes[0] * 1e-6 >= ENOUGH
    assert sizes[-1] == 16 * sizes[0]
    assert {len(tries) for tries in found.values()} <= {5, 6}


@pytest.mark.parametrize("k", [2, 3])
def test_sizes_at_which_a_call_takes_too_short_are_left_out(clock, k):
    found = measure(CostMeter(lambda n: clock.spend(n**k * 1e-7), None, 10), None, told)
    sizes = list(found)
    assert sizes[-1] >= 4 * sizes[0]
    assert min(found[sizes[0]]) >= ENOUGH or sizes[-1] == 4 * sizes[0]


def test_what_each_call_takes_besides_is_left_behind(clock):
    found = measure(CostMeter(lambda n: clock.spend(0.004 + n**2 * 1e-8), None, 10), None, told)
    assert min(found[min(found)]) >= 1.5 * 0.004


def test_a_cost_that_does_not_grow_is_measured_up_to_the_largest_size(clock):
    found = measure(CostMeter(lambda n: clock.spend(0.001), None, 10), None, told)
    assert (min(found), max(found)) == (costs.LAST // 16, costs.LAST)


def test_what_cannot_be_told_is_measured_at_larger_sizes_and_more_often(clock):
    few = measure(CostMeter(lambda n: clock.spend(n * 1e-6), None, 10), None, told)
    many = measure(CostMeter(lambda n: clock.spend(n * 1e-6), None, 10), None, never)
    assert max(many) == 4 * max(few)
    given = measure(CostMeter(lambda n: clock.spend(n * 1e-3), None, 10), [1, 2, 4], never)
    assert {size: len(tries) for size, tries in given.items()} == {1: 15, 2: 15, 4: 15}


@pytest.mark.parametrize("k", [1, 2, 8])
def test_the_budget_in_real_seconds_is_kept(clock, k):
    # Four others beside us: a CPU second takes five.
    measure(CostMeter(lambda n: clock.spend((n / 8) ** k * 1e-4, (n / 8) ** k * 5e-4), None, 2), None, never)
    assert clock.wall < 3


def test_sizes_that_are_given_are_tried_twice_whatever_they_cost(clock):
    found = measure(CostMeter(lambda n: clock.spend(n), None, 1), [1, 2, 4], told)
    assert {size: len(tries) for size, tries in found.items()} == {1: 2, 2: 2, 4: 2}


def test_the_order_of_the_sizes_is_mixed(clock):
    order = []
    measure(CostMeter(lambda n: (order.append(n), clock.spend(0.01)), None, 10), [1, 2, 4, 8], told)
    rounds = [tuple(order[begin : begin + 4]) for begin in range(0, len(order), 4)]
    assert {tuple(sorted(one)) for one in rounds} == {(1, 2, 4, 8)}
    assert len(set(rounds)) > 1


def test_calls_that_are_too_short_are_refused_with_the_remedy(clock):
    with pytest.raises(Broken) as broken:
        measure(CostMeter(lambda n: clock.spend(TOO_SHORT / 2), None, 10), [10, 20, 4000], told)
    assert str(broken.value) == (
        "assert_growth: a call takes 50 µs for n = 4,000, too short to be measured: "
        "repeat the work in a loop inside of call, or give larger sizes="
    )


def test_calls_that_are_too_long_are_refused_with_the_remedy(clock):
    with pytest.raises(Broken) as broken:
        measure(CostMeter(lambda n: clock.spend(1), None, 3), None, told)
    assert str(broken.value) == "assert_growth: a call takes too long for n = 8: give smaller sizes=, or a larger budget="


@pytest.mark.parametrize("was_on", [True, False])
def test_garbage_collection_is_held_off_and_put_back(clock, was_on):
    seen = set()
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        measure(CostMeter(lambda n: (seen.add(gc.isenabled()), clock.spend(0.01)), None, 10), [1, 2, 4], told)
        assert (seen, gc.isenabled()) == ({False}, was_on)
    finally:
        (gc.enable if before else gc.disable)()


def test_a_call_that_others_held_up_does_not_make_the_next_size_look_unaffordable():
    """On a busy machine a call of 7 us took 0.3 s, and twice the size was thought to cost the whole budget."""
    meter = CostMeter(lambda n: None, None, 10.0)
    meter._took.update({16: 0.00001, 32: 0.3})
    assert meter._price(64) == pytest.approx(STEEPEST * 0.3)
    assert meter.can_afford([64], 2)
