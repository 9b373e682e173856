"""Raising an exception in another thread. Standard library only; CPython only."""

import ctypes
from threading import Event, Thread
from time import perf_counter, sleep


class Stop(Exception):
    pass


def raise_in_one_long_sleep(nap):
    return share_slept(nap, nap, lambda: sleep(nap))


def raise_in_many_short_sleeps(nap):
    """The thread sleeps for ten naps, a twentieth of a nap at a time."""

    def sleep_in_pieces():
        for _ in range(200):
            sleep(nap / 20)

    return share_slept(nap, 10 * nap, sleep_in_pieces)


def share_slept(nap, whole, call):
    """Which share of its sleep is over when an exception is raised in a thread, which was sent after a quarter of a nap."""
    begun, sent, shares = Event(), Event(), []

    def work():
        began = perf_counter()
        try:
            begun.set()
            call()
            # Not to be gone when the exception is sent late.
            sent.wait()
        except Stop:
            shares.append((perf_counter() - began) / whole)

    thread = Thread(target=work)
    thread.start()
    begun.wait()
    thread.join(nap / 4)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(Stop))
    sent.set()
    thread.join()
    return shares
