"""Context variables: where is their value seen? Standard library only: spawned children import this module."""

import asyncio
import sys
from contextvars import ContextVar

variable = ContextVar("variable", default="the default")

# Set by somebody whom the coroutine awaits


def set_in_a_task():
    return seen_by_the_caller(asyncio.create_task)


def set_in_a_coroutine():
    return seen_by_the_caller(lambda coroutine: coroutine)


def set_under_wait_for():
    return seen_by_the_caller(lambda coroutine: asyncio.wait_for(coroutine, 60))


def set_in_a_coroutine_or_a_task():
    """The one of which wait_for makes no difference is the special case: a coroutine until 3.11, a task since."""
    return set_in_a_coroutine() if sys.version_info < (3, 12) else set_in_a_task()


def seen_by_the_caller(awaitable):
    async def change():
        variable.set("changed")

    async def main():
        await awaitable(change())
        return variable.get()

    return asyncio.run(main())


# Seen in an executor's thread


def run_in_executor():
    async def main():
        variable.set("set")
        return await asyncio.get_running_loop().run_in_executor(None, variable.get)

    return asyncio.run(main())


def to_thread():
    async def main():
        variable.set("set")
        return await asyncio.to_thread(variable.get)

    return asyncio.run(main())


def run_in_a_thread_that_was_there():
    async def main():
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, variable.get)
        variable.set("set")
        return await loop.run_in_executor(None, variable.get)

    return asyncio.run(main())


def to_thread_or_a_thread_that_was_there():
    """Where a new thread takes its starter's context along, the special case is a thread that was there before."""
    return run_in_a_thread_that_was_there() if getattr(sys.flags, "thread_inherit_context", False) else to_thread()


# Seen in a child process


def in_a_child(processes):
    variable.set("set")
    return told_by(processes, tell)


def set_by_the_child_or_reset(processes):
    """Where the child has the value, the special case resets it; elsewhere, sets it."""
    variable.set("set")
    return told_by(processes, reset_and_tell if processes.get_start_method() == "fork" else set_and_tell)


def told_by(processes, target):
    receiver, sender = processes.Pipe(duplex=False)
    child = processes.Process(target=target, args=(sender,))
    child.start()
    sender.close()
    try:
        return receiver.recv()
    finally:
        child.join()
        variable.set("the default")


def tell(sender):
    sender.send(variable.get())


def set_and_tell(sender):
    variable.set("set")
    tell(sender)


def reset_and_tell(sender):
    variable.set("the default")
    tell(sender)
