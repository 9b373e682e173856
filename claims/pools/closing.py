"""What close, terminate and join of a pool do. Standard library only: spawned children import this module."""

import multiprocessing
import time

from claims.pools.programs import pool_of_ready_workers


def submit_after_close(processes, workers):
    with processes.Pool(workers) as pool:
        pool.close()
        return refusal(pool.apply_async, abs, (-1,))


def submit_before_close(processes, workers):
    with processes.Pool(workers) as pool:
        refused = refusal(pool.apply_async, abs, (-1,))
        pool.close()
        # To terminate a pool that is just ending may wait for ever.
        pool.join()
        return refused


def refusal(method, *arguments):
    try:
        method(*arguments)
    except ValueError as error:
        return str(error)
    return None


def close_with_tasks_in_the_queue(processes, workers, tasks, nap):
    with pool_of_ready_workers(processes, workers) as pool:
        results = [pool.apply_async(time.sleep, (nap,)) for _ in range(tasks)]
        children = multiprocessing.active_children()
        done_before = how_many_are_done(results)
        pool.close()
        pool.join()
        return done_before, how_many_are_done(results), [child.is_alive() for child in children]


def terminate_with_tasks_in_the_queue(processes, workers, tasks, nap):
    with pool_of_ready_workers(processes, workers) as pool:
        results = [pool.apply_async(time.sleep, (nap,)) for _ in range(tasks)]
        children = multiprocessing.active_children()
        done_before = how_many_are_done(results)
        pool.terminate()
        return done_before, how_many_are_done(results), [child.is_alive() for child in children]


def how_many_are_done(results):
    return sum(result.ready() for result in results)


def close_and_join(processes, workers, nap):
    with pool_of_ready_workers(processes, workers) as pool:
        children = multiprocessing.active_children()
        for _ in range(workers):
            pool.apply_async(time.sleep, (nap,))
        pool.close()
        pool.join()
        return [child.is_alive() for child in children]


def close_without_join(processes, workers, nap):
    with pool_of_ready_workers(processes, workers) as pool:
        children = multiprocessing.active_children()
        for _ in range(workers):
            pool.apply_async(time.sleep, (nap,))
        pool.close()
        return [child.is_alive() for child in children]


def join_before(processes, workers, end):
    with processes.Pool(workers) as pool:
        refused = refusal(pool.join)
        getattr(pool, end)()
        pool.join()
        return refused


def join_after(processes, workers, end):
    with processes.Pool(workers) as pool:
        getattr(pool, end)()
        return refusal(pool.join)


def exit_without_join(workers, tasks, nap):
    pool = multiprocessing.Pool(workers)
    for number in range(tasks):
        pool.apply_async(sleep_then_print, (nap, number))
    pool.close()


def exit_after_join(workers, tasks, nap):
    pool = multiprocessing.Pool(workers)
    for number in range(tasks):
        pool.apply_async(sleep_then_print, (nap, number))
    pool.close()
    pool.join()


def sleep_then_print(nap, number):
    time.sleep(nap)
    print(f"task {number} has run", flush=True)
