"""What the workers of xdist and the process that distributes tell each other beside xdist's own events.

A worker tells that it waits, at once: what it reports arrives only after the test. And it notices that the other process has
gone: interrupted, or killed. Then nobody wants to know any more what it judges, and it ends what it is at.
"""

import os
import threading
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import pytest

from pytest_claims.machine.lock_holders import Holder
from pytest_claims.machine.process_tree import kill_new_descendants
from pytest_claims.machine.termination import interrupt_main_thread

#: The name under which a channel of execnet travels to a worker.
WORKERINPUT = "pytest_claims.plugin.xdist_link"
#: The name under which a worker tells that it could not collect what the user asked for: only there is it looked for.
WORKEROUTPUT = "pytest_claims.usage_error"
#: Real seconds that a worker has to end its test before it is interrupted again, since somebody in between may have caught
#: that; and real seconds that its interpreter has to exit.
GRACE = 1.0
#: How often that is done.
TRIES = 3
#: Real seconds in which the fixtures of an interrupted worker can clean up. With all tries it is less than the ten seconds
#: after which xdist kills a worker, but not what that has started.
TEARDOWN = 5.0

Hear = Callable[[list[dict[str, Any]]], None]


def connect(node: Any, hear: Hear) -> None:
    """Give a worker that is about to start a way to tell whom it waits for."""
    channel = node.gateway.newchannel()
    channel.setcallback(hear)
    node.workerinput[WORKERINPUT] = channel


def report_wait(config: pytest.Config, holders: list[Holder]) -> None:
    """Tell the process that reports whom this one waits for."""
    said = [asdict(holder) for holder in holders]
    if not hasattr(config, "workerinput"):
        reporting: Any = config.pluginmanager.get_plugin("pytest-claims-reporting")
        reporting.hear(said)
    elif WORKERINPUT in config.workerinput:
        with suppress(OSError):
            config.workerinput[WORKERINPUT].send(said)


def raise_usage_error(node: Any) -> None:
    """Say what a worker that has ended could not collect; xdist does not.

    Raises:
        pytest.UsageError: the user asked for a file or a test that is not there.
    """
    said = getattr(node, "workeroutput", {}).get(WORKEROUTPUT)
    if said:
        raise pytest.UsageError(*said)


def cut_short(excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    """Leave of an interrupt the place where it happened.

    pytest looks up the source of all that was under way, in the middle of which it was, and shows that one place. With seven
    workers at it that took most of the time from Ctrl-C to the prompt, 0.3 CPU seconds each.
    """
    if excinfo.type is KeyboardInterrupt:
        excinfo.traceback = excinfo.traceback[-1:]


class Worker:
    """Ends the worker when the process that distributes has gone while tests were under way."""

    def __init__(self, config: pytest.Config) -> None:
        self._ended = threading.Event()
        self._unconfigured = threading.Event()
        self._interrupted = False
        channel = getattr(config, "workerinput", {}).get(WORKERINPUT)
        if channel is not None:
            channel.setcallback(self._hear, endmarker=None)

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self, session: pytest.Session) -> Generator[None, object, object]:
        try:
            return (yield)
        except pytest.UsageError as error:
            config: Any = session.config
            config.workeroutput[WORKEROUTPUT] = [str(argument) for argument in error.args]
            raise

    @pytest.hookimpl(tryfirst=True)
    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self._interrupted = True
        self._ended.set()
        cut_short(excinfo)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self._ended.set()

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        self._unconfigured.set()

    def _hear(self, _end: None) -> None:
        # Called in the thread that receives, which has more to do. Ctrl-C in a terminal reaches workers as well, and before.
        if self._interrupted or not self._ended.is_set():
            threading.Thread(target=self._end, daemon=True).start()

    def _end(self) -> None:
        for _ in range(TRIES):
            if not self._ended.is_set():
                interrupt_main_thread()
                self._ended.wait(GRACE)
        self._unconfigured.wait(TEARDOWN)
        # The process ends, and this thread with it, unless its exit waits for a thread of the interrupted test that goes on, or
        # for the lock of a pool that a killed worker holds.
        threading.Event().wait(GRACE)
        kill_new_descendants(set())
        os._exit(1)
