"""The programs that the claims on time-outs are about. Standard library only: children import this module."""

import multiprocessing
from multiprocessing.pool import ThreadPool
from threading import Event
from time import sleep

TIMED_OUT = "timed out"

# One pool


def get_with_a_timeout(pool, nap, timeout):
    result = pool.apply_async(sleep, (nap,))
    try:
        return result.get(timeout)
    except multiprocessing.TimeoutError as error:
        return error


def get_without_a_timeout(pool, nap, timeout):
    result = pool.apply_async(sleep, (nap,))
    return result.get()


# A pool of one thread in each worker of a pool of processes, so that a worker can stop waiting for its own function


def work(begun, number, nap, note):
    note(f"{number} begins")
    begun.set()
    sleep(nap)
    note(f"{number} ends")


def work_at_most(timeout, number, nap, note):
    threads, begun = ThreadPool(1), Event()
    result = threads.apply_async(work, (begun, number, nap, note))
    threads.close()
    begun.wait()
    try:
        return result.get(timeout)
    except multiprocessing.TimeoutError:
        return TIMED_OUT


def in_a_process_that_lives_on(processes, nap, timeout, note):
    pool = processes.Pool(1)
    result = pool.apply_async(work_at_most, (timeout, 0, nap, note))
    pool.apply_async(sleep, (nap,))
    pool.close()
    pool.join()
    return result.get()


def in_a_process_for_this_task_alone(processes, nap, timeout, note):
    pool = processes.Pool(1, maxtasksperchild=1)
    result = pool.apply_async(work_at_most, (timeout, 0, nap, note))
    pool.apply_async(sleep, (nap,))
    pool.close()
    pool.join()
    return result.get()


def started_pool(processes, workers, note):
    """A pool whose workers are all there, and have imported what they need: the schedule does not depend on who comes first."""
    barrier = processes.Barrier(workers + 1, timeout=60)
    pool = processes.Pool(workers, initializer=meet, initargs=(barrier, work_at_most, note))
    barrier.wait()
    return pool


def meet(barrier, *needed):
    barrier.wait()


def tasks_with_a_timeout(pool, naps, timeout, note):
    results = [pool.apply_async(work_at_most, (timeout, number, nap, note)) for number, nap in enumerate(naps)]
    pool.close()
    pool.join()
    return [result.get() for result in results]


def tasks_without_a_timeout(pool, naps, timeout, note):
    results = [pool.apply_async(work_at_most, (None, number, nap, note)) for number, nap in enumerate(naps)]
    pool.close()
    pool.join()
    return [result.get() for result in results]
