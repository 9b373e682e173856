"""When does a thread that computes let another one go on, and what can that one do then?"""

import sys

from hypothesis import example, given
from hypothesis import strategies as st

from claims.gil import computing
from claims.threads import side_by_side
from pytest_claims import (
    assert_duration,
    assert_never,
    assert_parallel,
    assert_sometimes,
    claim,
    cpus,
    everywhere,
    gil,
    implementation,
    python,
    require,
    seconds,
    spin,
)

GIL_IS_ON = getattr(sys, "_is_gil_enabled", lambda: True)()


@claim(
    "gil.gone-in-python-3-13",
    says="From Python 3.13 on the global interpreter lock is gone.",
    source="what readers make of a blog on Python 3.13",
    needs=(python >= "3.13") & (cpus >= 2),
    refuted_where=gil == "on",
    truth="thread.gil-blocks-cpu-speedup",
    program=side_by_side.compute_in_threads,
    contrast=side_by_side.compute_in_processes_or_by_turns,
    alone=True,
)
def test_threads_compute_side_by_side(program):
    """The interpreter without it is another build, python3.13t, which one has to install on purpose; `python -VV` tells which
    it is. In the usual build the GIL is what it was.
    """
    work = spin(0.2)
    with assert_parallel():
        program(2, work)


@claim(
    "gil.switches-every-100-bytecodes",
    says="The interpreter switches threads every 100 bytecode instructions.",
    source="a pull request of 2017; true of Python 2",
    needs=gil == "on",
    refuted_where=everywhere,
    truth="gil.switches-after-an-interval",
    program=computing.rounds_in_a_row,
    contrast=computing.rounds_by_turns,
)
@given(rounds=st.integers(2000, 20_000))
@example(rounds=10_000)
def test_threads_switch_after_100_instructions(program, rounds):
    """Since Python 3.2 the clock decides, not a count of instructions. Each round here is several instructions, and a thread
    does thousands of rounds in a row. PyPy does count: 10,000 instructions, or 2 million for a second of the switch interval.
    """
    log, longest = program(rounds)
    require(len(log) == 2 * rounds, "a thread did not do all its rounds")
    assert longest <= 100


@claim(
    "gil.switches-after-an-interval",
    says="A thread that computes gives the GIL up when another one has waited for it for the switch interval, usually 5 ms.",
    source="the correction of gil.switches-every-100-bytecodes",
    needs=(implementation == "cpython") & (gil == "on"),
    program=computing.short_waits_beside_a_computation,
    contrast=computing.short_waits_beside_a_computation_that_rests,
    alone=True,
)
@given(interval=st.integers(2, 4))
@example(interval=4)
def test_threads_switch_after_an_interval(program, interval):
    """Who waits asks for the GIL when the interval (sys.setswitchinterval) is over; who has it gives it up at its next call or
    at the end of a loop's round.
    """
    with assert_duration(approx=interval, rel=0.2):
        program(1, seconds(interval))


@claim(
    "gil.spinner-delays-io-thread",
    says="Beside a thread that computes, a thread that does short I/O waits a whole switch interval each time it wants to go "
    "on.",
    source="https://github.com/python/cpython/issues/90204",
    needs=implementation == "cpython",
    refuted_where=gil == "off",
    truth="gil.io-thread-goes-on-soon",
    program=computing.short_waits_beside_a_computation,
    contrast=computing.short_waits_beside_a_computation_that_rests if GIL_IS_ON else computing.waits_as_long_as_the_interval,
    alone=True,
)
@given(times=st.integers(2, 4))
@example(times=3)
def test_each_short_wait_takes_an_interval(program, times):
    """I/O that blocks gives the GIL up, and the computing thread takes it. When the data is there, this thread has to wait for
    an interval again. A call that returns at once is different: the other thread is not awake yet, and misses the GIL.
    """
    with assert_duration(approx=times, rel=0.2):
        program(times, seconds(1))


@claim(
    "gil.io-thread-goes-on-soon",
    says="Without the GIL a thread that does short I/O beside one that computes goes on at once, whatever the switch interval.",
    source="the correction of gil.spinner-delays-io-thread",
    needs=(implementation == "cpython") & (gil == "off"),
    program=computing.short_waits_beside_a_computation,
    contrast=computing.waits_as_long_as_the_interval,
    alone=True,
)
@given(times=st.integers(2, 4))
@example(times=3)
def test_each_short_wait_is_short(program, times):
    """There is nothing to wait for: both threads run. sys.setswitchinterval can be called, and changes nothing."""
    with assert_duration(at_most=times / 2):
        program(times, seconds(1))


@claim(
    "gil.makes-check-then-act-safe",
    says="Since the GIL lets only one thread run Python code at a time, there are no race conditions on shared objects: check "
    "and act need no lock.",
    source="a blog",
    refuted_where=everywhere,
    truth="gil.check-then-act-needs-a-lock",
    program=computing.check_and_act,
    contrast=computing.check_and_act_under_a_lock,
)
def test_check_then_act_is_safe(program):
    """One at a time does not mean one to the end: the GIL may change hands between the check and the act, and then both threads
    have found the same.
    """
    assert_never(program)


@claim(
    "gil.check-then-act-needs-a-lock",
    says="Between a check and the act that follows it another thread may run, with a GIL or without: both need one lock.",
    source="the correction of gil.makes-check-then-act-safe",
    program=computing.check_and_act,
    contrast=computing.check_and_act_under_a_lock,
)
def test_check_then_act_is_a_race(program):
    """The call of a Python function is enough for a switch; the lock makes one step of both."""
    assert_sometimes(program)
