"""Handlers of signals beside threads: who installs them, and which thread runs them?"""

import signal
from threading import current_thread, main_thread

from hypothesis import example, given
from hypothesis import strategies as st

from claims.signals import handlers
from pytest_claims import assert_hangs, claim, platform, require

#: Signals that nobody sends to this process meanwhile.
SIGNALS = st.sampled_from(
    [getattr(signal, name) for name in ("SIGUSR1", "SIGUSR2") if hasattr(signal, name)] or [signal.SIGTERM]
)


@claim(
    "signal.only-main-thread-sets-handlers",
    says="Only the main thread may install a signal handler; signal.signal() in another thread raises ValueError.",
    source="the documentation of signal (https://docs.python.org/3/library/signal.html)",
    program=handlers.in_another_thread,
    contrast=handlers.in_the_main_thread,
)
@given(number=SIGNALS | st.sampled_from([signal.SIGINT, signal.SIGTERM]))
@example(number=signal.SIGINT)
def test_only_the_main_thread_installs_handlers(program, number):
    """Handlers belong to the process and run in the main thread, so that is where they are looked after, too."""
    require(current_thread() is main_thread(), "the test does not run in the main thread")
    assert program(number) == [ValueError]


@claim(
    "signal.handler-runs-in-main-thread",
    says="A Python signal handler runs in the main thread, even when the signal was sent to another thread by pthread_kill.",
    source="the documentation of signal (https://docs.python.org/3/library/signal.html)",
    needs=platform != "win32",
    program=handlers.a_handler,
    contrast=handlers.waiting_for_the_signal,
)
@given(number=SIGNALS)
def test_a_handler_runs_in_the_main_thread(program, number):
    """What the system calls only makes a note; the main thread looks at it and calls the handler, when it next runs Python
    code. A thread gets a signal itself only if it blocks it and waits for it, by sigwait.
    """
    require(current_thread() is main_thread(), "the test does not run in the main thread")
    assert program(number) == ["the main thread"]


@claim(
    "signal.handler-deadlocks-on-held-lock",
    says="A signal handler that takes a Lock which the interrupted main thread holds deadlocks the program.",
    source="a change of a project",
    needs=platform != "win32",
    program=handlers.a_lock_that_main_holds,
    contrast=handlers.a_reentrant_lock_that_main_holds,
)
def test_a_handler_deadlocks_on_a_lock_that_is_held(program):
    """The handler runs on top of the code that holds the lock, which goes on only when the handler has returned. An RLock is
    let through, since the thread is the same; what it protects may be half-done then.
    """
    assert_hangs(program)
