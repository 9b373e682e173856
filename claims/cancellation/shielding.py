"""What shield() protects, and from what. Standard library only."""

import asyncio


def awaiting_shield(nap, note):
    async def main():
        async def outer():
            try:
                await asyncio.shield(operation)
            finally:
                note("the outer task goes on")

        operation = asyncio.create_task(an_operation(nap, note))
        await cancelled_and_both_awaited(outer(), operation)

    asyncio.run(main())


def awaiting_until_it_has_ended(nap, note):
    async def main():
        async def outer():
            try:
                await asyncio.shield(operation)
            finally:
                await operation
                note("the outer task goes on")

        operation = asyncio.create_task(an_operation(nap, note))
        await cancelled_and_both_awaited(outer(), operation)

    asyncio.run(main())


async def an_operation(nap, note):
    await asyncio.sleep(nap)
    note("the operation ends")


async def cancelled_and_both_awaited(coroutine, operation):
    task = asyncio.create_task(coroutine)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task, operation])


def main_ends_before_it(nap, note):
    async def main():
        shielded = asyncio.shield(asyncio.create_task(an_operation(nap, note)))
        await asyncio.wait([shielded], timeout=nap / 4)
        shielded.cancel()

    asyncio.run(main())


def main_awaits_it(nap, note):
    async def main():
        operation = asyncio.create_task(an_operation(nap, note))
        shielded = asyncio.shield(operation)
        await asyncio.wait([shielded], timeout=nap / 4)
        shielded.cancel()
        await operation

    asyncio.run(main())
