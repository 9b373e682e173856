"""What the event loop said: what it logs when no exception handler of the program's own takes it, and warnings of its kind."""

import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pytest_claims.instruments.garbage import collect_garbage
from pytest_claims.instruments.seconds.blocks import block_assertion
from pytest_claims.instruments.seconds.run import SUMMARY_NOTE, count_assertion, current_run
from pytest_claims.model.errors import Broken, ClaimError, called_as

#: The name of the note in which all of it stands.
SAID = "the event loop said"
#: Characters of a message in the summary.
_SHORT = 60
#: What Python warns of in place of the loop: of what nobody closed, and of coroutines that nobody awaited.
_WARNINGS: dict[str, type[Warning]] = {"unclosed ": ResourceWarning, "coroutine .* was never awaited": RuntimeWarning}


@dataclass(frozen=True, slots=True)
class LoopMessage:
    """One thing that the event loop said."""

    #: All of it: "Task exception was never retrieved", and which task.
    text: str
    #: "ERROR" or "WARNING", or "ResourceWarning" or "RuntimeWarning" where Python warned.
    level: str
    #: The exception that it was about, if any.
    exception: BaseException | None = None

    def __str__(self) -> str:
        return f"{self.level}: {self.text}"


class _Listener(logging.Handler):
    """Notes the records of the logger ``asyncio``."""

    def __init__(self, said: list[LoopMessage]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        exception = record.exc_info[1] if record.exc_info else None
        self._said.append(LoopMessage(record.getMessage(), record.levelname, exception))


@called_as("with loop_messages() as said:")
@contextmanager
def loop_messages() -> Iterator[list[LoopMessage]]:
    """Collect what event loops say in the block: of tasks that were destroyed or failed unseen, of slow callbacks, of errors.

    That is what loops hand to their default exception handler, and all that they log as a warning or worse, whichever loop of
    whichever thread it is: put it around ``asyncio.run`` or into a coroutine. In debug mode slow callbacks are among it. So are
    Python's warnings of loops, transports and sockets that nobody closed and of coroutines that nobody awaited. Garbage is
    collected before the block and at its end, as a loop tells of a task only when that goes: no variable may hold it any more.

    A handler of the program's own is left alone: what it takes, a loop says to that handler only.

    Example::

        with loop_messages() as said:
            asyncio.run(program())
        assert [message.text for message in said if message.level == "ERROR"] == []

    Yields:
        A list of `LoopMessage`, each with its `text`, `level` and `exception`, in order. It grows while the block runs.

    Raises:
        Broken: `logging.disable` is in force, so that nobody could hear the loop.
    """
    said: list[LoopMessage] = []
    collect_garbage()  # what was before is not the block's
    with _logger_heard(said), _warnings_heard(said):
        try:
            yield said
        finally:
            collect_garbage()
            _note(said)


@called_as("with assert_loop_said('exception was never retrieved'):")
@block_assertion
def assert_loop_said(*texts: str) -> Iterator[list[LoopMessage]]:
    """Assert that each of `texts` is part of something that an event loop says in the block.

    Example::

        with assert_loop_said("exception was never retrieved"):
            asyncio.run(program())

    Raises:
        AssertionError: the loop does not say it; the message tells what it says.
        ClaimError: there is no text, or an empty one.
        Broken: as from `loop_messages`.
    """
    __tracebackhide__ = True
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise ClaimError(f"assert_loop_said{texts!r}: write what the event loop should say, such as 'never retrieved'.")
    with loop_messages() as said:
        yield said
    count_assertion()
    for text in texts:
        if not any(text in message.text for message in said):
            raise AssertionError(f"the event loop did not say {text!r}. It said {_in_words(said)}")


@called_as("with assert_loop_silent():")
@block_assertion
def assert_loop_silent() -> Iterator[list[LoopMessage]]:
    """Assert that no event loop says anything in the block: no task is destroyed while pending, no exception goes unseen.

    Example::

        with assert_loop_silent():
            asyncio.run(program())

    Raises:
        AssertionError: a loop says something; the message tells what.
        Broken: as from `loop_messages`.
    """
    __tracebackhide__ = True
    with loop_messages() as said:
        yield said
    count_assertion()
    if said:
        raise AssertionError(f"the event loop was not silent. It said {_in_words(said)}")


@contextmanager
def _logger_heard(said: list[LoopMessage]) -> Iterator[None]:
    logger = logging.getLogger("asyncio")
    level, disabled = logger.level, logger.disabled
    listener = _Listener(said)
    logger.disabled = False
    if logger.getEffectiveLevel() > logging.WARNING:
        logger.setLevel(logging.WARNING)
    logger.addHandler(listener)
    try:
        if not logger.isEnabledFor(logging.WARNING):
            raise Broken("nobody can hear the event loop: logging.disable is in force; call logging.disable(logging.NOTSET)")
        yield
    finally:
        logger.removeHandler(listener)
        logger.disabled = disabled
        logger.setLevel(level)


@contextmanager
def _warnings_heard(said: list[LoopMessage]) -> Iterator[None]:
    show = warnings.showwarning
    with warnings.catch_warnings():
        for beginning, kind in _WARNINGS.items():
            warnings.filterwarnings("always", beginning, kind)
        warnings.showwarning = _hearing(said, show)
        try:
            yield
        finally:
            warnings.showwarning = show


def _hearing(said: list[LoopMessage], show: Callable[..., Any]) -> Callable[..., Any]:
    def hear(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if any(category is kind and re.match(beginning, str(message)) for beginning, kind in _WARNINGS.items()):
            said.append(LoopMessage(str(message), category.__name__))
        else:
            show(message, category, *where, **more)

    return hear


def _note(said: list[LoopMessage]) -> None:
    run = current_run()
    if run is None:
        return
    run.notes[SAID] = "\n".join(map(str, said)) or "nothing"
    first = said[0].text.partition("\n")[0] if said else "silent"
    more = f", and {len(said) - 1} more" if len(said) > 1 else ""
    run.notes[SUMMARY_NOTE] = f"{first[:_SHORT]}{more}"


def _in_words(said: list[LoopMessage]) -> str:
    return "nothing." if not said else "\n".join([f"{len(said)} times:" if len(said) > 1 else "once:", *map(str, said)])
