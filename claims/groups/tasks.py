"""What becomes of a task, and when it has its turn. Standard library only."""

import asyncio
import gc

# Who keeps a task alive?


def waiting_for_what_nobody_has(collect):
    async def wait():
        # The only way to this future is through the task that waits for it.
        await asyncio.get_running_loop().create_future()

    return dropped(wait, collect)


def sleeping(collect):
    async def sleep():
        await asyncio.sleep(60)

    return dropped(sleep, collect)


def dropped(function, collect):
    """What garbage collection does to a task of a coroutine function to which nobody keeps a reference."""

    async def main():
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        asyncio.create_task(function(), name="dropped")  # noqa: RUF006 (that is what is tried)
        await asyncio.sleep(0)
        collect()
        return "alive" if "dropped" in [task.get_name() for task in asyncio.all_tasks()] else "gone"

    return asyncio.run(main())


# Who hears of its error?


def kept_and_never_awaited():
    async def main():
        task = asyncio.create_task(failing())
        await two_turns()
        return task

    return asyncio.run(main())


def dropped_and_never_awaited():
    async def main():
        asyncio.create_task(failing())  # noqa: RUF006 (that is what is tried)
        await two_turns()

    asyncio.run(main())


def dropped_and_collected():
    async def main():
        asyncio.create_task(failing())  # noqa: RUF006 (that is what is tried)
        await two_turns()
        gc.collect()

    asyncio.run(main())


async def failing():
    raise ValueError("no")


async def two_turns():
    await asyncio.sleep(0)
    await asyncio.sleep(0)


# When does it begin, and when does it go on?


def with_the_eager_factory(note):
    async def main():
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        await created(note)

    asyncio.run(main())


def with_the_default_factory(note):
    async def main():
        await created(note)

    asyncio.run(main())


def with_eager_start(note):
    async def main():
        await created(note, eager_start=True)

    asyncio.run(main())


async def created(note, **options):
    async def greet():
        note("the coroutine runs")
        await asyncio.sleep(0)
        note("the coroutine goes on")

    task = asyncio.create_task(greet(), **options)
    note("create_task has returned")
    await task


def sleeping_for_nought(tasks, turns, note):
    async def main():
        async def take_turns(name):
            for _ in range(turns):
                note(name)
                await asyncio.sleep(0)

        await asyncio.gather(*[take_turns(name) for name in range(tasks)])

    asyncio.run(main())


def awaiting_without_a_pause(tasks, turns, note):
    async def nothing():
        pass

    async def main():
        async def take_turns(name):
            for _ in range(turns):
                note(name)
                await nothing()

        await asyncio.gather(*[take_turns(name) for name in range(tasks)])

    asyncio.run(main())
