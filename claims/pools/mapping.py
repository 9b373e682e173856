"""How map and imap hand items to the workers of a pool. Standard library only: spawned children import this module."""

from itertools import count
from threading import Event

from claims.start import joined

#: Real seconds after which nobody waits any longer.
PATIENCE = 60


# Order


def by_map(processes, items, slow):
    with joined(pool_that_knows_a_semaphore(processes)) as pool:
        return pool.map(pass_through, [(item, slow, items) for item in range(items)], chunksize=1)


def by_imap_unordered(processes, items, slow):
    with joined(pool_that_knows_a_semaphore(processes)) as pool:
        return list(pool.imap_unordered(pass_through, [(item, slow, items) for item in range(items)]))


def pool_that_knows_a_semaphore(processes):
    return processes.Pool(2, initializer=remember, initargs=(processes.Semaphore(0),))


def remember(semaphore, everybody=None):
    # A semaphore cannot be the argument of a task: a worker inherits it when it starts, and keeps it.
    global ended
    ended = semaphore
    if everybody is not None:
        everybody.wait(PATIENCE)


def pass_through(item_slow_items):
    """The slow item ends after all the others."""
    item, slow, items = item_slow_items
    if item == slow:
        how_many_end(items - 1, PATIENCE)
    else:
        ended.release()
    return item


def how_many_end(most, patience):
    """How many of the others end one after another, with no longer break than `patience`."""
    return next(number for number in count() if number == most or not ended.acquire(timeout=patience))


# Chunks


def in_chunks_by_default(processes, items, patience):
    return how_many_pass_the_first(processes, items, patience, chunksize=None)


def in_chunks_of_one(processes, items, patience):
    return how_many_pass_the_first(processes, items, patience, chunksize=1)


def how_many_pass_the_first(processes, items, patience, chunksize):
    """How many of the items end while the first one waits for them, in a pool of two."""
    everybody = processes.Barrier(3)
    with joined(processes.Pool(2, initializer=remember, initargs=(processes.Semaphore(0), everybody))) as pool:
        everybody.wait(PATIENCE)
        passed, *_ = pool.map(wait_or_pass, [(item, items, patience) for item in range(items)], chunksize)
        return passed


def wait_or_pass(item_items_patience):
    item, items, patience = item_items_patience
    if item == 0:
        return how_many_end(items - 1, patience)
    ended.release()
    return None


# Laziness


def by_imap(processes, items, nap):
    return how_many_are_taken(processes, items, nap, lambda pool, numbers: pool.imap(abs, numbers))


def by_a_generator_with_apply(processes, items, nap):
    return how_many_are_taken(processes, items, nap, lambda pool, numbers: (pool.apply(abs, (number,)) for number in numbers))


def how_many_are_taken(processes, items, nap, results_of):
    """How many items are taken although only one result is asked for, in so many real seconds or until all are."""
    taken, all_are_taken = [], Event()

    def numbers():
        for number in range(items):
            taken.append(number)
            yield number
        all_are_taken.set()

    with joined(processes.Pool(1)) as pool:
        next(iter(results_of(pool, numbers())))
        all_are_taken.wait(nap)
        return len(taken)


# Functions


def map_a_lambda(processes, numbers):
    with joined(processes.Pool(1)) as pool:
        return outcome(pool.map, lambda number: number + 1, numbers)


def map_a_function_of_a_module(processes, numbers):
    with joined(processes.Pool(1)) as pool:
        return outcome(pool.map, add_one, numbers)


def add_one(number):
    return number + 1


def outcome(call, *args):
    try:
        return call(*args)
    except Exception as error:
        return error
