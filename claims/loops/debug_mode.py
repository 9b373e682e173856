"""What debug mode says of calls by other threads. Standard library only."""

import asyncio
import threading
from contextlib import suppress

# A method of the loop that is not thread-safe


def call_soon_in_a_thread():
    def call(loop):
        loop.call_soon(nothing)

    return asyncio.run(answer_to_a_thread(call), debug=True)


def call_soon_threadsafe_in_a_thread():
    def call(loop):
        loop.call_soon_threadsafe(nothing)

    return asyncio.run(answer_to_a_thread(call), debug=True)


def nothing():
    pass


async def answer_to_a_thread(call):
    loop = asyncio.get_running_loop()

    def work():
        try:
            call(loop)
        except RuntimeError:
            return "RuntimeError"
        return "accepted"

    return await asyncio.to_thread(work)


# An item for a consumer that waits


def put_by_a_thread_in_debug_mode():
    asyncio.run(consumer_for(put_by_the_thread), debug=True)


def put_by_a_thread_as_usual():
    asyncio.run(consumer_for(put_by_the_thread), debug=False)


def put_by_the_loop_in_debug_mode():
    asyncio.run(consumer_for(put_by_the_loop), debug=True)


def put_by_the_thread(loop, queue):
    with suppress(RuntimeError):  # debug mode refuses the call
        queue.put_nowait("an item")
    loop.call_soon_threadsafe(queue.put_nowait, "another item")


def put_by_the_loop(loop, queue):
    loop.call_soon_threadsafe(queue.put_nowait, "an item")


async def consumer_for(put):
    """Waits for an item, but no longer than a tenth of a second. The thread begins once the consumer waits."""
    queue, loop = asyncio.Queue(), asyncio.get_running_loop()
    thread = threading.Thread(target=put, args=(loop, queue))
    loop.call_soon(thread.start)
    async with asyncio.timeout(0.1):
        await queue.get()
    thread.join()
