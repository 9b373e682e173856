"""Who waits for a lock for ever? Standard library only."""

import threading
from threading import Event, Lock, Thread

# The thread that holds it dies


def dying_between_acquire_and_release():
    lock = Lock()

    def work():
        lock.acquire()
        fail()
        lock.release()

    acquired_after(lock, work)


def dying_in_a_with_block():
    lock = Lock()

    def work():
        with lock:
            fail()

    acquired_after(lock, work)


def acquired_after(lock, work):
    threading.excepthook = lambda error: None
    thread = Thread(target=work)
    thread.start()
    thread.join()
    lock.acquire()


def fail():
    raise ValueError("no")


# Two threads want the same two locks


def in_opposite_order():
    a, b, may_go_on = Lock(), Lock(), Event()

    def other():
        with b:
            may_go_on.set()
            with a:
                pass

    both_taken_beside(other, a, b, may_go_on)


def in_the_same_order():
    a, b, may_go_on = Lock(), Lock(), Event()

    def other():
        may_go_on.set()
        with a, b:
            pass

    both_taken_beside(other, a, b, may_go_on)


def both_taken_beside(other, a, b, may_go_on):
    thread = Thread(target=other)
    with a:
        thread.start()
        may_go_on.wait()
        with b:
            pass
    thread.join()
