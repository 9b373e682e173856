"""Raising an exception in another thread. Standard library only; CPython only."""

import ctypes
from threading import Event, Thread
from time import sleep


class Stop(Exception):
    pass


def raise_in_one_long_sleep(nap):
    return woken_half_way(nap, lambda: sleep(nap))


def raise_in_many_short_sleeps(nap):
    def sleep_in_pieces():
        for _ in range(100):
            sleep(nap / 100)

    return woken_half_way(nap, sleep_in_pieces)


def woken_half_way(nap, call):
    """Whether a thread to which an exception is sent early in such a call ends half-way, and what was raised in the end."""
    begun, raised = Event(), []

    def work():
        try:
            begun.set()
            call()
        except Stop as error:
            raised.append(type(error))

    thread = Thread(target=work)
    thread.start()
    begun.wait()
    thread.join(nap / 4)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(Stop))
    thread.join(nap / 4)
    woken = not thread.is_alive()
    thread.join()
    return woken, raised
