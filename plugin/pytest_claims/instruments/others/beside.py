"""Beats beside the other tasks of an event loop: in a task of asyncio's, or of trio's."""

import sys
from collections.abc import Awaitable, Callable
from typing import Any

from pytest_claims.instruments.others.heartbeat import PERIOD, Heartbeat
from pytest_claims.machine.running_loop import loop_runs_here


class BesideAsyncio:
    """A task of the event loop of asyncio that runs here."""

    async def begin(self, heartbeat: Heartbeat) -> None:
        """Return once it beats."""
        import asyncio

        begun = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(_beat(heartbeat, asyncio.sleep, begun.set))
        await begun.wait()

    async def end(self) -> None:
        """Return after the last beat."""
        await self._task


class BesideTrio:
    """A task of the event loop of trio that runs here. It belongs to no nursery of the program's."""

    def __init__(self, trio: Any) -> None:
        self._trio, self._ended = trio, trio.Event()

    async def begin(self, heartbeat: Heartbeat) -> None:
        """Return once it beats."""
        begun = self._trio.Event()
        self._trio.lowlevel.spawn_system_task(self._beat, heartbeat, begun.set)
        await begun.wait()

    async def end(self) -> None:
        """Return after the last beat."""
        # Where the block was cancelled, too.
        with self._trio.CancelScope(shield=True):
            await self._ended.wait()

    async def _beat(self, heartbeat: Heartbeat, begun: Callable[[], object]) -> None:
        await _beat(heartbeat, self._trio.sleep, begun)
        self._ended.set()


def beside_the_tasks_here() -> BesideAsyncio | BesideTrio | None:
    """Beats beside the other tasks of the event loop that runs here; None where none does, or one of another kind."""
    trio = sys.modules.get("trio")
    # First trio: it may be a guest in a loop of asyncio.
    if trio is not None and _is_in_trio(trio):
        return BesideTrio(trio)
    return BesideAsyncio() if loop_runs_here() else None


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
