"""The programs that the benchmark's claims are about. Standard library only: spawned children import this module."""

import asyncio
import time
from functools import wraps
from heapq import heapreplace
from multiprocessing import get_context
from threading import Thread

# Each of these takes a multiprocessing context, of which only some make use, a number of workers, and naps.


def threads_joined_after_the_loop(processes, workers, naps):
    threads = [Thread(target=time.sleep, args=(nap,)) for nap in naps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def threads_in_two_rounds(processes, workers, naps):
    for half in halves(naps):
        threads_joined_after_the_loop(processes, workers, half)


def tasks_at_once(processes, workers, naps):
    async def main():
        await asyncio.gather(*[asyncio.create_task(asyncio.sleep(nap)) for nap in naps])

    asyncio.run(main())


def tasks_in_two_rounds(processes, workers, naps):
    for half in halves(naps):
        tasks_at_once(processes, workers, half)


def halves(naps):
    middle = len(naps) // 2
    return naps[:middle], naps[middle:]


def awaits_in_turn(processes, workers, naps):
    async def main():
        for nap in naps:
            await asyncio.sleep(nap)

    asyncio.run(main())


def started_processes(processes, workers, naps):
    children = [processes.Process(target=time.sleep, args=(nap,)) for nap in naps]
    for child in children:
        child.start()
    for child in children:
        child.join()


def a_pool(processes, workers, naps):
    with processes.Pool(workers) as pool:
        pool.map(time.sleep, naps, chunksize=1)


def a_smaller_pool(processes, workers, naps):
    a_pool(processes, workers - 1, naps)


def off_by(factor, program):
    """`program`, but it takes so many times as long."""

    @wraps(program)
    def off(processes, workers, naps):
        program(processes, workers, [factor * nap for nap in naps])

    return off


def makespan(workers, naps):
    """How long `naps` take on `workers`, if whoever is free takes the next one."""
    free_at = [0.0] * workers
    for nap in naps:
        heapreplace(free_at, free_at[0] + nap)
    return max(free_at)


#: What people time: the program, its workers, and its naps, which take 10 s in all.
TIMED = {
    "threads": (threads_joined_after_the_loop, 10, [10] * 10),
    "pool": (a_pool, 3, [5] * 5),
    "tasks": (tasks_at_once, 10, [10] * 10),
}


def timed(name, unit):
    """Real seconds that a program takes whose seconds last `unit`, start-up included: what a stopwatch around it reads."""
    program, workers, naps = TIMED[name]
    context = get_context("spawn")
    started = time.perf_counter()
    program(context, workers, [unit * nap for nap in naps])
    return time.perf_counter() - started
