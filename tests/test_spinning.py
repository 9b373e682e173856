"""Work for a CPU that travels to any process."""

import pickle

import pytest

from pytest_claims.spinning import Spin


def test_work_does_the_same_wherever_and_with_whatever_it_is_called():
    work = pickle.loads(pickle.dumps(Spin(10)))
    assert work == Spin(10)
    assert work() == work(1, "two") == sum(number**2 for number in range(10))


def test_work_of_one_amount_is_the_same_work():
    assert {Spin(3), Spin(3), Spin(4)} == {Spin(4), Spin(3)}
    assert Spin(3) != Spin(4)
    assert Spin(3) != 3


def test_work_says_how_much_it_is():
    assert repr(Spin(3)) == "Spin(rounds=3)"


@pytest.mark.parametrize("rounds", [0, 1])
def test_little_work_is_done_at_once(rounds):
    assert Spin(rounds)() == 0
