"""map: what becomes of the other items when one of them fails?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.pools import map_errors
from claims.start import far_from_its_end, quickest_context
from pytest_claims import claim, everywhere, require, seconds


@claim(
    "pool.map-error-stops-the-others",
    says="When one task of Pool.map raises, the other tasks are stopped although they still have work to do.",
    source="a question on a Q&A site",
    refuted_where=everywhere,
    truth="pool.map-error-waits-for-the-others",
    program=map_errors.an_error_in_map,
    contrast=map_errors.an_error_in_imap,
)
@given(others=st.integers(2, 4))
@example(others=3)
def test_an_error_in_map_stops_the_others(program, others):
    """What stops tasks is the end of the with block, and the error of map does not get there before they have ended."""
    ended = program(quickest_context(), others, far_from_its_end(seconds(5)))
    require(ended != "no error", "no task failed")
    assert ended < others


@claim(
    "pool.map-error-waits-for-the-others",
    says="Pool.map raises the error of a task only when all other tasks have ended.",
    source="the correction of pool.map-error-stops-the-others",
    program=map_errors.an_error_in_map,
    contrast=map_errors.an_error_in_imap,
)
@given(others=st.integers(2, 4))
@example(others=3)
def test_an_error_in_map_waits_for_the_others(program, others):
    """Map waits until no chunk is missing. imap raises when it is the failed item's turn: that error leaves the block early."""
    ended = program(quickest_context(), others, far_from_its_end(seconds(5)))
    require(ended != "no error", "no task failed")
    assert ended == others


@claim(
    "pool.map-error-drops-its-chunk",
    says="When an item fails in Pool.map, the items behind it in the same chunk never run.",
    source="a consequence of what is said at https://stackoverflow.com/questions/53751050",
    program=map_errors.in_chunks,
    contrast=map_errors.one_by_one,
)
@given(chunksize=st.integers(2, 4), place=st.integers(0, 1))
@example(chunksize=3, place=1)
def test_an_error_in_map_drops_the_rest_of_its_chunk(program, processes, chunksize, place):
    """The task is a loop over the chunk, which the error ends. Those of other chunks run, before it and after it."""
    place = min(place, chunksize - 2)
    items, bad, behind = 3 * chunksize, chunksize + place, 2 * chunksize
    ran = program(processes, items, bad, chunksize)
    require({*range(bad + 1), *range(behind, items)} <= set(ran), "an item did not run that is not behind it")
    assert ran == [*range(bad + 1), *range(behind, items)]
