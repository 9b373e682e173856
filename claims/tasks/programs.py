"""The programs that the claims on tasks are about. Standard library only."""

import asyncio
import time

# What runs beside what


def with_create_task(naps):
    async def main():
        for task in [asyncio.create_task(asyncio.sleep(nap)) for nap in naps]:
            await task

    asyncio.run(main())


def awaiting_each(naps):
    async def main():
        for nap in naps:
            await asyncio.sleep(nap)

    asyncio.run(main())


def tasks_that_compute(tasks, length, span):
    async def compute(name):
        with span(name):
            until = time.perf_counter() + length
            while time.perf_counter() < until:
                pass

    async def main():
        await asyncio.gather(*[asyncio.create_task(compute(f"task {number}")) for number in range(tasks)])

    asyncio.run(main())


def tasks_that_sleep(tasks, length, span):
    async def sleep(name):
        with span(name):
            await asyncio.sleep(length)

    async def main():
        await asyncio.gather(*[asyncio.create_task(sleep(f"task {number}")) for number in range(tasks)])

    asyncio.run(main())


# When a task starts


def created_as_a_task(note):
    async def greet():
        note("the coroutine runs")

    async def main():
        task = asyncio.create_task(greet())
        note("create_task has returned")
        await task

    asyncio.run(main())


def created_as_an_eager_task(note):
    async def greet():
        note("the coroutine runs")

    async def main():
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        task = asyncio.create_task(greet())
        note("create_task has returned")
        await task

    asyncio.run(main())


def awaited_at_once(note):
    async def greet():
        note("the coroutine runs")

    async def main():
        await greet()
        note("create_task has returned")

    asyncio.run(main())


# A blocking sleep between the awaits


def tasks_around_a_blocking_sleep(first, blocking, second):
    async def main():
        one = asyncio.create_task(asyncio.sleep(first))
        two = asyncio.create_task(asyncio.sleep(second))
        await one
        time.sleep(blocking)
        await two

    asyncio.run(main())


def awaits_around_a_blocking_sleep(first, blocking, second):
    async def main():
        await asyncio.sleep(first)
        time.sleep(blocking)
        await asyncio.sleep(second)

    asyncio.run(main())


def saying_oo_after_a_blocking_sleep(first, pause, second, say):
    async def say_after(nap, word):
        await asyncio.sleep(nap)
        say(word)

    async def main():
        one = asyncio.create_task(say_after(first, "hello"))
        two = asyncio.create_task(say_after(second, "world"))
        await one
        time.sleep(pause)
        say("oo")
        await two

    asyncio.run(main())


def saying_oo_after_an_awaited_sleep(first, pause, second, say):
    async def say_after(nap, word):
        await asyncio.sleep(nap)
        say(word)

    async def main():
        one = asyncio.create_task(say_after(first, "hello"))
        two = asyncio.create_task(say_after(second, "world"))
        await one
        await asyncio.sleep(pause)
        say("oo")
        await two

    asyncio.run(main())


# The end of the main coroutine


def main_awaits_the_first(naps):
    tasks = []

    async def main():
        tasks.extend(asyncio.create_task(asyncio.sleep(nap)) for nap in naps)
        await tasks[0]

    asyncio.run(main())
    return [state(task) for task in tasks]


def main_awaits_each(naps):
    tasks = []

    async def main():
        tasks.extend(asyncio.create_task(asyncio.sleep(nap)) for nap in naps)
        for task in tasks:
            await task

    asyncio.run(main())
    return [state(task) for task in tasks]


def a_loop_without_asyncio_run(naps):
    tasks = []

    async def main():
        tasks.extend(asyncio.create_task(asyncio.sleep(nap)) for nap in naps)
        await tasks[0]

    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    states = [state(task) for task in tasks]
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.close()
    return states


def state(task):
    if task.cancelled():
        return "cancelled"
    return "finished" if task.done() else "pending"
