"""Several awaitables at once: gather, wait, as_completed. Standard library only."""

import asyncio
import time
from contextlib import suppress

# In which order do results come?


def gathered(naps):
    async def main():
        return await asyncio.gather(*[named(nap) for nap in naps])

    return asyncio.run(main())


def as_completed(naps):
    async def main():
        return [await result for result in asyncio.as_completed([named(nap) for nap in naps])]

    return asyncio.run(main())


async def named(nap):
    await asyncio.sleep(nap)
    return nap


# One of them fails


def gathering_a_failure(nap, note):
    async def main():
        other = asyncio.create_task(noting(nap, note))
        try:
            await asyncio.gather(failing(), other)
        except ValueError:
            note("the error comes")
        await asyncio.wait([other])

    asyncio.run(main())


def gathering_errors_as_results(nap, note):
    async def main():
        other = asyncio.create_task(noting(nap, note))
        await asyncio.gather(failing(), other, return_exceptions=True)
        note("the error comes")

    asyncio.run(main())


def grouping_a_failure(nap, note):
    async def main():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(noting(nap, note))
                group.create_task(failing())
        except* ValueError:
            note("the error comes")

    asyncio.run(main())


async def noting(nap, note):
    try:
        await asyncio.sleep(nap)
        note("the other ends")
    except asyncio.CancelledError:
        note("the other is cancelled")
        raise


async def failing():
    await asyncio.sleep(0)
    raise ValueError("no")


# Blocking calls


def gathering_blocking_sleeps(naps, span):
    async def block(nap):
        with span("sleep"):
            time.sleep(nap)

    async def main():
        await asyncio.gather(*[block(nap) for nap in naps])

    asyncio.run(main())


def gathering_sleeps_in_threads(naps, span):
    def block(nap):
        with span("sleep"):
            time.sleep(nap)

    async def main():
        await asyncio.gather(*[asyncio.to_thread(block, nap) for nap in naps])

    asyncio.run(main())


# asyncio.wait and as_completed


def waiting_for_a_coroutine(nap):
    async def main():
        coroutine = asyncio.sleep(nap, "a result")
        try:
            done, _ = await asyncio.wait([coroutine])
        finally:
            coroutine.close()
        return done.pop().result()

    return asyncio.run(main())


def waiting_for_a_task(nap):
    async def main():
        done, _ = await asyncio.wait([asyncio.create_task(asyncio.sleep(nap, "a result"))])
        return done.pop().result()

    return asyncio.run(main())


def waiting_with_a_timeout(nap, timeout):
    async def main():
        task = asyncio.create_task(named(nap))
        await asyncio.wait([task], timeout=timeout)
        await asyncio.wait([task])
        return "cancelled" if task.cancelled() else "finished"

    return asyncio.run(main())


def wait_for_with_a_timeout(nap, timeout):
    async def main():
        task = asyncio.create_task(named(nap))
        with suppress(TimeoutError):
            await asyncio.wait_for(task, timeout)
        return "cancelled" if task.cancelled() else "finished"

    return asyncio.run(main())


def async_for(naps):
    async def main():
        tasks = [asyncio.create_task(asyncio.sleep(nap)) for nap in naps]
        return [task in tasks async for task in asyncio.as_completed(tasks)]

    return asyncio.run(main())


def plain_for(naps):
    async def main():
        tasks = [asyncio.create_task(asyncio.sleep(nap)) for nap in naps]
        found = []
        for one in asyncio.as_completed(tasks):
            found.append(one in tasks)
            await one
        return found

    return asyncio.run(main())
