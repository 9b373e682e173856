"""Queues of asyncio. Standard library only."""

import asyncio
import threading

# Does put give others a turn?


def putting_without_a_bound(items, note):
    asyncio.run(produced_and_consumed(asyncio.Queue(), items, note))


def putting_with_a_bound(items, note):
    asyncio.run(produced_and_consumed(asyncio.Queue(maxsize=1), items, note))


async def produced_and_consumed(queue, items, note):
    async def consume():
        for _ in range(items):
            note(f"got {await queue.get()}")

    consumer = asyncio.create_task(consume())
    await asyncio.sleep(0)
    for item in range(items):
        note(f"puts {item}")
        await queue.put(item)
    await consumer


# Putting from another thread


def put_by_a_thread(pause, wake, timed):
    def put(loop, queue):
        queue.put_nowait("an item")

    asyncio.run(awaited_from_a_thread(put, pause, wake, timed), debug=False)


def put_by_the_loop_for_a_thread(pause, wake, timed):
    def put(loop, queue):
        loop.call_soon_threadsafe(queue.put_nowait, "an item")

    asyncio.run(awaited_from_a_thread(put, pause, wake, timed))


async def awaited_from_a_thread(put, pause, wake, timed):
    """How long a consumer waits for an item that a thread puts after `pause`; the loop has something to do every `wake`."""

    def work():
        threading.Event().wait(pause)
        put(loop, queue)

    queue, loop = asyncio.Queue(), asyncio.get_running_loop()
    other = asyncio.create_task(woken_every(wake))
    thread = threading.Thread(target=work)
    with timed:
        thread.start()
        await queue.get()
    thread.join()
    other.cancel()


async def woken_every(wake):
    """Again and again: on a busy machine the thread may put its item only after the loop has woken once."""
    while True:
        await asyncio.sleep(wake)


# What does join wait for?


def taken_out(items):
    async def main():
        queue = filled(items)
        while not queue.empty():
            queue.get_nowait()
        return await joined(queue)

    return asyncio.run(main())


def taken_out_and_done(items):
    async def main():
        queue = filled(items)
        while not queue.empty():
            queue.get_nowait()
            queue.task_done()
        return await joined(queue)

    return asyncio.run(main())


def filled(items):
    queue = asyncio.Queue()
    for item in range(items):
        queue.put_nowait(item)
    return queue


async def joined(queue):
    """Nothing else runs in the loop: what has not come back after some turns never does."""
    join = asyncio.create_task(queue.join())
    for _ in range(10):
        await asyncio.sleep(0)
    return "join has returned" if join.done() else "join waits"


# Shutting down


def shut_down(consumers):
    async def main():
        queue = asyncio.Queue()
        waiting = [asyncio.create_task(consumed(queue)) for _ in range(consumers)]
        await asyncio.sleep(0)
        queue.shutdown()
        return await asyncio.gather(*waiting)

    return asyncio.run(main())


def given_a_sentinel(consumers):
    async def main():
        queue = asyncio.Queue()
        waiting = [asyncio.create_task(consumed(queue)) for _ in range(consumers)]
        await asyncio.sleep(0)
        for _ in range(consumers):
            queue.put_nowait(None)
        return await asyncio.gather(*waiting)

    return asyncio.run(main())


async def consumed(queue):
    try:
        return await queue.get()
    except Exception as error:
        return type(error).__name__
