"""Task groups. Standard library only."""

import asyncio

from claims.groups.gathering import failing

# What does the block raise?


def in_a_group():
    async def main():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(failing())
        except ValueError:
            return "except ValueError"
        except BaseException as error:
            return f"except {type(error).__name__}"

    return asyncio.run(main())


def gathered():
    async def main():
        try:
            await asyncio.gather(failing())
        except ValueError:
            return "except ValueError"
        except BaseException as error:
            return f"except {type(error).__name__}"

    return asyncio.run(main())


# How many errors?


def failing_one_after_another(nap, tasks):
    return errors_of([nap * (1 + 4 * number) for number in range(tasks)])


def failing_in_the_same_turn(nap, tasks):
    return errors_of([nap] * tasks, together=True)


def errors_of(naps, *, together=False):
    async def main():
        gate = asyncio.Event()

        async def fail(number, nap):
            if together:
                await gate.wait()
            else:
                await asyncio.sleep(nap)
            raise ValueError(number)

        try:
            async with asyncio.TaskGroup() as group:
                for number, nap in enumerate(naps):
                    group.create_task(fail(number, nap))
                await asyncio.sleep(0)
                gate.set()
        except ExceptionGroup as errors:
            return sorted(error.args[0] for error in errors.exceptions)

    return asyncio.run(main())


# Can it be told to stop?


def calling_cancel_of_the_group(nap):
    async def main():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(asyncio.sleep(nap))
            await asyncio.sleep(0)
            cancel = getattr(group, "cancel", None)
            if cancel is not None:
                cancel()
        return "stopped" if task.cancelled() else "not stopped"

    return asyncio.run(main())


def raising_in_the_body(nap):
    async def main():
        try:
            async with asyncio.TaskGroup() as group:
                task = group.create_task(asyncio.sleep(nap))
                await asyncio.sleep(0)
                raise ValueError("stop")
        except ExceptionGroup:
            return "stopped" if task.cancelled() else "not stopped"

    return asyncio.run(main())


def left_alone(nap):
    async def main():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(asyncio.sleep(nap))
        return "stopped" if task.cancelled() else "not stopped"

    return asyncio.run(main())
