"""A signal that arrives while a call into C computes: when is it handled?"""

import sys
from threading import current_thread, main_thread

from claims.signals import computing
from pytest_claims import claim, implementation, platform, require

IS_CPYTHON = sys.implementation.name == "cpython"


def shares_over(program):
    """Which share of each computation was over when the signal was handled."""
    require(current_thread() is main_thread(), "the test does not run in the main thread")
    shares = program()
    require(None not in shares, "a signal did not arrive")
    return shares


@claim(
    "signal.handler-waits-for-c-call",
    says="A signal that arrives during a long computation in C is handled only when that call has returned.",
    source="the documentation of signal, whose example is a regular expression (https://docs.python.org/3/library/signal.html)",
    needs=platform != "win32",
    refuted_where=implementation == "cpython",
    truth="signal.c-code-may-look-for-signals",
    program=computing.matching_a_regular_expression,
    contrast=computing.summing_up if IS_CPYTHON else computing.computing_in_python,
)
def test_a_handler_waits_for_a_call_into_c(program):
    """C code goes on until it returns, unless it looks for signals itself. CPython's regular expressions do, every few
    thousand steps; sum() does not.
    """
    assert min(shares_over(program)) > 0.8


@claim(
    "signal.c-code-may-look-for-signals",
    says="Matching a regular expression and multiplying large integers let handlers run in between; sum() does not.",
    source="the correction of signal.handler-waits-for-c-call",
    needs=(platform != "win32") & (implementation == "cpython"),
    program=computing.matching_a_regular_expression,
    contrast=computing.summing_up,
)
def test_some_code_in_c_looks_for_signals(program):
    """It is up to each function in C; few call PyErr_CheckSignals, which runs the handlers of signals that have arrived."""
    assert max(shares_over(program)) < 0.6
