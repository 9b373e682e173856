"""The workers of a pool and what they may do. Standard library only: spawned children import this module."""

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from threading import current_thread, main_thread

from claims.start import joined

#: Real seconds after which nobody waits any longer.
PATIENCE = 60

# The end of the with block


def leave_the_block(processes, tasks, nap):
    return how_many_end(processes, tasks, nap, lambda pool: None)


def close_and_join_in_the_block(processes, tasks, nap):
    def close_and_join(pool):
        pool.close()
        pool.join()

    return how_many_end(processes, tasks, nap, close_and_join)


def how_many_end(processes, tasks, nap, at_the_end):
    """How many of the tasks, all of which are running, come to their end."""
    begun, ended = processes.Semaphore(0), processes.Semaphore(0)
    with processes.Pool(tasks, initializer=remember, initargs=(begun, ended)) as pool:
        pool.map_async(begin_nap_and_end, [nap] * tasks, chunksize=1)
        for _ in range(tasks):
            begun.acquire(timeout=PATIENCE)
        at_the_end(pool)
    return len(list(iter(lambda: ended.acquire(block=False), False)))


def remember(*semaphores):
    # A semaphore cannot be the argument of a task: a worker inherits it when it starts, and keeps it.
    global begun, ended
    begun, ended = semaphores


def begin_nap_and_end(nap):
    begun.release()
    time.sleep(nap)
    ended.release()


# A pool in a task


def in_a_task_of_a_pool(processes):
    with joined(processes.Pool(1)) as pool:
        return pool.apply(start_a_pool, (processes.get_start_method(),))


def in_a_task_of_an_executor(processes):
    with ProcessPoolExecutor(1, mp_context=processes) as executor:
        return executor.submit(start_a_pool, processes.get_start_method()).result()


def start_a_pool(method):
    try:
        with multiprocessing.get_context(method).Pool(1):
            return "started"
    except AssertionError as error:
        return str(error)


# Callbacks


def as_a_callback(processes):
    said = []
    with processes.Pool(1) as pool:
        pool.apply_async(int, callback=lambda _: said.append(where()))
        pool.close()
        pool.join()
    return said


def at_the_end_of_the_task(processes):
    with joined(processes.Pool(1)) as pool:
        return [pool.apply(where)]


def by_whoever_gets_the_result(processes):
    with joined(processes.Pool(1)) as pool:
        pool.apply(int)
        return [where()]


def where():
    return os.getpid(), current_thread() is main_thread()


# The size of a pool that is not told: each runs as a program of its own


def by_default():
    tell_size(None)


def as_many_as_usable_cpus():
    tell_size(len(os.sched_getaffinity(0)))


def as_many_as_cpus():
    tell_size(os.cpu_count())


def tell_size(workers):
    with multiprocessing.get_context("fork").Pool(workers):
        print(len(multiprocessing.active_children()), os.cpu_count())
