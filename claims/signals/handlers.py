"""Handlers of signals: who may install one, which thread runs it, and what may it do? Standard library only."""

import signal
import threading
from contextlib import contextmanager
from threading import Event, Lock, RLock, Thread, current_thread
from time import sleep

from claims.start import run_in_a_thread

#: Real seconds after which nobody waits any longer for somebody who should have answered at once.
PATIENCE = 30

# Who installs one


def in_another_thread(number):
    return install_in(run_in_a_thread, number)


def in_the_main_thread(number):
    return install_in(lambda call: call(), number)


def install_in(run, number):
    raised, before = [], signal.getsignal(number)

    def install():
        try:
            signal.signal(number, before)
        except Exception as error:
            raised.append(type(error))

    run(install)
    return raised


# Who runs it


def a_handler(number):
    """The thread in which a handler runs when the signal is sent to another thread."""
    ran_in, may_end = [], Event()
    with handler(number, lambda number, frame: ran_in.append(current_thread())):
        thread = Thread(target=may_end.wait, args=(PATIENCE,))
        thread.start()
        signal.pthread_kill(thread.ident, number)
        # The main thread has to look itself: in join it would sleep on, as the signal interrupts the other one's wait only.
        while not ran_in and thread.is_alive():
            sleep(0.001)
        may_end.set()
        thread.join()
    return kinds(ran_in, thread)


def waiting_for_the_signal(number):
    """The thread in which a signal is dealt with that the thread waits for itself."""
    ran_in, waits = [], Event()

    def work():
        signal.pthread_sigmask(signal.SIG_BLOCK, [number])
        waits.set()
        signal.sigwait([number])
        ran_in.append(current_thread())

    with handler(number, lambda number, frame: ran_in.append(current_thread())):
        thread = Thread(target=work)
        thread.start()
        waits.wait(PATIENCE)
        signal.pthread_kill(thread.ident, number)
        thread.join()
    return kinds(ran_in, thread)


def kinds(threads, the_one_it_was_sent_to):
    names = {threading.main_thread(): "the main thread", the_one_it_was_sent_to: "the thread it was sent to"}
    return [names[thread] for thread in threads]


@contextmanager
def handler(number, handle):
    before = signal.signal(number, handle)
    try:
        yield
    finally:
        signal.signal(number, before)


# What it may wait for


def a_lock_that_main_holds():
    interrupted_while_it_holds(Lock())


def a_reentrant_lock_that_main_holds():
    interrupted_while_it_holds(RLock())


def interrupted_while_it_holds(lock):
    def handle(number, frame):
        with lock:
            pass

    with handler(signal.SIGUSR1, handle), lock:
        signal.raise_signal(signal.SIGUSR1)
