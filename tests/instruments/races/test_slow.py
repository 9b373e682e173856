"""Objects that are slow on purpose."""

import copy
import pickle
from math import inf, nan

import pytest

from pytest_claims import ClaimError, SlowToAdd, SlowToPickle
from pytest_claims.instruments.races import slow


@pytest.fixture
def naps(monkeypatch):
    """The naps that were taken, none of them for real."""
    taken = []
    monkeypatch.setattr(slow, "sleep", taken.append)
    return taken


def test_a_sum_is_an_ordinary_number_and_takes_one_nap(naps):
    total = 40
    total += SlowToAdd(2, nap=0.5)
    assert (total, type(total), naps) == (42, int, [0.5])


def test_a_difference_is_held_open_as_well(naps):
    total = 40.0
    total -= SlowToAdd(2)
    assert (total, naps) == (38.0, [0.001])


def test_what_was_read_before_the_nap_is_what_counts(monkeypatch):
    shared = {"total": 0}
    monkeypatch.setattr(slow, "sleep", lambda nap: shared.update(total=100))
    shared["total"] += SlowToAdd(1)
    assert shared["total"] == 1


@pytest.mark.parametrize("thing", [SlowToAdd(2, nap=0.5), SlowToPickle([1], nap=0.5)], ids=repr)
def test_what_travels_arrives_the_same(naps, thing):
    assert pickle.loads(pickle.dumps(thing)) == thing
    assert copy.copy(thing) == thing
    assert thing != type(thing)(2, nap=0.25)
    assert thing != 2


def test_only_the_one_that_is_slow_to_pickle_naps_when_it_is_pickled(naps):
    pickle.dumps(SlowToAdd(2))
    assert naps == []
    loaded = pickle.loads(pickle.dumps([SlowToPickle("a"), SlowToPickle("b", nap=2)]))
    assert naps == [0.05, 2]
    assert [one.value for one in loaded] == ["a", "b"]


def test_they_say_what_they_are():
    assert repr(SlowToAdd(2)) == "SlowToAdd(2, nap=0.001)"
    assert repr(SlowToPickle("a")) == "SlowToPickle('a', nap=0.05)"
    assert {SlowToAdd(2), SlowToAdd(2), SlowToPickle("a"), SlowToPickle("a")} == {SlowToAdd(2), SlowToPickle("a")}


@pytest.mark.parametrize("nap", [-1, nan, inf, "1", None, True])
@pytest.mark.parametrize("slow_to", [SlowToAdd, SlowToPickle])
def test_a_nap_that_is_none_is_refused(slow_to, nap):
    with pytest.raises(ClaimError) as refused:
        slow_to(1, nap=nap)
    assert str(refused.value) == (
        f"{slow_to.__name__}(nap={nap!r}): write a finite number of real seconds that is not negative."
    )
