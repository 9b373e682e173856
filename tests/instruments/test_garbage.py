"""Garbage collected on demand, to the last finalizer."""

import gc
import subprocess
import sys

import pytest

from pytest_claims import collect_garbage


@pytest.fixture(autouse=True)
def _only_when_asked():
    gc.disable()
    yield
    gc.enable()


class Node:
    """Something that holds itself, so that only the collector ends it."""

    def __init__(self, ending):
        self.itself, self.ending = self, ending

    def __del__(self):
        self.ending()


@pytest.mark.slow
def test_what_finalizers_let_go_of_is_collected_as_well():
    ended, waiting = [], []
    for number in range(4):
        waiting.append(Node(lambda number=number: (ended.append(number), waiting and waiting.pop())))
    waiting.pop()
    collect_garbage()
    assert sorted(ended) == [0, 1, 2, 3]


@pytest.mark.parametrize(("found", "rounds"), [([0, 0], 2), ([0, 3, 0], 3), ([3, 3, 0], 3), ([None] * 9, 4)])
def test_a_round_that_found_nothing_is_the_last_but_for_the_first(monkeypatch, found, rounds):
    """A first round in which finalizers brought everything back to life counts nothing; PyPy never counts."""
    left = iter(found)
    monkeypatch.setattr(gc, "collect", lambda: next(left))
    collect_garbage()
    assert len(found) - len(list(left)) == rounds


def test_a_child_that_imports_it_loads_next_to_nothing():
    program = "import sys; from pytest_claims import collect_garbage; print(*sorted(n for n in sys.modules if 'claims' in n))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.stdout, ran.stderr) == ("pytest_claims pytest_claims.instruments pytest_claims.instruments.garbage\n", "")
