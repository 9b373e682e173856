"""The programs that the claims on coroutines and await are about. Standard library only."""

import asyncio
import gc
import sys
import time

# Calling a coroutine function


def calling_it(note):
    async def greet():
        note("in the body")

    return greet()


def running_it(note):
    async def greet():
        note("in the body")

    return asyncio.run(greet())


def never_awaited():
    async def greet():
        print("hello")

    greet()


def never_awaited_but_collected():
    async def greet():
        print("hello")

    greet()
    gc.collect()


def awaited():
    async def greet():
        print("hello")

    async def main():
        await greet()

    asyncio.run(main())


def collected_before_the_end():
    async def greet():
        print("hello")

    kept = greet()
    print("kept", file=sys.stderr)
    del kept
    gc.collect()
    print("collected", file=sys.stderr)


def referred_to_until_the_end():
    async def greet():
        print("hello")

    kept = greet()
    print("kept", file=sys.stderr)
    gc.collect()
    print("collected", file=sys.stderr)
    return kept


# Awaiting one thing after another


def awaiting_each(naps):
    async def main():
        for nap in naps:
            await asyncio.sleep(nap)

    asyncio.run(main())


def gathering(naps):
    async def main():
        await asyncio.gather(*[asyncio.sleep(nap) for nap in naps])

    asyncio.run(main())


def awaits_around_a_blocking_sleep(first, blocking, second):
    async def main():
        await asyncio.sleep(first)
        time.sleep(blocking)
        await asyncio.sleep(second)

    asyncio.run(main())


def tasks_around_a_blocking_sleep(first, blocking, second):
    async def main():
        one = asyncio.create_task(asyncio.sleep(first))
        two = asyncio.create_task(asyncio.sleep(second))
        await one
        time.sleep(blocking)
        await two

    asyncio.run(main())


# Others


def others_beside_an_await(others, nap, note):
    async def other():
        note("another")

    async def main():
        tasks = [asyncio.create_task(other()) for _ in range(others)]
        note("pauses")
        await asyncio.sleep(nap)
        note("goes on")
        await asyncio.gather(*tasks)

    asyncio.run(main())


def others_beside_a_blocking_sleep(others, nap, note):
    async def other():
        note("another")

    async def main():
        tasks = [asyncio.create_task(other()) for _ in range(others)]
        note("pauses")
        time.sleep(nap)
        note("goes on")
        await asyncio.gather(*tasks)

    asyncio.run(main())


def beside_one_that_awaits(nap, busy):
    async def other():
        await asyncio.sleep(busy)
        await asyncio.sleep(busy)

    async def main():
        beside = asyncio.create_task(other())
        await asyncio.sleep(nap)
        return beside.done()

    return asyncio.run(main())


def beside_one_that_blocks(nap, busy):
    async def other():
        time.sleep(busy)
        await asyncio.sleep(busy)

    async def main():
        beside = asyncio.create_task(other())
        await asyncio.sleep(nap)
        return beside.done()

    return asyncio.run(main())


# What can be awaited


async def answer(kind):
    return kind


class Answer:
    def __await__(self):
        return answer("an object").__await__()


class Generator:
    def __iter__(self):
        return answer("an object").__await__()


def a_coroutine_a_task_and_a_future():
    async def main():
        future = asyncio.get_running_loop().create_future()
        future.set_result("a future")
        coroutine, task = answer("a coroutine"), asyncio.create_task(answer("a task"))
        return [await coroutine, await task, await future]

    return asyncio.run(main())


def the_function_without_calling_it():
    async def main():
        return [await answer]

    return asyncio.run(main())


def an_object_with_an_await_method():
    async def main():
        return await Answer()

    return asyncio.run(main())


def an_object_with_an_iter_method():
    async def main():
        return await Generator()

    return asyncio.run(main())
