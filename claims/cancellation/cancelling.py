"""What becomes of a task that is cancelled, and of what it has started. Standard library only."""

import asyncio
import sys

# What has happened when cancel() returns?


def looked_at_once():
    async def main():
        task = await begun(asyncio.Event().wait())
        task.cancel()
        state = "done" if task.done() else "not done"
        await asyncio.wait([task])
        return state

    return asyncio.run(main())


def looked_at_after_waiting():
    async def main():
        task = await begun(asyncio.Event().wait())
        task.cancel()
        await asyncio.wait([task])
        return "done" if task.done() else "not done"

    return asyncio.run(main())


async def begun(coroutine):
    """A task that waits in `coroutine`."""
    task = asyncio.create_task(coroutine)
    await asyncio.sleep(0)
    return task


# Which except clause catches it?


def except_exception():
    async def broad():
        try:
            await asyncio.Event().wait()
        except Exception:
            return "swallowed"

    return asyncio.run(cancelled(broad()))


def except_base_exception():
    async def broader():
        try:
            await asyncio.Event().wait()
        except BaseException:
            return "swallowed"

    return asyncio.run(cancelled(broader()))


async def cancelled(coroutine):
    task = await begun(coroutine)
    task.cancel()
    await asyncio.wait([task])
    return "cancelled" if task.cancelled() else task.result()


# Does its finally block run?


def cancelled_before_its_first_turn(note):
    async def main():
        task = asyncio.create_task(with_a_finally_block(note))
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(main())


def cancelled_while_it_waits(note):
    async def main():
        task = await begun(with_a_finally_block(note))
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(main())


async def with_a_finally_block(note):
    try:
        await asyncio.Event().wait()
    finally:
        note("finally")


def cancelled_once(nap, note):
    async def main():
        task = await begun(awaiting_in_finally(nap, note))
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(main())


def cancelled_twice(nap, note):
    async def main():
        task = await begun(awaiting_in_finally(nap, note))
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(main())


async def awaiting_in_finally(nap, note):
    try:
        await asyncio.Event().wait()
    finally:
        note("begins to clean up")
        await asyncio.sleep(nap)
        note("has cleaned up")


# What it has started


def it_creates_one():
    async def main():
        inner = asyncio.get_running_loop().create_future()

        async def outer():
            inner.set_result(await begun(asyncio.Event().wait()))
            await asyncio.Event().wait()

        return await fate(await begun(outer()), await inner)

    return asyncio.run(main())


def it_creates_and_awaits_one():
    async def main():
        inner = asyncio.get_running_loop().create_future()

        async def outer():
            inner.set_result(await begun(asyncio.Event().wait()))
            await inner.result()

        return await fate(await begun(outer()), await inner)

    return asyncio.run(main())


async def fate(outer, inner):
    """What becomes of a task that another one has created when that one is cancelled."""
    outer.cancel()
    await asyncio.wait([outer])
    return "cancelled" if inner.done() else "still runs"


CHILD = "print('ready', flush=True); import time; time.sleep(60)"


def communicating_under_a_limit(limit):
    async def main():
        child = await a_child_that_sleeps()
        try:
            await asyncio.wait_for(child.communicate(), limit)
        except TimeoutError:
            return await state_of(child)

    return asyncio.run(main())


def communicating_and_killing(limit):
    async def main():
        child = await a_child_that_sleeps()
        try:
            await asyncio.wait_for(child.communicate(), limit)
        except TimeoutError:
            child.kill()
            await child.wait()
            return await state_of(child)

    return asyncio.run(main())


async def a_child_that_sleeps():
    child = await asyncio.create_subprocess_exec(sys.executable, "-S", "-c", CHILD, stdout=asyncio.subprocess.PIPE)
    await child.stdout.readline()
    return child


async def state_of(child):
    """Whether it runs; it does no longer afterwards."""
    if child.returncode is not None:
        return "ended"
    child.kill()
    await child.wait()
    return "still runs"
