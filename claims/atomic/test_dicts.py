"""Threads use one dict: what fails, and what is lost?"""

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims.atomic import dicts
from pytest_claims import assert_never, assert_sometimes, claim, gil, implementation, python

#: Where threads are switched only at calls of Python functions and at the ends of loops.
FEW_SWITCHES = (implementation == "cpython") & (gil == "on")
#: Where a defaultdict keeps the default that was stored first.
KEEPS_THE_FIRST = (
    ((python >= "3.13.12") & (python < "3.14")) | ((python >= "3.14.3") & (python < "3.15")) | (python >= "3.15.0a4")
)

# The same as booleans, for the contrasts.
VERSION, GIL_IS_ON = sys.version_info, getattr(sys, "_is_gil_enabled", lambda: True)()
SWITCHES_ARE_FEW = sys.implementation.name == "cpython" and GIL_IS_ON
FIRST_IS_KEPT = (3, 13, 12) <= VERSION < (3, 14) or (3, 14, 3) <= VERSION < (3, 15) or VERSION >= (3, 15, 0, "alpha", 4)


@claim(
    "atomic.check-then-delete-raises",
    says="Threads that run `if k in d: del d[k]` on one dict without a lock are likely to get KeyError.",
    source="a comment on a news site",
    refuted_where=FEW_SWITCHES,
    truth="atomic.gil-keeps-check-and-delete-together",
    program=dicts.delete_what_is_there,
    contrast=dicts.delete_what_is_there_by_keys_of_a_class if SWITCHES_ARE_FEW else dicts.pop_what_is_there,
)
def test_a_key_that_was_there_is_gone(program):
    """Between the check and the deletion another thread may delete the key. But with texts or numbers as keys CPython's GIL
    does not change hands there: no Python function is called. Without a GIL, and on PyPy, it happens.
    """
    assert_sometimes(program)


@claim(
    "atomic.gil-keeps-check-and-delete-together",
    says="With texts as keys, CPython with a GIL does not change threads in the middle of `if k in d: del d[k]`.",
    source="the correction of atomic.check-then-delete-raises",
    needs=FEW_SWITCHES,
    program=dicts.delete_what_is_there,
    contrast=dicts.delete_what_is_there_by_keys_of_a_class,
)
def test_a_key_that_was_there_is_there(program):
    """Keys whose class has a __hash__ or __eq__ in Python are different: each call of these lets another thread in. No document
    promises the rest; `d.pop(k, None)` is one step whatever the keys.
    """
    assert_never(program)


@claim(
    "atomic.dict-growth-breaks-iteration",
    says="Iterating over a dict while another thread adds keys raises RuntimeError.",
    source="https://stackoverflow.com/questions/66003452",
    program=dicts.iterate,
    contrast=dicts.iterate_over_a_list_of_the_keys,
)
@given(count=st.integers(2, 100), position=st.integers(0, 1))
@example(count=5, position=4)
def test_iterating_while_a_key_is_added_raises(program, count, position):
    """Each step of the iterator compares the size of the dict with what it was at first. `list(d)` takes all keys in one step,
    and nobody else adds to that list.
    """
    with pytest.raises(RuntimeError, match="changed size during iteration"):
        program(range(count), position)


@claim(
    "atomic.setdefault-has-one-winner",
    says="dict.setdefault() is atomic: all threads that ask for one key get the same object.",
    source="https://stackoverflow.com/questions/3483520",
    program=dicts.set_default,
    contrast=dicts.look_and_set,
)
def test_setdefault_gives_everybody_the_same(program):
    """It looks and stores in one step if keys are hashed and compared in C; a free-threaded build locks the dict. In two steps
    both threads may look and find nothing, and one replaces what the other has got.
    """
    assert_never(program)


@claim(
    "atomic.defaultdict-with-lambda-loses",
    says="defaultdict with a factory in Python is not atomic: two threads can get different defaults for one key, and what was "
    "put in one of them is lost.",
    source="https://stackoverflow.com/questions/3483520",
    refuted_where=KEEPS_THE_FIRST,
    truth="atomic.defaultdict-keeps-the-first-default",
    program=dicts.both_append_to_a_default,
    contrast=dicts.both_append_to_what_they_put_there if FIRST_IS_KEPT else dicts.both_append_to_what_they_set_as_default,
)
def test_two_defaults_for_one_key(program):
    """Both threads miss the key, and both call the factory. Up to 3.13.11 and 3.14.2 each stores what it got, and the second
    value replaces the first.
    """
    assert len(program()) == 1


@claim(
    "atomic.defaultdict-keeps-the-first-default",
    says="Since 3.13.12 and 3.14.3 all threads that miss one key of a defaultdict get the default that is stored first.",
    source="the correction of atomic.defaultdict-with-lambda-loses",
    needs=KEEPS_THE_FIRST,
    program=dicts.both_append_to_a_default,
    contrast=dicts.both_append_to_what_they_put_there,
)
def test_one_default_for_one_key(program):
    """What the factory returns is stored as by setdefault. The factory may still be called twice; one result is thrown away."""
    assert sorted(program()) == ["ours", "theirs"]


@claim(
    "atomic.defaultdict-of-list-keeps-all",
    says="defaultdict(list), with a factory in C, is atomic: all threads that ask for one key get the same list.",
    source="https://stackoverflow.com/questions/3483520 (what is said beside atomic.defaultdict-with-lambda-loses)",
    needs=(python >= "3.12") | ~(implementation == "cpython"),
    refuted_where=(gil == "off") & ~KEEPS_THE_FIRST,
    truth="atomic.defaultdict-with-lambda-loses",
    program=dicts.ask_for_a_default_of_list,
    contrast=dicts.look_and_set if GIL_IS_ON or FIRST_IS_KEPT else dicts.set_default,
)
def test_one_list_for_one_key(program):
    """With a GIL nobody else runs between making a list in C and storing it; without one somebody may, and the second list
    replaces the first. Until CPython 3.11 to make a list may start the garbage collector, and with that some code in Python,
    where others get the GIL: there it is nearly atomic.
    """
    assert_never(program)
