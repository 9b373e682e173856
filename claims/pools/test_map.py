"""map and imap: in which order, in which portions and how early do workers get the items?"""

from math import ceil

from hypothesis import example, given
from hypothesis import strategies as st

from claims.pools import mapping
from claims.start import quickest_context
from pytest_claims import claim, everywhere, require, seconds

DOCS = "the documentation of multiprocessing (https://docs.python.org/3/library/multiprocessing.html)"


@claim(
    "pool.map-keeps-order",
    says="Pool.map gives the results in the order of the arguments, whichever task finishes first.",
    source=DOCS,
    program=mapping.by_map,
    contrast=mapping.by_imap_unordered,
)
@given(items=st.integers(3, 6), slow=st.integers(0, 1))
@example(items=4, slow=0)
def test_map_keeps_the_order(program, processes, items, slow):
    """Each task has a number, which is the place of its result in the list. The slow item ends after all the others here."""
    assert program(processes, items, slow) == list(range(items))


@claim(
    "pool.map-hands-out-one-by-one",
    says="Pool.map makes a task of each item and hands the next one to whichever worker is free.",
    source="a blog; contradicted by an answer on https://stackoverflow.com/questions/53751050",
    refuted_where=everywhere,
    truth="pool.map-hands-out-chunks",
    program=mapping.in_chunks_by_default,
    contrast=mapping.in_chunks_of_one,
)
@given(items=st.integers(9, 24))
@example(items=9)
def test_map_hands_out_one_by_one(program, items):
    """It cuts the items into chunks. Those behind a slow item of the same chunk wait for it, though a worker is free."""
    assert program(quickest_context(), items, patience=seconds(3)) == items - 1


@claim(
    "pool.map-hands-out-chunks",
    says="Pool.map cuts its items into at most four chunks a worker, and hands out a chunk as one task.",
    source="the correction of pool.map-hands-out-one-by-one",
    program=mapping.in_chunks_by_default,
    contrast=mapping.in_chunks_of_one,
)
@given(items=st.integers(9, 24))
@example(items=9)
def test_map_hands_out_chunks(program, items):
    """Fewer messages cost less. Up to four items a worker a chunk is one item, so small trials do not show it."""
    chunk = ceil(items / (4 * 2))
    assert program(quickest_context(), items, patience=seconds(3)) == items - chunk


@claim(
    "pool.imap-takes-items-lazily",
    says="Pool.imap takes items from its iterable one at a time, as results are asked for, instead of all at once.",
    source="a blog; contradicted by https://stackoverflow.com/questions/5318936",
    refuted_where=everywhere,
    truth="pool.imap-takes-all-items",
    program=mapping.by_imap,
    contrast=mapping.by_a_generator_with_apply,
)
@given(items=st.integers(3, 50))
@example(items=20)
def test_imap_takes_items_lazily(program, items):
    """The results come one at a time. But a thread of the pool puts all the items into a queue as fast as it can."""
    assert program(quickest_context(), items, seconds(3)) == 1


@claim(
    "pool.imap-takes-all-items",
    says="Pool.imap takes all items from its iterable, however few results are asked for.",
    source="the correction of pool.imap-takes-items-lazily",
    program=mapping.by_imap,
    contrast=mapping.by_a_generator_with_apply,
)
@given(items=st.integers(3, 50))
@example(items=20)
def test_imap_takes_all_items(program, items):
    """Nothing holds the thread back that takes them, so an endless iterable fills the memory."""
    assert program(quickest_context(), items, seconds(5)) == items


@claim(
    "pool.map-refuses-a-lambda",
    says="Pool.map cannot be given a lambda, not even where processes are forked.",
    source="a web page on errors of pickle",
    program=mapping.map_a_lambda,
    contrast=mapping.map_a_function_of_a_module,
)
@given(numbers=st.lists(st.integers(-9, 9), min_size=1, max_size=3))
@example(numbers=[1, 2])
def test_map_refuses_a_lambda(program, processes, numbers):
    """The worker is there before the task, which comes by pickle: a function travels as the name to import it by."""
    said = program(processes, numbers)
    require(isinstance(said, Exception) or said == [number + 1 for number in numbers], "neither an error nor the results")
    assert isinstance(said, Exception)
    assert "<lambda>" in str(said)
