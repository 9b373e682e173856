"""Beats beside the other tasks of an event loop: in a task of asyncio's, or of trio's."""

import sys
from collections.abc import Awaitable, Callable
from typing import Any

from pytest_claims.instruments.others.heartbeat import PERIOD, Heartbeat


class BesideAsyncio:
    """A task of the event loop of asyncio that runs here."""

    def __init__(self) -> None:
        import asyncio

        self._sleep, self._begun = asyncio.sleep, asyncio.Event()

    async def begin(self, heartbeat: Heartbeat) -> None:
        """Return once it beats."""
        import asyncio

        beats = _beat(heartbeat, self._sleep, self._begun.set)
        self._task = asyncio.get_running_loop().create_task(beats)
        await self._begun.wait()

    async def end(self) -> None:
        """Return after the last beat."""
        await self._task


class BesideTrio:
    """A task of the event loop of trio that runs here. It belongs to no nursery of the program's."""

    def __init__(self, trio: Any) -> None:
        self._trio, self._begun, self._ended = trio, trio.Event(), trio.Event()

    async def begin(self, heartbeat: Heartbeat) -> None:
        """Return once it beats."""
        self._trio.lowlevel.spawn_system_task(self._beat, heartbeat)
        await self._begun.wait()

    async def end(self) -> None:
        """Return after the last beat."""
        # Where the block was cancelled, too.
        with self._trio.CancelScope(shield=True):
            await self._ended.wait()

    async def _beat(self, heartbeat: Heartbeat) -> None:
        await _beat(heartbeat, self._trio.sleep, self._begun.set)
        self._ended.set()


def beside_the_tasks_here() -> BesideAsyncio | BesideTrio | None:
    """Beats beside the other tasks of the event loop that runs here; None where none does, or one of another kind."""
    trio = sys.modules.get("trio")
    # First trio: it may be a guest in a loop of asyncio.
    if trio is not None and _is_in_trio(trio):
        return BesideTrio(trio)
    asyncio = sys.modules.get("asyncio")
    return BesideAsyncio() if asyncio is not None and asyncio._get_running_loop() is not None else None


def _is_in_trio(trio: Any) -> bool:
    try:
        trio.lowlevel.current_task()
    except RuntimeError:
        return False
    return True


async def _beat(heartbeat: Heartbeat, sleep: Callable[[float], Awaitable[object]], begun: Callable[[], object]) -> None:
    heartbeat.start()
    begun()
    while heartbeat.beat():
        await sleep(PERIOD)
