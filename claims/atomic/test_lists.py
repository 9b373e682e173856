"""Threads use one list: is anything lost, and what do they see of it?"""

import sys

from hypothesis import example, given
from hypothesis import strategies as st

from claims.atomic import lists
from pytest_claims import assert_never, assert_sometimes, claim, everywhere, gil

GIL_IS_OFF = not getattr(sys, "_is_gil_enabled", lambda: True)()


@claim(
    "atomic.list-append-keeps-all",
    says="append() to one list from many threads loses nothing, without a lock.",
    source="Library and Extension FAQ, What kinds of global value mutation are thread-safe? (https://docs.python.org/3/faq/library.html)",
    program=lists.append,
    contrast=lists.replace_by_a_longer_one,
)
def test_append_loses_nothing(program):
    """One call in C that calls no Python code keeps the GIL to its end; a free-threaded build locks the list for it. To make
    a longer list and to store it are two steps: who has read the old list in between stores one without the item.
    """
    assert_never(program)


@claim(
    "atomic.list-iadd-loses",
    says="Unlike append(), += on a shared list is not atomic, so items get lost.",
    source="a note on a blog",
    refuted_where=everywhere,
    truth="atomic.list-iadd-keeps-all",
    program=lists.add_in_place,
    contrast=lists.replace_by_a_longer_one,
)
def test_adding_in_place_loses_items(program):
    """The three steps of += are there: read, add, store. But a list adds in place, in one step, and what is stored is the list
    that was read. With numbers, or with `numbers = numbers + [item]`, a new object is stored.
    """
    assert_sometimes(program, budget=0.3)


@claim(
    "atomic.list-iadd-keeps-all",
    says="+= on a shared list loses nothing, although it stores what it has read.",
    source="the correction of atomic.list-iadd-loses",
    program=lists.add_in_place,
    contrast=lists.replace_by_a_longer_one,
)
def test_adding_in_place_loses_nothing(program):
    """What is stored is the very list that everybody else has, with their items in it. It would be lost only if somebody put
    another list in its place meanwhile.
    """
    assert_never(program)


@claim(
    "atomic.sort-is-all-or-nothing",
    says="L.sort() is atomic: other threads see the list before it or after it.",
    source="Library and Extension FAQ, What kinds of global value mutation are thread-safe? (https://docs.python.org/3/faq/library.html)",
    refuted_where=gil == "off",
    truth="atomic.sort-empties-the-list",
    program=lists.sort_numbers,
    contrast=lists.put_a_sorted_copy_in_its_place if GIL_IS_OFF else lists.sort_by_a_key,
)
@given(items=st.integers(100, 1000))
@example(items=1000)
def test_nobody_sees_a_list_being_sorted(program, items):
    """The list is empty until sort is done. Numbers and texts are compared in C, so with a GIL nobody else runs meanwhile; a
    key= or __lt__ in Python lets others run. Without a GIL a list is locked, but len() and reading do not ask the lock.
    """
    assert_never(program, items, budget=0.15)


@claim(
    "atomic.sort-empties-the-list",
    says="While L.sort() is at work the list is empty, and another thread that runs meanwhile sees that.",
    source="the correction of atomic.sort-is-all-or-nothing",
    program=lists.seen_while_a_key_is_computed,
    contrast=lists.seen_while_a_copy_is_sorted,
)
@given(numbers=st.lists(st.integers(), min_size=2, max_size=5))
@example(numbers=[3, 1, 2])
def test_a_list_is_empty_while_it_is_sorted(program, numbers):
    """So that nothing breaks if a comparison changes the list. A key function in Python is where others get to run under every
    interpreter. sorted() works on a copy.
    """
    assert program(list(numbers)) == []
