"""SIGTERM and SIGHUP end a run as Ctrl-C does: what was judged is reported, and nothing is left behind."""

import os
import signal
import threading
from contextlib import suppress
from time import monotonic
from types import FrameType

#: Those that the system has. Whoever ends a run politely sends one of them: a CI system, `timeout`, a terminal that is closed.
SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
#: Real seconds in which a second signal is the same wish: `timeout` and terminals send theirs twice, to the process and to its
#: group, and the second would interrupt pytest while it deals with the first. One that comes later interrupts once more.
SAME = 0.5

_last = float("-inf")


class Interrupts:
    """A plugin: from `heed` until pytest is done such a signal raises KeyboardInterrupt in the main thread of this process.

    Only where it would have ended the process at once: who ignores a signal, as ``nohup`` does, or has a handler, keeps that.
    """

    def __init__(self) -> None:
        self._heeded: list[signal.Signals] = []

    def heed(self) -> None:
        """Begin, in the main thread; elsewhere nothing can be done about signals."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in SIGNALS:
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _interrupt)
                self._heeded.append(number)

    def pytest_unconfigure(self) -> None:
        """Let the signals end this process at once again, but for those that somebody else has handled since."""
        while self._heeded:
            _let_end(self._heeded.pop())


def interrupt_main_thread() -> None:
    """Raise KeyboardInterrupt in the main thread of this process, where signals do so; what it waits for is interrupted."""
    meant = [number for number in SIGNALS if signal.getsignal(number) is _interrupt]
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        meant.append(signal.SIGINT)
    main = threading.main_thread().ident
    if meant and main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, meant[0])


def _interrupt(number: int, frame: FrameType | None) -> None:
    global _last
    before, _last = _last, monotonic()
    if _last - before > SAME:
        raise KeyboardInterrupt(signal.Signals(number).name)


def _let_end(number: signal.Signals) -> None:
    if signal.getsignal(number) is _interrupt:
        signal.signal(number, signal.SIG_DFL)


_mask = threading.local()


def _before_fork() -> None:
    # A signal that reaches the child before it has let go of the handler would be noted there, and never be heeded.
    _mask.before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def _after_fork() -> None:
    before = _mask.__dict__.pop("before", None)
    if before is not None:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _in_child() -> None:
    # What a program does to its children is its own matter: to terminate one has to end it, and not to raise anything in it.
    for number in SIGNALS:
        with suppress(ValueError):
            _let_end(number)
    _after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_in_child)
