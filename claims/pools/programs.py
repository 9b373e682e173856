"""The programs that the claims on pools are about. Standard library only: spawned children import this module."""

import multiprocessing
import os
import time
from threading import BrokenBarrierError

from claims.start import joined

#: Real seconds after which a worker that waits for the others gives up.
PATIENCE = 30


def pool_of_ready_workers(processes, workers):
    """A pool whose workers begin together: the parent and each worker wait until all of them have started."""
    pool, _ = pool_and_meeting_point(processes, workers)
    return pool


def pool_and_meeting_point(processes, workers):
    meeting_point = processes.Barrier(workers + 1)
    pool = processes.Pool(workers, initializer=begin_together, initargs=(meeting_point,))
    meeting_point.wait(PATIENCE)
    return pool, meeting_point


def begin_together(meeting_point):
    # A barrier cannot be the argument of a task: a worker inherits it when it starts, and keeps it.
    global everybody
    everybody = meeting_point
    meeting_point.wait(PATIENCE)


# How many at once, and who takes the next one


def in_a_pool(processes, workers, naps, task):
    with joined(pool_of_ready_workers(processes, workers)) as pool:
        for nap in naps:
            pool.apply_async(task, (nap,))


def in_a_process_each(processes, workers, naps, task):
    everybody = processes.Barrier(len(naps))
    children = [processes.Process(target=meet_then_run, args=(everybody, task, nap)) for nap in naps]
    for child in children:
        child.start()
    for child in children:
        child.join()


def meet_then_run(everybody, task, nap):
    everybody.wait(PATIENCE)
    task(nap)


def all_submitted_at_once(pool, workers, naps):
    for result in [pool.apply_async(time.sleep, (nap,)) for nap in naps]:
        result.get()


def submitted_in_rounds(pool, workers, naps):
    for first in range(0, len(naps), workers):
        for result in [pool.apply_async(time.sleep, (nap,)) for nap in naps[first : first + workers]]:
            result.get()


# apply_async and apply


def apply_async_then_say_go(processes, patience):
    go = processes.Event()
    with joined(processes.Pool(1, initializer=remember, initargs=(go,))) as pool:
        was_told = pool.apply_async(wait_for_go, (patience,))
        go.set()
        return was_told.get()


def apply_then_say_go(processes, patience):
    go = processes.Event()
    with joined(processes.Pool(1, initializer=remember, initargs=(go,))) as pool:
        was_told = pool.apply(wait_for_go, (patience,))
        go.set()
        return was_told


def remember(event):
    # An event cannot be the argument of a task either.
    global go
    go = event


def wait_for_go(patience):
    return go.wait(patience)


def meet_under_apply_async(processes, workers, patience):
    pool, meeting_point = pool_and_meeting_point(processes, workers)
    with pool:
        results = [pool.apply_async(meet_the_others, (patience,)) for _ in range(workers)]
        parent_met = meet(meeting_point, patience)
        return [result.get() for result in results] + [parent_met]


def meet_under_apply(processes, workers, patience):
    pool, meeting_point = pool_and_meeting_point(processes, workers)
    with pool:
        met = [pool.apply(meet_the_others, (patience,)) for _ in range(workers)]
        return [*met, meet(meeting_point, patience)]


def meet_the_others(patience):
    return meet(everybody, patience)


def meet(meeting_point, patience):
    try:
        meeting_point.wait(patience)
    except BrokenBarrierError:
        return False
    return True


def submit_with_apply_async(processes, workers, nap, task):
    with joined(pool_of_ready_workers(processes, workers)) as pool:
        for _ in range(workers):
            pool.apply_async(task, (nap,))
        task(nap)


def submit_with_apply(processes, workers, nap, task):
    with joined(pool_of_ready_workers(processes, workers)) as pool:
        for _ in range(workers):
            pool.apply(task, (nap,))
        task(nap)


# Errors


def apply_a_failing_task(word):
    with joined(multiprocessing.Pool(1)) as pool:
        pool.apply(fail, (word,))
    print("the parent carries on")


def apply_async_a_failing_task(word):
    with joined(multiprocessing.Pool(1)) as pool:
        pool.apply_async(fail, (word,))
    print("the parent carries on")


def fail(word):
    print("the task begins", flush=True)
    return int(word)


def get_the_result(processes, word):
    received = []
    with joined(processes.Pool(1)) as pool:
        result = pool.apply_async(int, (word,), error_callback=received.append)
        return outcome(result), received


def only_wait_for_the_result(processes, word):
    received = []
    with joined(processes.Pool(1)) as pool:
        result = pool.apply_async(int, (word,), callback=received.append)
        return result.wait(), received


def outcome(result):
    try:
        return result.get()
    except Exception as error:
        return error


# Loops


def one_function_in_a_loop(processes, workers, numbers):
    with joined(processes.Pool(workers)) as pool:
        results = [pool.apply_async(square, (number,)) for number in numbers]
        return [outcome(result) for result in results]


def one_function_in_a_loop_without_the_comma(processes, workers, numbers):
    with joined(processes.Pool(workers)) as pool:
        results = [pool.apply_async(square, (number)) for number in numbers]
        return [outcome(result) for result in results]


def square(number):
    return number * number


def several_functions_in_a_loop(processes, workers, jobs):
    with joined(processes.Pool(workers)) as pool:
        results = [pool.apply_async(function, arguments) for function, arguments in jobs]
        return [outcome(result) for result in results]


def several_lambdas_in_a_loop(processes, workers, jobs):
    with joined(processes.Pool(workers)) as pool:
        results = [pool.apply_async(lambda call=function, args=arguments: call(*args)) for function, arguments in jobs]
        return [outcome(result) for result in results]


# maxtasksperchild


def one_task_per_process(processes, workers, tasks):
    return process_ids(processes.Pool(workers, maxtasksperchild=1), tasks)


def any_number_of_tasks_per_process(processes, workers, tasks):
    return process_ids(processes.Pool(workers), tasks)


def process_ids(pool, tasks):
    with pool:
        results = [pool.apply_async(os.getpid) for _ in range(tasks)]
        pool.close()
        pool.join()
        return [result.get() for result in results]
