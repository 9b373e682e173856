"""Whether an event loop of asyncio runs in this thread."""

import sys


def loop_runs_here() -> bool:
    """Whether this is called in a coroutine or a callback. It does not import asyncio, which takes 40 ms."""
    asyncio = sys.modules.get("asyncio")
    return asyncio is not None and asyncio._get_running_loop() is not None
