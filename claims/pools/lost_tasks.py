"""Tasks whose results never come. Standard library only: spawned children import this module."""

import multiprocessing
import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor

from claims.start import joined

# A worker that is killed


def a_pool_whose_worker_is_killed(processes):
    with processes.Pool(1) as pool:
        pool.map(end_the_worker, [signal.SIGTERM])


def an_executor_whose_worker_is_killed(processes):
    with ProcessPoolExecutor(1, mp_context=processes) as executor:
        list(executor.map(end_the_worker, [signal.SIGTERM]))


def end_the_worker(signal_number):
    os.kill(os.getpid(), signal_number)
    time.sleep(60)


# An initializer that fails: each runs as a program of its own


def a_pool_that_cannot_begin():
    with multiprocessing.Pool(1, initializer=fail) as pool:
        print(pool.apply(abs, (-1,)), flush=True)


def an_executor_that_cannot_begin():
    with ProcessPoolExecutor(1, initializer=fail) as executor:
        print(executor.submit(abs, -1).result(), flush=True)


def fail():
    raise ZeroDivisionError


# Exceptions that cannot travel


class NeedsTwoArguments(Exception):
    """Is pickled as its class and its args, of which there is one: nobody can make it again."""

    def __init__(self, place, reason):
        super().__init__(f"{place}: {reason}")


class HoldsAFunction(Exception):
    def __init__(self):
        super().__init__(lambda: None)


def an_error_that_cannot_be_unpickled(processes):
    return get(processes, raise_it, NeedsTwoArguments, "here", "broken")


def an_error_that_cannot_be_pickled(processes):
    return get(processes, raise_it, HoldsAFunction)


def an_error_that_can_be_unpickled(processes):
    return get(processes, raise_it, ValueError, "here", "broken")


def an_exit(processes):
    return get(processes, raise_it, SystemExit, "here", "broken")


def get(processes, function, *args):
    with joined(processes.Pool(1)) as pool:
        try:
            return pool.apply_async(function, args).get()
        except Exception as error:
            return type(error).__name__


def raise_it(kind, *args):
    raise kind(*args)


# Ctrl-C


def leave_the_block_on_ctrl_c(processes, workers, nap):
    with pool_that_can_be_interrupted(processes, workers) as pool:
        map_and_press_ctrl_c(pool, workers, nap)


def close_and_join_on_ctrl_c(processes, workers, nap):
    pool = pool_that_can_be_interrupted(processes, workers)
    try:
        map_and_press_ctrl_c(pool, workers, nap)
    finally:
        pool.close()
        pool.join()


def pool_that_can_be_interrupted(processes, workers):
    # Whoever started this process may have told it to ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return processes.Pool(workers, initializer=remember, initargs=(processes.Barrier(workers),))


def map_and_press_ctrl_c(pool, workers, nap):
    # One of the workers gets the nap, and presses the keys.
    pool.map(meet_and_press_ctrl_c, [nap] + [None] * (workers - 1), chunksize=1)


def remember(barrier):
    # A barrier cannot be the argument of a task: a worker inherits it when it starts, and keeps it.
    global everybody
    everybody = barrier


def meet_and_press_ctrl_c(nap):
    """Once every worker is in a task, do what a terminal does on Ctrl-C: send a signal to the parent and to each worker.

    The parent gets it first, and after a nap: it has to be waiting by then, and must not be replacing a worker that the signal
    has ended. Otherwise it may not notice it.
    """
    everybody.wait()
    if nap is not None:
        time.sleep(nap)
        os.kill(os.getppid(), signal.SIGINT)
    everybody.wait()
    signal.raise_signal(signal.SIGINT)
