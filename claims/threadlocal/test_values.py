"""threading.local: whose values are these, and how long do they last?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.threadlocal import values
from pytest_claims import claim, require


@claim(
    "threadlocal.other-threads-start-empty",
    says="What is set on a threading.local at import time exists in that thread only: another thread gets AttributeError.",
    source="a blog",
    program=values.an_attribute,
    contrast=values.a_default_of_a_subclass,
)
@given(value=st.integers() | st.text())
@example(value="a default")
def test_other_threads_start_empty(program, value):
    """A threading.local has one dictionary of attributes for each thread. What a class has, or sets in its __init__, which
    is called anew in each thread, is there for all.
    """
    there, here = program(value)
    require(here == value, "the thread that set the value has not got it")
    assert there is AttributeError


@claim(
    "threadlocal.values-outlive-a-pool-task",
    says="What a task stores in a threading.local is still there for the next task that runs on the same pool thread.",
    source="an issue of a task queue",
    program=values.tasks_of_a_pool_thread,
    contrast=values.tasks_in_threads_of_their_own,
)
@given(left=st.lists(st.integers(1), min_size=2, max_size=4, unique=True))
@example(left=[1, 2])
def test_values_outlive_a_pool_task(program, left):
    """The values live as long as the thread, and a pool keeps its threads. Each task has to clean up, or to set it anew."""
    assert program(left) == [None, *left[:-1]]
