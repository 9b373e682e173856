"""put: what is done when it returns, and what comes later?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.mpqueues import putting
from pytest_claims import (
    SlowToPickle,
    assert_duration,
    assert_never,
    assert_sometimes,
    claim,
    each,
    everywhere,
    fresh_interpreter,
    require,
    seconds,
)

DOCS = "the documentation of multiprocessing (https://docs.python.org/3/library/multiprocessing.html)"


@claim(
    "mpqueue.put-swallows-pickle-errors",
    says="Putting an object that cannot be pickled on a Queue raises nothing in the caller: a traceback appears later, and the "
    "item never arrives.",
    source="https://github.com/python/cpython/issues/84376",
    program=putting.put_a_lambda_on_a_queue,
    contrast=putting.put_a_lambda_on_a_simple_queue,
)
def test_put_swallows_errors_of_pickle(program):
    """A thread of the sender pickles the item after put has returned: it can only print. A SimpleQueue pickles in put."""
    ended = fresh_interpreter(program)
    require(ended.returncode == 0, f"the interpreter failed: {ended.stderr}")
    assert ended.stdout.splitlines() == ["raised nothing", "the next one"]
    assert "Traceback" in ended.stderr


@claim(
    "mpqueue.empty-lags-only-infinitesimally",
    says="After a put on an empty Queue, empty() is False again after an infinitesimal delay at most.",
    source=DOCS,
    refuted_where=everywhere,
    truth="mpqueue.empty-until-pickled",
    program=putting.put_what_is_slow_to_pickle,
    contrast=putting.put_what_is_quick_to_pickle,
)
@given(nap=st.integers(2, 5))
@example(nap=3)
def test_empty_lags_only_infinitesimally(program, nap):
    """The delay is what pickling takes, and that of a large item is not infinitesimal."""
    with assert_duration(at_most=0.5, rivals={"until it is pickled": nap}):
        program(SlowToPickle(nap=seconds(nap)))


@claim(
    "mpqueue.empty-until-pickled",
    says="After a put on an empty Queue, empty() is True until a thread of the sender has pickled the item, however long "
    "that takes.",
    source="the correction of mpqueue.empty-lags-only-infinitesimally",
    program=putting.put_what_is_slow_to_pickle,
    contrast=putting.put_what_is_quick_to_pickle,
)
@given(nap=st.integers(2, 5))
@example(nap=3)
def test_a_queue_is_empty_until_the_item_is_pickled(program, nap):
    """empty() asks whether there is something in the pipe, and only pickled bytes go there."""
    with assert_duration(approx=nap, rivals={"an infinitesimal delay": 0}):
        program(SlowToPickle(nap=seconds(nap)))


@claim(
    "mpqueue.put-takes-a-snapshot",
    says="An item is pickled when it is put on a Queue, so what the sender does to the object afterwards does not show at the "
    "other end.",
    source=DOCS,
    refuted_where=everywhere,
    truth="mpqueue.later-changes-travel-along",
    program=putting.a_change_shows_on_a_queue,
    contrast=putting.a_change_shows_on_a_simple_queue,
)
def test_put_takes_a_snapshot(program):
    """Put leaves the object itself to a thread, and that pickles it later. Only a SimpleQueue pickles it at once."""
    assert_never(each(program), SlowToPickle(), tries=3)


@claim(
    "mpqueue.later-changes-travel-along",
    says="What the sender changes in an object after it has put it on a Queue can show at the other end.",
    source="the correction of mpqueue.put-takes-a-snapshot",
    program=putting.a_change_shows_on_a_queue,
    contrast=putting.a_change_shows_on_a_simple_queue,
)
def test_later_changes_travel_along(program):
    """It is a race between the sender and the thread that pickles; the larger the object, the more often it is lost."""
    assert_sometimes(each(program), SlowToPickle(), tries=3)
