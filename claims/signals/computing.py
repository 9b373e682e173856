"""Signals that arrive while one call computes. Standard library only."""

import re
import signal
from time import perf_counter, process_time

#: Seconds of CPU time that a call has to take.
LONG = 0.05


def matching_a_regular_expression():
    return [share_over(match, range(12, 40))]


def matching_and_multiplying():
    return [share_over(match, range(12, 40)), share_over(lambda size: pow(3, size), doubled_from(2**14))]


def summing_up():
    return [share_over(lambda size: sum(range(size)), doubled_from(2**18))]


def computing_in_python():
    return [share_over(count_up_to, doubled_from(2**16))]


def match(size):
    re.match("(a+)+$", "a" * size + "b")


def doubled_from(size):
    while True:
        yield size
        size *= 2


def count_up_to(size):
    number = 0
    while number < size:
        number += 1


def share_over(call, sizes):
    """Which share of the computation was over when the handler ran: about a fifth, if it ran when the signal arrived."""
    for size in sizes:
        began = process_time()
        call(size)
        taken = process_time() - began
        if taken >= LONG:
            share = share_of_one_call(call, size, taken / 5)
            # Where there is a compiler at work, the second call may be over before the signal arrives.
            if share is not None:
                return share
    return None


def share_of_one_call(call, size, delay):
    handled = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: handled.append(process_time()))
    began, started = process_time(), perf_counter()
    # By the clock: a timer that goes by CPU time is late on a busy machine, where the system only samples who uses the CPUs.
    left, again = signal.setitimer(signal.ITIMER_REAL, delay)
    try:
        call(size)
        ended = process_time()
    finally:
        # Somebody else may use the one timer that there is, to limit how long a test may take.
        signal.setitimer(signal.ITIMER_REAL, left and max(left - (perf_counter() - started), 0.001), again)
        signal.signal(signal.SIGALRM, before)
    return (handled[0] - began) / (ended - began) if handled else None
