"""Signals that end a run as Ctrl-C does."""

import os
import signal
import subprocess
import sys
import threading
from multiprocessing import get_context

import pytest

from pytest_claims.judge.isolation.launcher import no_warning_filters
from pytest_claims.machine import termination
from pytest_claims.machine.termination import SIGNALS, TerminationSignals, interrupt_main_thread

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="needs signals")
NAMES = [number.name for number in SIGNALS]


@pytest.fixture(autouse=True)
def as_at_the_start():
    """Every signal as it is in a fresh process, and the last one long ago."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    termination._last = float("-inf")
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def heeded():
    """Signals are heeded until the end of the test."""
    heeded = TerminationSignals()
    heeded.install()
    yield heeded
    heeded.pytest_unconfigure()


@pytest.mark.parametrize("name", NAMES)
def test_a_signal_is_an_interrupt_that_says_its_name(heeded, name):
    with pytest.raises(KeyboardInterrupt, match=name):
        signal.raise_signal(getattr(signal, name))


def test_a_second_signal_at_once_is_the_same_wish(heeded):
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(SIGNALS[0])
    for number in SIGNALS:
        signal.raise_signal(number)


def test_a_signal_that_comes_later_interrupts_again(heeded, monkeypatch):
    for now in (100.0, 100.0 + 1.1 * termination.SAME_REQUEST):
        monkeypatch.setattr(termination, "perf_counter", lambda now=now: now)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(SIGNALS[0])


def test_afterwards_a_signal_ends_the_process_again(heeded):
    heeded.pytest_unconfigure()
    assert [signal.getsignal(number) for number in SIGNALS] == [signal.SIG_DFL] * len(SIGNALS)


@pytest.mark.parametrize("theirs", [signal.SIG_IGN, lambda number, frame: None])
def test_who_ignores_or_handles_a_signal_keeps_that(theirs):
    signal.signal(SIGNALS[0], theirs)
    heeded = TerminationSignals()
    heeded.install()
    during = signal.getsignal(SIGNALS[0])
    heeded.pytest_unconfigure()
    assert [during, signal.getsignal(SIGNALS[0])] == [theirs, theirs]


def test_a_handler_that_was_set_since_is_kept(heeded):
    signal.signal(SIGNALS[0], signal.SIG_IGN)
    heeded.pytest_unconfigure()
    assert signal.getsignal(SIGNALS[0]) is signal.SIG_IGN


def test_a_run_within_a_run_leaves_the_signals_to_the_outer_one(heeded):
    inner = TerminationSignals()
    inner.install()
    inner.pytest_unconfigure()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(SIGNALS[0])


def test_in_another_thread_nothing_is_done():
    thread = threading.Thread(target=TerminationSignals().install)
    thread.start()
    thread.join()
    assert signal.getsignal(SIGNALS[0]) is signal.SIG_DFL


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_is_ended_by_a_signal_as_ever(heeded):
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), SIGNALS[0])
        os._exit(3)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -SIGNALS[0]


@pytest.mark.parametrize("ctrl_c_only", [False, True])
def test_another_thread_interrupts_what_the_main_thread_waits_for(ctrl_c_only):
    heeded = TerminationSignals()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if not ctrl_c_only:
            heeded.install()
        waits = threading.Event()
        timer = threading.Thread(target=lambda: waits.wait(60) and interrupt_main_thread())
        timer.start()

        def wait():
            waits.set()
            timer.join(60)
            threading.Event().wait(60)

        with pytest.raises(KeyboardInterrupt, match="^$" if ctrl_c_only else SIGNALS[0].name):
            wait()
    finally:
        heeded.pytest_unconfigure()
        signal.signal(signal.SIGINT, before)


def test_where_no_signal_would_interrupt_none_is_sent(monkeypatch):
    monkeypatch.setattr(termination.signal, "pthread_kill", lambda *_: pytest.fail("a signal was sent"))
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        interrupt_main_thread()
    finally:
        signal.signal(signal.SIGINT, before)


def test_importing_it_where_there_are_few_signals_does_no_harm():
    program = (
        "import os, signal\n"
        "for name in ('SIGHUP', 'pthread_kill'): delattr(signal, name)\n"
        "del os.register_at_fork\n"
        "from pytest_claims.machine.termination import SIGNALS, TerminationSignals, interrupt_main_thread\n"
        "TerminationSignals().install(); interrupt_main_thread(); print(*[number.name for number in SIGNALS])\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.stdout, ran.stderr) == ("SIGTERM\n", "")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_child_that_is_terminated_as_soon_as_it_is_forked_ends(heeded):
    """Else a pool that is terminated right after it was made waits for ever: one in a few hundred children did not end."""
    context = get_context("fork")
    with no_warning_filters():
        for _ in range(500):
            child = context.Process(target=signal.pause)
            child.start()
            child.terminate()
            child.join(20)
            ended = child.exitcode
            child.kill()
            assert ended == -signal.SIGTERM
