"""What an await does, and what is a coroutine. Standard library only."""

import asyncio
import types

# When does an await let others run?


def awaiting_coroutines(awaits, note):
    async def nothing():
        pass

    turns(nothing, awaits, note)


def awaiting_sleep_zero(awaits, note):
    async def pause():
        await asyncio.sleep(0)

    turns(pause, awaits, note)


def turns(function, awaits, note):
    async def other():
        note("another task runs")

    async def main():
        task = asyncio.create_task(other())
        for _ in range(awaits):
            await function()
        note("the awaits are over")
        await task

    asyncio.run(main())


# Awaiting the same thing twice


def a_coroutine_twice():
    async def main():
        coroutine = asyncio.sleep(0, "a result")
        return [await coroutine, await coroutine]

    return attempted(main)


def a_task_twice():
    async def main():
        task = asyncio.create_task(asyncio.sleep(0, "a result"))
        return [await task, await task]

    return attempted(main)


def attempted(function):
    try:
        return asyncio.run(function())
    except (RuntimeError, AttributeError) as error:
        return type(error).__name__


# Generators as coroutines


def with_asyncio_coroutine():
    async def main():
        return await asyncio.coroutine(a_generator)()

    return attempted(main)


def with_types_coroutine():
    async def main():
        return await types.coroutine(a_generator)()

    return attempted(main)


def a_generator():
    yield
    return "a result"


# Asynchronous generators


def left_with_break(note):
    async def main():
        numbers = counting(note)
        async for _ in numbers:
            break
        note("behind the loop")
        await numbers.aclose()

    asyncio.run(main())


def left_within_aclosing(note):
    from contextlib import aclosing

    async def main():
        async with aclosing(counting(note)) as numbers:
            async for _ in numbers:
                break
        note("behind the loop")

    asyncio.run(main())


async def counting(note):
    try:
        for number in range(3):
            yield number
    finally:
        note("finally")


def dropped(note):
    async def main():
        async for _ in counting(note):
            break
        for _ in range(3):
            await asyncio.sleep(0)
        note("three turns later")

    asyncio.run(main())


def kept(note):
    async def main():
        numbers = counting(note)
        async for _ in numbers:
            break
        for _ in range(3):
            await asyncio.sleep(0)
        note("three turns later")
        await numbers.aclose()

    asyncio.run(main())


def collected(note):
    """What it takes where objects are freed only by a collection."""
    import gc

    async def main():
        async for _ in counting(note):
            break
        for _ in range(3):
            gc.collect()
            await asyncio.sleep(0)
        note("three turns later")

    asyncio.run(main())


# What overlaps


def fetched_by_async_for(items, nap):
    async def main():
        async for _ in slowly(items, nap):
            await asyncio.sleep(nap)

    asyncio.run(main())


def fetched_by_a_producer(items, nap):
    async def main():
        queue = asyncio.Queue()

        async def produce():
            async for item in slowly(items, nap):
                await queue.put(item)

        producer = asyncio.create_task(produce())
        for _ in range(items):
            await queue.get()
            await asyncio.sleep(nap)
        await producer

    asyncio.run(main())


async def slowly(items, nap):
    for item in range(items):
        await asyncio.sleep(nap)
        yield item


def in_a_comprehension(naps):
    async def main():
        return [await asyncio.sleep(nap) for nap in naps]

    asyncio.run(main())


def gathered(naps):
    async def main():
        return await asyncio.gather(*[asyncio.sleep(nap) for nap in naps])

    asyncio.run(main())
