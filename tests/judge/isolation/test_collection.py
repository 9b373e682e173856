"""The garbage of a program: collected in its own run, with what goes wrong then."""

import gc
import sys
import weakref

import pytest

from pytest_claims.judge.isolation.collection import can_set_aside, own_garbage

needs_freeze = pytest.mark.skipif(not can_set_aside(), reason="nothing can be set aside here")


class Node:
    """Something that holds itself, so that only the collector ends it; by then it may raise."""

    def __init__(self, ending=lambda: None):
        self.itself, self.ending = self, ending

    def __del__(self):
        self.ending()


def fail():
    raise OSError("nobody is there")


@pytest.fixture(autouse=True)
def _only_when_asked():
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def heard(monkeypatch):
    """What the hook that was there before is told."""
    told = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: told.append(str(unraisable.exc_value)))
    return told


@needs_freeze
def test_what_becomes_garbage_in_the_block_is_collected_at_its_end():
    with own_garbage():
        node = weakref.ref(Node())
        within = node() is not None
    assert within
    assert node() is None


@needs_freeze
def test_what_was_garbage_before_is_left_for_later():
    node = weakref.ref(Node())
    with own_garbage():
        gc.collect()
    left = node() is not None
    gc.collect()
    assert left
    assert node() is None


@needs_freeze
def test_what_the_collector_raises_at_the_end_is_told(heard):
    with own_garbage() as ignored:
        Node(fail)
    (said,) = ignored
    assert said.startswith("OSError: nobody is there (test_collection.py, line ")
    assert heard == []


def test_what_is_raised_where_the_last_reference_goes_is_told_too(heard):
    with own_garbage() as ignored:
        node = Node(fail)
        node.itself = None
        del node
        gc.collect()
    assert [said.partition(" (")[0] for said in ignored] == ["OSError: nobody is there"]
    assert heard == []


@needs_freeze
def test_an_exception_passes_through_and_the_garbage_is_collected_all_the_same(heard):
    told = []

    def leave_garbage_and_fail():
        with own_garbage() as ignored:
            told.append(ignored)
            Node(fail)
            raise KeyError

    with pytest.raises(KeyError):
        leave_garbage_and_fail()
    assert len(told[0]) == 1


def test_afterwards_the_earlier_hook_hears_again(heard):
    with own_garbage() as ignored:
        pass
    node = Node(fail)
    node.itself = None
    del node
    gc.collect()
    assert (heard, ignored) == (["nobody is there"], [])


FREE_THREADED = "3.13.0 experimental free-threading build (main) [GCC 12.2.0]"


@pytest.mark.parametrize(
    ("version", "said", "can"),
    [
        ((3, 13, 0, "candidate", 2), FREE_THREADED, False),
        ((3, 13, 0, "final", 0), FREE_THREADED, False),
        ((3, 13, 1, "final", 0), FREE_THREADED, True),
        ((3, 14, 0, "final", 0), FREE_THREADED.replace("experimental ", ""), True),
        ((3, 13, 0, "final", 0), "3.13.0 (main) [GCC 12.2.0]", True),
        ((3, 11, 7, "final", 0), "3.11.7 (main) [GCC 12.2.0]", True),
    ],
)
def test_nothing_is_set_aside_on_the_build_that_crashes_by_it(monkeypatch, version, said, can):
    monkeypatch.setattr(gc, "freeze", lambda: None, raising=False)
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(sys, "version", said)
    assert can_set_aside() is can


def test_nothing_is_set_aside_where_there_is_no_way_to(monkeypatch):
    monkeypatch.delattr(gc, "freeze", raising=False)
    assert can_set_aside() is False


def test_where_nothing_is_set_aside_the_collector_is_left_alone(monkeypatch, heard):
    monkeypatch.setattr("pytest_claims.judge.isolation.collection.can_set_aside", lambda: False)
    collect = gc.collect
    for name in ("freeze", "unfreeze", "collect"):
        monkeypatch.setattr(gc, name, lambda name=name: pytest.fail(f"gc.{name} was called"), raising=False)
    with own_garbage() as ignored:
        node = Node(fail)
        node.itself = None
        del node
        collect()  # PyPy counts no references
    assert [said.partition(" (")[0] for said in ignored] == ["OSError: nobody is there"]
