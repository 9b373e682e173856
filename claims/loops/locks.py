"""Locks of asyncio. Standard library only."""

import asyncio

# Do tasks need one?


def without_a_lock(tasks, turns):
    return counted(tasks, turns, locked=False)


def with_a_lock(tasks, turns):
    return counted(tasks, turns, locked=True)


def counted(tasks, turns, *, locked):
    async def main():
        count, lock = 0, asyncio.Lock()

        async def add():
            nonlocal count
            seen = count
            await asyncio.sleep(0)  # a request to a database, say
            count = seen + 1

        async def work():
            for _ in range(turns):
                if locked:
                    async with lock:
                        await add()
                else:
                    await add()

        await asyncio.gather(*[work() for _ in range(tasks)])
        return count

    return asyncio.run(main())


# Who gets it next?


def taking_turns(tasks, turns, note):
    asyncio.run(contending(asyncio.Lock(), tasks, turns, note))


def taking_a_lock_made_of_an_event(tasks, turns, note):
    class Unfair:
        """Whoever looks first when it is free has it."""

        def __init__(self):
            self.free = asyncio.Event()
            self.free.set()

        async def __aenter__(self):
            while not self.free.is_set():
                await self.free.wait()
            self.free.clear()

        async def __aexit__(self, *error):
            self.free.set()

    asyncio.run(contending(Unfair(), tasks, turns, note))


async def contending(lock, tasks, turns, note):
    async def work(name):
        for _ in range(turns):
            async with lock:
                note(name)
                await asyncio.sleep(0)

    await asyncio.gather(*[work(name) for name in range(tasks)])


# Who may release it?


def released_by_another_task():
    async def main():
        lock = asyncio.Lock()
        await asyncio.create_task(lock.acquire())
        return release(lock)

    return asyncio.run(main())


def released_when_nobody_has_it():
    async def main():
        return release(asyncio.Lock())

    return asyncio.run(main())


def release(lock):
    try:
        lock.release()
    except RuntimeError:
        return "RuntimeError"
    return "released"


# Can its holder take it again?


async def acquired_twice():
    lock = asyncio.Lock()
    await lock.acquire()
    await lock.acquire()


async def a_semaphore_acquired_twice():
    semaphore = asyncio.Semaphore(2)
    await semaphore.acquire()
    await semaphore.acquire()


# To which loop does it belong?


def made_before_the_loop():
    lock = asyncio.Lock()
    return attempted(lambda: asyncio.run(contended(lock)))


def contended_in_a_loop_before():
    lock = asyncio.Lock()
    asyncio.run(contended(lock))
    return attempted(lambda: asyncio.run(contended(lock)))


def used_alone_in_a_loop_before():
    lock = asyncio.Lock()
    asyncio.run(held(lock))
    return attempted(lambda: asyncio.run(contended(lock)))


async def contended(lock):
    await asyncio.gather(held(lock), held(lock))


async def held(lock):
    async with lock:
        await asyncio.sleep(0)


def attempted(call):
    try:
        call()
    except RuntimeError as error:
        return "different loop" if "loop" in str(error) else str(error)
    return "works"
