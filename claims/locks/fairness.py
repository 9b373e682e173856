"""Who gets a lock next: the thread that waits for it, or the one that asks again at once? Standard library only."""

from threading import Event, Lock, Semaphore, Thread
from time import sleep

#: Real seconds; from Python 3.14 on who has waited for 0.001 is handed a lock.
A_SHORT_WAIT = 0.0003


def asking_again_at_once():
    return order_of_getting(Lock(), A_SHORT_WAIT)


def asking_again_when_the_other_had_it():
    had_it = Event()
    return order_of_getting(Lock(), A_SHORT_WAIT, had_it.wait, had_it.set)


def a_lock_that_was_waited_for(nap):
    return order_of_getting(Lock(), nap)


def a_semaphore_that_was_waited_for(nap):
    return order_of_getting(Semaphore(), nap)


def order_of_getting(lock, nap, before_asking_again=lambda: None, afterwards=lambda: None):
    """Who gets a lock first that one thread releases and asks for again, while another has waited for it for a while."""
    order, asks = [], Event()

    def wait_for_it():
        asks.set()
        with lock:
            order.append("the waiting one")
        afterwards()

    thread = Thread(target=wait_for_it)
    lock.acquire()
    thread.start()
    asks.wait()
    sleep(nap)
    lock.release()
    before_asking_again()
    lock.acquire()
    order.append("the releasing one")
    lock.release()
    thread.join()
    return order
