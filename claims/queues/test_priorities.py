"""PriorityQueue: what does it compare, and what if it cannot?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.queues import priorities
from pytest_claims import claim, everywhere


@claim(
    "queue.equal-priorities-compare-the-items",
    says="Of (priority, item) tuples with equal priority a PriorityQueue compares the items: they come out sorted, not in the "
    "order of arrival, and items that cannot be compared raise TypeError in put().",
    source="the documentation of queue (https://docs.python.org/3/library/queue.html)",
    refuted_where=everywhere,
    truth="queue.get-may-fail-to-compare",
    program=priorities.behind_an_urgent_one,
    contrast=priorities.nothing_else_in_the_queue,
)
@given(items=st.lists(st.integers(), min_size=2, max_size=6))
@example(items=[2, 1])
def test_items_of_equal_priority_are_compared_in_put(program, items):
    """They do come out sorted. But put() compares an item with its parent in the heap only, which may have another priority;
    then two of equal priority meet in get().
    """
    assert program(items) == sorted(items)
    assert program([object(), object()]) == "TypeError in put()"


@claim(
    "queue.get-may-fail-to-compare",
    says="PriorityQueue may compare two items of equal priority only in get(): if they cannot be compared that raises "
    "TypeError, and the item that it was to return is lost.",
    source="the correction of queue.equal-priorities-compare-the-items",
    program=priorities.get_before_two_of_one_priority,
    contrast=priorities.get_before_two_numbered_ones,
)
def test_get_loses_an_item_when_it_cannot_compare(program):
    """get() takes out the first item, and then sorts what is left. With a number between priority and item none are equal, and
    they come out in the order of arrival.
    """
    assert program() == ("TypeError", [2, 2])


@claim(
    "queue.refused-item-is-in-the-queue",
    says="An item that put() refused with TypeError, since it cannot be compared, is in the PriorityQueue all the same.",
    source="what happens beside queue.equal-priorities-compare-the-items",
    program=priorities.put_what_cannot_be_compared,
    contrast=priorities.put_into_a_full_queue,
)
def test_a_refused_item_is_in_the_queue(program):
    """The item is appended to the heap, then moved to its place. The error comes in the second step; none undoes the first."""
    assert program() == 2
