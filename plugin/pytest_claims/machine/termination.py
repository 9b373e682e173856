"""SIGTERM and SIGHUP end a run as Ctrl-C does: what was judged is reported, and nothing is left behind."""

import os
import signal
import threading
from contextlib import suppress
from types import FrameType

from pytest_claims.machine.originals import perf_counter

#: Those that the system has. A CI system, `timeout` and a terminal that is closed send one of them to end a session.
SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
#: Real seconds in which a second signal counts as the same request: `timeout` and terminals send theirs twice, to the process
#: and to its group, and the second would interrupt pytest while it handles the first. A later one interrupts once more.
SAME_REQUEST = 0.5

_last = float("-inf")


class TerminationSignals:
    """A plugin: from `install` until pytest ends, such a signal raises KeyboardInterrupt in the main thread of this process.

    Only where the signal has its default action: one that is ignored, as by ``nohup``, or has a handler, is left as it is.
    """

    def __init__(self) -> None:
        self._installed: list[signal.Signals] = []

    def install(self) -> None:
        """Set the handlers. Only the main thread can; elsewhere nothing is done."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in SIGNALS:
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _interrupt)
                self._installed.append(number)

    def pytest_unconfigure(self) -> None:
        """Give the signals their default action back, except where another handler was set since."""
        while self._installed:
            _let_end(self._installed.pop())


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
    before, _last = _last, perf_counter()
    if _last - before > SAME_REQUEST:
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
