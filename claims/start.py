"""How children, pools and threads are started, and ended, where the sentence is about something else. Standard library only."""

import multiprocessing
from contextlib import contextmanager
from threading import Thread


def quickest_context():
    """The context of the start method that costs least, for sentences that hold, or do not, under each alike."""
    return multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")


@contextmanager
def joined(pool):
    """A pool that is closed and joined at the end of the block, where its own with block terminates it.

    To terminate a pool may wait for ever: a worker that is killed while it hands in a result keeps a lock that the pool needs
    to end, and the parent may have had the result by then. On a busy machine that was seen in one of 3,000 pools.
    """
    try:
        yield pool
    finally:
        pool.close()
        pool.join()


def far_from_its_end(nap):
    """A nap that can be cut off when a pool is terminated, which is no good while its result is handed in: see `joined`."""
    return max(nap, 0.1)


def run_all(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run_in_a_thread(target):
    run_all([Thread(target=target)])
