"""What a time-out of asyncio does to the coroutine that it limits. Standard library only."""

import asyncio
import multiprocessing.pool
import time
from concurrent.futures import ThreadPoolExecutor

# When does wait_for come back?


def cleaning_up_after_the_limit(limit, clean_up):
    async def careful():
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(clean_up)

    return asyncio.run(limited(careful, limit))


def nothing_to_clean_up(limit, clean_up):
    async def careless():
        await asyncio.Event().wait()

    return asyncio.run(limited(careless, limit))


async def limited(function, limit):
    try:
        return await asyncio.wait_for(function(), limit)
    except TimeoutError:
        return "TimeoutError"


# Is being late always a TimeoutError?


def cancellation_is_swallowed(limit):
    async def stubborn():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return "a result"

    return asyncio.run(limited_in_both_ways(stubborn, limit))


def cancellation_passes(limit):
    async def obedient():
        await asyncio.Event().wait()

    return asyncio.run(limited_in_both_ways(obedient, limit))


async def limited_in_both_ways(function, limit):
    outcomes = [await limited(function, limit)]
    try:
        async with asyncio.timeout(limit):
            outcomes.append(await function())
    except TimeoutError:
        outcomes.append("TimeoutError")
    return outcomes


# A blocking call under a limit


def blocking_to_the_end(limit, length):
    async def block():
        time.sleep(length)
        return "a result"

    return asyncio.run(limited_in_both_ways(block, limit))


def blocking_before_an_await(limit, length):
    async def block():
        time.sleep(length)
        await asyncio.sleep(length)
        return "a result"

    return asyncio.run(limited_in_both_ways(block, limit))


# Which class is raised?


def caught_from_wait_for(limit):
    async def main():
        await asyncio.wait_for(asyncio.Event().wait(), limit)

    return caught(lambda: asyncio.run(main()))


def caught_from_a_future(limit):
    with ThreadPoolExecutor(1) as executor:
        return caught(lambda: executor.submit(time.sleep, 8 * limit).result(limit))


def caught_from_a_pool(limit):
    with multiprocessing.pool.ThreadPool(1) as pool:
        return caught(lambda: pool.apply_async(time.sleep, [8 * limit]).get(limit))


def caught(call):
    """By which of two except clauses a time-out is caught."""
    try:
        call()
    except TimeoutError:
        return "except TimeoutError"
    except Exception as error:
        return f"except {type(error).__module__}.{type(error).__name__}"
