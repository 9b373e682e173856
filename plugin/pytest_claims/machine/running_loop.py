"""Whether an event loop runs in this thread."""

import sys
from types import FrameType


def loop_runs_here() -> bool:
    """Whether this is called in a coroutine or a callback of asyncio. It does not import asyncio, which takes 40 ms."""
    asyncio = sys.modules.get("asyncio")
    return asyncio is not None and asyncio._get_running_loop() is not None


def in_a_coroutine() -> bool:
    """Whether this is called in a coroutine, whatever runs it: asyncio, trio, curio."""
    from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE

    frame: FrameType | None = sys._getframe()
    while frame is not None and not frame.f_code.co_flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE | CO_ASYNC_GENERATOR):
        frame = frame.f_back
    return frame is not None
