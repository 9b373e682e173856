"""The programs that the claims on tasks are about. Standard library only."""

import asyncio


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
