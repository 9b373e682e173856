"""Functions that asyncio runs in threads. Standard library only."""

import asyncio
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

# What is cancelled when a call of to_thread is?


def given_up(nap, limit, note):
    def work():
        if not stop.wait(nap):
            note("the function ends")

    stop = threading.Event()
    asyncio.run(under_a_limit(work, limit, note))


def given_up_and_told(nap, limit, note):
    def work():
        if not stop.wait(nap):
            note("the function ends")

    async def main():
        try:
            await under_a_limit(work, limit, note)
        finally:
            stop.set()

    stop = threading.Event()
    asyncio.run(main())


async def under_a_limit(function, limit, note):
    try:
        await asyncio.wait_for(asyncio.to_thread(function), limit)
    except TimeoutError:
        note("it is given up")


def a_program_that_gives_up(nap, limit, note):
    given_up(nap, limit, note)
    note("run has returned")


def a_program_with_a_daemon_thread(nap, limit, note):
    def work(done):
        threading.Event().wait(nap)
        note("the function ends")
        done.set()

    async def main():
        done = threading.Event()
        thread = threading.Thread(target=work, args=(done,), daemon=True)
        thread.start()
        await asyncio.sleep(limit)
        note("it is given up")
        return thread

    thread = asyncio.run(main())
    note("run has returned")
    thread.join()


# How many at the same time?


def with_the_default_executor(calls, function, nap):
    async def main():
        await asyncio.gather(*[asyncio.to_thread(function, nap) for _ in range(calls)])

    asyncio.run(main())


def with_a_larger_executor(calls, function, nap):
    async def main():
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(calls))
        await asyncio.gather(*[asyncio.to_thread(function, nap) for _ in range(calls)])

    asyncio.run(main())


# Computing


def compute_in_to_thread(workers, work):
    async def main():
        await asyncio.gather(*[asyncio.to_thread(work) for _ in range(workers)])

    asyncio.run(main())


def compute_in_processes_or_under_a_lock(workers, work):
    """Without the GIL to_thread computes side by side as processes do; the special case is then a lock made by hand."""
    gil_is_held = getattr(sys, "_is_gil_enabled", lambda: True)()
    (compute_in_processes if gil_is_held else compute_under_a_lock)(workers, work)


def compute_in_processes(workers, work):
    async def main():
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
            await asyncio.gather(*[loop.run_in_executor(executor, work) for _ in range(workers)])

    asyncio.run(main())


def compute_under_a_lock(workers, work):
    lock = threading.Lock()

    def in_turn():
        with lock:
            work()

    compute_in_to_thread(workers, in_turn)


async def compute_in_a_thread(work):
    await asyncio.to_thread(work)


async def compute_in_the_loop(work):
    work()
