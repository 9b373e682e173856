"""A signal that arrives when the main thread waits, or is about to. Standard library only."""

import signal
import socket
import subprocess
from contextlib import contextmanager
from functools import partial
from random import uniform
from selectors import EVENT_READ, DefaultSelector
from threading import Lock, Thread
from time import perf_counter

from claims.signals.handlers import handler
from claims.start import quickest_context

#: Real seconds after which the main thread waits no longer.
LIMIT = 0.02

# The main thread is about to wait


def for_a_lock_from_now_on(rounds):
    """How many of so many signals, whose handler releases a lock, did not end the wait for it."""
    return in_another_process(misses, wait_for_a_lock, *ABOUT_NOW, rounds)


def for_a_byte_from_now_on(rounds):
    """The same for a wait for the byte that tells of a signal."""
    return in_another_process(misses, wait_for_a_byte, *ABOUT_NOW, rounds)


#: Real seconds after which the signal arrives: to begin to wait for a lock takes less than the second figure.
ABOUT_NOW = (1e-6, 60e-6)

# The main thread waits


def for_a_lock_beside_starts(rounds):
    """The same for signals that arrive while the main thread waits, and two others start programs."""
    return in_another_process(misses, partial(wait_beside_starts, wait_for_a_lock), *LATER, rounds)


def for_a_byte_beside_starts(rounds):
    return in_another_process(misses, partial(wait_beside_starts, wait_for_a_byte), *LATER, rounds)


#: Real seconds after which the signal arrives.
LATER = (2e-3, 4e-3)
#: Real seconds for which programs are started.
FOR = 8e-3


def wait_beside_starts(wait, send):
    threads = [Thread(target=start_programs) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        return wait(send)
    finally:
        for thread in threads:
            thread.join()


def start_programs():
    end = perf_counter() + FOR
    while perf_counter() < end:
        subprocess.run(["true"])


# Both


def misses(wait, earliest, latest, rounds):
    def send():
        signal.setitimer(signal.ITIMER_REAL, uniform(earliest, latest))

    return sum(not wait(send) for _ in range(rounds))


def wait_for_a_lock(send):
    lock = Lock()
    lock.acquire()
    with handler(signal.SIGALRM, lambda number, frame: lock.release()):
        send()
        return lock.acquire(timeout=LIMIT)


def wait_for_a_byte(send):
    with handler(signal.SIGALRM, lambda number, frame: None), byte_for_each_signal() as reader, DefaultSelector() as selector:
        selector.register(reader, EVENT_READ)
        send()
        # The second look is for a machine so busy that the signal and the end of the wait come at the same time.
        return any(selector.select(limit) for limit in (LIMIT, 0))


@contextmanager
def byte_for_each_signal():
    reader, writer = socket.socketpair()
    with reader, writer:
        writer.setblocking(False)
        before = signal.set_wakeup_fd(writer.fileno())
        try:
            yield reader
        finally:
            signal.set_wakeup_fd(before)


def in_another_process(call, *args):
    """A process of its own, as the timer of this one may be that of a time-out."""
    with quickest_context().Pool(1) as pool:
        return pool.apply(call, args)
