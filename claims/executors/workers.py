"""The workers of executors: how many, of which kind, and who stops them. Standard library only: spawned children import it."""

import multiprocessing
import os
import time
from concurrent import futures
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.pool import ThreadPool
from threading import current_thread

#: Real seconds for which a task waits that is to be stopped.
PATIENCE = 60

# Threads


def kind_of_an_executors_thread():
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(kind).result()


def kind_of_a_pools_thread():
    with ThreadPool(1) as pool:
        return pool.apply(kind)


def kind():
    return "daemon" if current_thread().daemon else "no daemon"


def usable_cpus():
    """What an executor takes for the number of CPUs: since Python 3.13 those that this process may use."""
    return getattr(os, "process_cpu_count", os.cpu_count)()


def default_threads():
    """How many threads an executor has that is not told."""
    return min(32, usable_cpus() + 4)


def by_default(tasks, task, nap):
    with ThreadPoolExecutor() as executor:
        list(executor.map(task, [nap] * tasks))


def as_many_as_tasks(tasks, task, nap):
    with ThreadPoolExecutor(tasks) as executor:
        list(executor.map(task, [nap] * tasks))


# A task that waits for another one


def waiting_in_one_worker():
    waiting_for_a_task_of_the_same(1)


def waiting_in_two_workers():
    waiting_for_a_task_of_the_same(2)


def waiting_for_a_task_of_the_same(workers):
    with ThreadPoolExecutor(workers) as executor:
        executor.submit(lambda: executor.submit(int).result()).result()


# Processes


def after_one_task(processes, most):
    with ProcessPoolExecutor(most, mp_context=processes) as executor:
        executor.submit(int).result()
        return len(multiprocessing.active_children())


def after_one_task_or_as_many_as_workers(processes, most):
    """Where one task starts all workers, the special case is an executor of one; elsewhere, as many tasks as workers."""
    if processes.get_start_method() == "fork":
        return after_one_task(processes, 1)
    with ProcessPoolExecutor(most, mp_context=processes) as executor:
        barrier = [executor.submit(time.sleep, 0.2) for _ in range(most)]
        futures.wait(barrier)
        return len(multiprocessing.active_children())


# Stopping a task that runs


def by_a_method_of_the_executor(processes, nap):
    def stop(executor):
        kill = getattr(executor, "kill_workers", None)
        if kill is not None:
            kill()

    return fate(processes, nap, stop)


def by_killing_its_process(processes, nap):
    def stop(executor):
        for child in multiprocessing.active_children():
            child.kill()

    return fate(processes, nap, stop)


def by_cancelling_its_future(processes, nap):
    return fate(processes, nap, lambda executor: None)


def fate(processes, nap, stop):
    """What has become of a task `nap` seconds after its future was cancelled and `stop` was called."""
    # Semaphores, no events: set() of an event waits for each process that waits for it, also for one that was killed.
    begun, may_end = processes.Semaphore(0), processes.Semaphore(0)
    executor = ProcessPoolExecutor(1, mp_context=processes, initializer=remember, initargs=(begun, may_end))
    try:
        future = executor.submit(wait_for_permission)
        begun.acquire(timeout=PATIENCE)
        future.cancel()
        stop(executor)
        done, _ = futures.wait([future], timeout=nap)
    finally:
        may_end.release()
        executor.shutdown()
    return "stopped" if done else "runs on"


def remember(*semaphores):
    # A semaphore cannot be the argument of a task: a worker inherits it when it starts, and keeps it.
    global begun, may_end
    begun, may_end = semaphores


def wait_for_permission():
    begun.release()
    may_end.acquire(timeout=PATIENCE)
