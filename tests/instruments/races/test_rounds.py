"""How many rounds come next, on made-up calls."""

import pytest

from pytest_claims import ClaimError
from pytest_claims.instruments.races.rounds import PATIENCE, RoundsCall, next_rounds


def all_calls(cost, budget=0.3, tries=None, waits=0.0):
    """The calls that are made of what takes `cost(rounds)` seconds, and waits for a CPU for so many times as long."""
    calls = []
    while (rounds := next_rounds(calls, budget, tries)) and len(calls) < 100:
        spent = cost(rounds)
        calls.append(RoundsCall(rounds, spent * (1 + waits), spent))
    return calls


def spent(calls):
    return sum(call.spent for call in calls)


@pytest.mark.parametrize("each", [1e-8, 1e-6, 1e-4, 0.01])
def test_rounds_become_more_until_the_budget_is_used_up(each):
    calls = all_calls(lambda rounds: each * rounds)
    assert [call.rounds for call in calls[:2]] == [1, 2]
    assert 0.3 <= spent(calls) <= 0.5
    assert len(calls) <= 40


def test_a_larger_budget_is_used_up_too():
    assert 3 <= spent(all_calls(lambda rounds: 1e-6 * rounds, budget=3)) <= 4


@pytest.mark.parametrize("each", [0.2, 1, 10])
def test_what_takes_long_is_tried_a_few_times_only(each):
    assert sum(call.rounds for call in all_calls(lambda rounds: each * rounds)) <= 7


def test_what_a_call_takes_beside_its_rounds_is_not_counted_and_costs_few_calls():
    calls = all_calls(lambda rounds: 0.5 + 1e-5 * rounds)
    assert sum(call.rounds for call in calls) >= 0.3 / 1e-5
    assert len(calls) <= 10


def test_a_first_call_that_is_longer_than_all_others_does_not_use_up_the_budget():
    first = [RoundsCall(1, 2.0, 2.0)]
    assert next_rounds(first, 0.3, None) == 2
    assert next_rounds([*first, RoundsCall(2, 0.01, 0.01)], 0.3, None) > 2


def test_what_waits_for_a_cpu_is_tried_for_longer_but_not_for_ever():
    calm, busy, hopeless = (all_calls(lambda rounds: 1e-6 * rounds, waits=waits) for waits in (0, 2, 1000))
    assert spent(busy) == pytest.approx(spent(calm), rel=0.2)
    assert sum(call.elapsed for call in hopeless) <= 2 * PATIENCE * 0.3


@pytest.mark.parametrize("tries", [1, 2, 1000, 12_345])
def test_so_many_tries_are_made_as_are_asked_for(tries):
    for cost in (lambda rounds: 10.0 * rounds, lambda rounds: 1.0, lambda rounds: 0.0):
        assert sum(call.rounds for call in all_calls(cost, tries=tries)) == tries


@pytest.mark.parametrize("cost", [0.0, 1e-7, 1.0])
def test_what_does_not_try_as_often_as_told_is_refused(cost):
    with pytest.raises(ClaimError, match=r"^[\d,]+ rounds took \d\S* m?s, as few do: try as often as the last argument says"):
        all_calls(lambda rounds: cost)


def test_what_is_very_quick_may_have_very_many_rounds():
    assert spent(all_calls(lambda rounds: 1e-10 * rounds)) >= 0.3
