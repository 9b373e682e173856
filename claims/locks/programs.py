"""The programs that the claims on locks are about. Standard library only."""

from threading import Event, Lock, RLock, Thread
from time import sleep

from claims.start import run_all

#: Real seconds after which nobody waits any longer for somebody who should have answered at once.
PATIENCE = 30


def use_under_a_lock(naps, use):
    lock = Lock()

    def work(nap):
        with lock:
            use(nap)

    run_all([Thread(target=work, args=(nap,)) for nap in naps])


def use_without_a_lock(naps, use):
    run_all([Thread(target=use, args=(nap,)) for nap in naps])


def one_lock_for_both(nap):
    lock = Lock()
    return _b_asks_while_a_holds(lock, lock, nap)


def a_lock_for_each(nap):
    return _b_asks_while_a_holds(Lock(), Lock(), nap)


def _b_asks_while_a_holds(lock_of_a, lock_of_b, nap):
    log = []
    a_has_it, b_asks = Event(), Event()

    def a():
        with lock_of_a:
            log.append("A has it")
            a_has_it.set()
            b_asks.wait(PATIENCE)
            sleep(nap)
            log.append("A releases it")

    def b():
        a_has_it.wait(PATIENCE)
        b_asks.set()
        with lock_of_b:
            log.append("B has it")

    run_all([Thread(target=a), Thread(target=b)])
    return log


def acquire_an_rlock(times):
    return _acquire(RLock(), times)


def acquire_a_lock(times):
    return _acquire(Lock(), times)


def _acquire(lock, times):
    taken = [lock.acquire(blocking=False) for _ in range(times)].count(True)
    for _ in range(taken):
        lock.release()
    return taken
