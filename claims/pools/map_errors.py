"""Tasks of map that raise an error. Standard library only: spawned children import this module."""

import time

from claims.start import joined

# The other tasks


def an_error_in_map(processes, others, nap):
    return how_many_others_end(processes, others, nap, lambda pool, naps: pool.map(fail_or_nap, naps, chunksize=1))


def an_error_in_imap(processes, others, nap):
    return how_many_others_end(processes, others, nap, lambda pool, naps: list(pool.imap(fail_or_nap, naps)))


def how_many_others_end(processes, others, nap, run):
    """How many of the other tasks end although the first one fails, until the error has left the with block."""
    ended = processes.Semaphore(0)
    try:
        with processes.Pool(2, initializer=remember, initargs=(ended,)) as pool:
            try:
                run(pool, [None] + [nap] * others)
            finally:
                time.sleep(0.03)  # The worker may still be busy handing in the error.
    except ZeroDivisionError:
        return len(list(iter(lambda: ended.acquire(block=False), False)))
    return "no error"


def remember(semaphore):
    # A semaphore cannot be the argument of a task: a worker inherits it when it starts, and keeps it.
    global ended
    ended = semaphore


def fail_or_nap(nap):
    if nap is None:
        raise ZeroDivisionError
    time.sleep(nap)
    ended.release()


# The other items of a chunk


def in_chunks(processes, items, bad, chunksize):
    return which_run(processes, items, bad, chunksize)


def one_by_one(processes, items, bad, chunksize):
    return which_run(processes, items, bad, 1)


def which_run(processes, items, bad, chunksize):
    with joined(processes.Pool(1)) as pool:
        try:
            pool.map(note, [(item, bad) for item in range(items)], chunksize)
        except ZeroDivisionError:
            # The only worker tells what it has noted.
            return pool.apply(what_was_noted)
    return "no error"


noted = []


def note(item_bad):
    item, bad = item_bad
    noted.append(item)
    if item == bad:
        raise ZeroDivisionError


def what_was_noted():
    return noted
