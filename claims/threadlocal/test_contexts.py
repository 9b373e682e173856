"""Context variables: does a new thread see what its starter has set?"""

import sys

from hypothesis import example, given
from hypothesis import strategies as st

from claims.threadlocal import contexts
from pytest_claims import claim, gil, python

#: Builds without a GIL, since 3.14, have threads inherit the context; sys.flags.thread_inherit_context tells.
INHERITED = (python >= "3.14") & (gil == "off")
IS_INHERITED = bool(getattr(sys.flags, "thread_inherit_context", False))
SPECIAL_CASE = contexts.a_thread_in_an_empty_context if IS_INHERITED else contexts.a_thread_in_a_copy_of_the_context


@claim(
    "threadlocal.contextvar-reaches-thread",
    says="A thread starts with a copy of the context of the thread that started it, and sees its context variables.",
    source="https://github.com/python/cpython/issues/128555",
    refuted_where=~INHERITED,
    truth="threadlocal.thread-starts-with-empty-context",
    program=contexts.a_thread,
    contrast=SPECIAL_CASE,
)
@given(value=st.text(min_size=1).filter(lambda text: text != "nothing"))
@example(value="set by the starter")
def test_a_context_variable_reaches_a_thread(program, value):
    """It is so by default without a GIL, since 3.14; with one it takes the option -X thread_inherit_context=1. Everywhere
    Thread(target=copy_context().run, args=(target,)) does it.
    """
    assert program(value) == value


@claim(
    "threadlocal.thread-starts-with-empty-context",
    says="A new thread starts with an empty context: context variables have their defaults there.",
    source="the correction of threadlocal.contextvar-reaches-thread",
    refuted_where=INHERITED,
    truth="threadlocal.contextvar-reaches-thread",
    program=contexts.a_thread,
    contrast=SPECIAL_CASE,
)
@given(value=st.text(min_size=1).filter(lambda text: text != "nothing"))
@example(value="set by the starter")
def test_a_thread_starts_with_an_empty_context(program, value):
    """A context belongs to one thread. asyncio.to_thread hands a copy on, which Thread and executors do not by themselves."""
    assert program(value) == "nothing"
