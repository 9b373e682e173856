"""Two threads add to one number: are updates lost?"""

import sys

from hypothesis import example, given
from hypothesis import strategies as st

from claims.atomic import increments
from pytest_claims import assert_never, assert_sometimes, claim, gil, implementation

#: Where threads are switched only at calls of Python functions and at the ends of loops.
FEW_SWITCHES = (implementation == "cpython") & (gil == "on")
SWITCHES_ARE_FEW = sys.implementation.name == "cpython" and getattr(sys, "_is_gil_enabled", lambda: True)()


@claim(
    "atomic.global-increment-loses",
    says="`x += 1` on a global that several threads increment loses updates unless it is locked.",
    source="Library and Extension FAQ, What kinds of global value mutation are thread-safe? (https://docs.python.org/3/faq/library.html)",
    refuted_where=FEW_SWITCHES,
    truth="atomic.gil-keeps-increments-whole",
    program=increments.add_one,
    contrast=increments.add_one_by_a_call if SWITCHES_ARE_FEW else increments.add_one_under_a_lock,
)
def test_an_increment_loses_updates(program):
    """It reads, adds and writes in several instructions. But since 3.10 CPython's GIL changes hands between no two of them,
    only at the call of a Python function or the end of a loop's round. Without a GIL, and on PyPy, they are interrupted.
    """
    assert_sometimes(program)


@claim(
    "atomic.gil-keeps-increments-whole",
    says="CPython with a GIL does not change threads in the middle of `x += 1`, so none of these updates is lost.",
    source="the correction of atomic.global-increment-loses",
    needs=FEW_SWITCHES,
    program=increments.add_one_to_a_field,
    contrast=increments.add_one_to_a_field_by_a_call,
)
@given(kind=st.sampled_from(["attribute", "item"]))
@example(kind="attribute")
def test_an_increment_loses_nothing_under_the_gil(program, kind):
    """Nothing in it gives the GIL up, as long as adding and storing call no Python code. No document promises that; a number
    with an __add__ of its own, a property or a call such as `x += f()` lets other threads in.
    """
    assert_never(program, kind)


@claim(
    "atomic.increment-by-a-call-loses",
    says="`x += f()` with a Python function f loses updates when several threads do it without a lock.",
    source="an issue of a description of CPython, and https://stackoverflow.com/questions/70493438",
    program=increments.add_one_by_a_call,
    contrast=increments.add_one_by_a_call_under_a_lock,
)
def test_an_increment_by_a_call_loses_updates(program):
    """The old value is read before f is called. At the call of a Python function another thread may get the GIL, and what that
    one adds meanwhile is overwritten.
    """
    assert_sometimes(program)
