"""asyncio.run: what it takes, and where it can be called. Standard library only: spawned children import this module."""

import asyncio
import sys
import time
from multiprocessing import get_context

#: Real seconds after which a child hangs.
PATIENCE = 20

# What does it take?


def given_an_awaitable():
    return attempted(lambda: asyncio.run(Awaitable()))


def given_a_coroutine():
    async def main():
        return await Awaitable()

    return attempted(lambda: asyncio.run(main()))


class Awaitable:
    def __await__(self):
        yield
        return "a result"


def given_no_awaitable():
    return attempted(lambda: asyncio.run(3))


def attempted(call):
    try:
        return call()
    except (ValueError, TypeError, RuntimeError) as error:
        return type(error).__name__


# Where can it be called?


def inside_a_coroutine():
    async def main():
        coroutine = asyncio.sleep(0, "works")
        try:
            return attempted(lambda: asyncio.run(coroutine))
        finally:
            coroutine.close()

    return asyncio.run(main())


def in_a_thread_that_a_coroutine_starts():
    async def main():
        return await asyncio.to_thread(lambda: attempted(lambda: asyncio.run(asyncio.sleep(0, "works"))))

    return asyncio.run(main())


def in_a_process_that_a_coroutine_starts(processes):
    async def main():
        receiver, sender = processes.Pipe(duplex=False)
        child = processes.Process(target=run_and_tell, args=(sender,))
        child.start()
        sender.close()
        outcome = receiver.recv() if receiver.poll(PATIENCE) else "hangs"
        child.kill()
        child.join()
        return outcome

    return asyncio.run(main())


def in_the_same_process_or_spawned(processes):
    """Where a forked child hangs, as in 3.14.0, the special case is one that is spawned."""
    if processes.get_start_method() == "fork" and sys.version_info[:3] == (3, 14, 0):
        return in_a_process_that_a_coroutine_starts(get_context("spawn"))
    return inside_a_coroutine()


def run_and_tell(sender):
    """As asyncio.run does it; what its loop would only log before it hangs is told, too."""
    with asyncio.Runner() as runner:
        runner.get_loop().set_exception_handler(lambda loop, context: sender.send(type(context["exception"]).__name__))
        sender.send(attempted(lambda: runner.run(asyncio.sleep(0, "works"))))


# Ctrl-C: each runs as a program of its own


def waiting_in_the_coroutine():
    async def main():
        try:
            print("ready", flush=True)
            await asyncio.sleep(60)
        except KeyboardInterrupt:
            print("KeyboardInterrupt in the coroutine")
        except asyncio.CancelledError:
            print("CancelledError in the coroutine")
            raise

    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print("KeyboardInterrupt from run")


def blocking_without_a_loop():
    try:
        print("ready", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        print("KeyboardInterrupt in the coroutine")
