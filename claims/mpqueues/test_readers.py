"""The processes at the ends of a queue: who waits for whom, and how does a queue get there?"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims.mpqueues import readers
from claims.start import quickest_context
from pytest_claims import assert_hangs, claim


@claim(
    "mpqueue.join-before-drain-hangs",
    says="Joining a process that has put a large item on a Queue hangs until somebody takes the item out.",
    source="the documentation of multiprocessing (https://docs.python.org/3/library/multiprocessing.html)",
    program=readers.join_then_take,
    contrast=readers.take_then_join,
)
@given(megabytes=st.integers(1, 8))
@example(megabytes=1)
def test_a_join_before_the_get_hangs(program, megabytes):
    """The child joins the thread that writes to the pipe before it ends, and the pipe is full until somebody reads."""
    assert_hangs(program, quickest_context(), megabytes * 2**20, during=10)


@claim(
    "mpqueue.cannot-be-pool-argument",
    says="A multiprocessing.Queue cannot be an argument of a Pool's task.",
    source="a question on https://stackoverflow.com",
    program=readers.as_an_argument,
    contrast=readers.through_the_initializer,
)
def test_a_queue_cannot_be_an_argument_of_a_task(program, processes):
    """Its locks and its pipe cannot be pickled but while a process is started; a worker has been started long before."""
    with pytest.raises(RuntimeError, match="only be shared between processes through inheritance"):
        program(processes, "an item")


@claim(
    "mpqueue.killed-reader-blocks-the-others",
    says="If a process is killed while it waits in get, nobody else can read that Queue any more, and nobody is told.",
    source="https://github.com/python/cpython/issues/96062",
    program=readers.a_reader_killed_in_get,
    contrast=readers.a_reader_killed_elsewhere,
)
def test_a_killed_reader_blocks_the_others(program):
    """Who waits in get holds a lock, one for all processes that read. Nobody releases it for a process that is gone."""
    assert_hangs(program, quickest_context(), during=10)
