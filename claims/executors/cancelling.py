"""Cancelling a future. Standard library only: spawned children import this module."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from threading import Event
from time import sleep

#: Real seconds after which a task that waits gives up.
PATIENCE = 60


def cancel_what_runs():
    with ThreadPoolExecutor(1) as executor:
        begun, may_end = Event(), Event()
        running = executor.submit(wait_for, begun, may_end)
        begun.wait(PATIENCE)
        cancelled = running.cancel()
        may_end.set()
    return cancelled


def cancel_what_waits():
    with ThreadPoolExecutor(1) as executor:
        begun, may_end = Event(), Event()
        executor.submit(wait_for, begun, may_end)
        begun.wait(PATIENCE)
        cancelled = executor.submit(int).cancel()
        may_end.set()
    return cancelled


def cancel_the_next_of_a_process(processes, nap):
    begun, may_end = processes.Event(), processes.Event()
    with ProcessPoolExecutor(1, mp_context=processes, initializer=remember, initargs=(begun, may_end)) as executor:
        return cancelled_next(executor, wait_for_permission, begun, may_end, nap)


def cancel_the_next_of_a_thread(processes, nap):
    begun, may_end = Event(), Event()
    with ThreadPoolExecutor(1) as executor:
        return cancelled_next(executor, partial(wait_for, begun, may_end), begun, may_end, nap)


def cancelled_next(executor, task, begun, may_end, nap):
    """While the only worker is busy, three more tasks are submitted, and the first of them is cancelled after a while."""
    executor.submit(task)
    begun.wait(PATIENCE)
    waiting = [executor.submit(int) for _ in range(3)]
    sleep(nap)
    cancelled = waiting[0].cancel()
    may_end.set()
    return cancelled


def wait_for(begun, may_end):
    begun.set()
    may_end.wait(PATIENCE)


def remember(*events):
    # An event cannot be the argument of a task of a process: the worker inherits it when it starts, and keeps it.
    global inherited
    inherited = events


def wait_for_permission():
    wait_for(*inherited)
