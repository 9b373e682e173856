"""A signal that arrives when the main thread waits, or is about to: does it end the wait?"""

from claims.signals import waits
from pytest_claims import assert_never, assert_sometimes, claim, everywhere, platform


@claim(
    "signal.interrupts-every-wait",
    says="A signal interrupts the main thread whenever it waits for a lock, and its handler runs at once.",
    source="the documentation of threading: since Python 3.2 signals can interrupt the acquisition of a lock",
    needs=platform != "win32",
    refuted_where=everywhere,
    truth="signal.unnoticed-just-before-a-wait",
    program=waits.for_a_lock_from_now_on,
    contrast=waits.for_a_byte_from_now_on,
)
def test_a_signal_interrupts_every_wait(program):
    """It does if the main thread waits already, as it mostly does. But to look for signals, and then to begin to wait, are two
    steps. What comes between them is noted, and wakes nobody. So Ctrl-C may have to be pressed twice. Without the GIL there is
    more time in between: a thread tries to get the lock for some microseconds before it sleeps.
    """
    assert_never(program, budget=0.1)


@claim(
    "signal.unnoticed-just-before-a-wait",
    says="A signal that comes just before the main thread begins to wait for a lock may be handled only when the wait is over.",
    source="the correction of signal.interrupts-every-wait",
    needs=platform != "win32",
    program=waits.for_a_lock_from_now_on,
    contrast=waits.for_a_byte_from_now_on,
)
def test_a_signal_may_go_unnoticed(program):
    """The remedy is to wait for the signal itself: signal.set_wakeup_fd has a byte written for each, and select returns if the
    byte is there already. The event loop of asyncio does that.
    """
    assert_sometimes(program, budget=0.1)


@claim(
    "signal.unnoticed-while-a-thread-starts-a-process",
    says="On Linux a signal may not interrupt the wait of the main thread while another thread starts a process.",
    source="a pool that Ctrl-C did not stop",
    needs=platform == "linux",
    program=waits.for_a_lock_beside_starts,
    contrast=waits.for_a_byte_beside_starts,
)
def test_a_thread_that_starts_a_process_takes_the_signal(program):
    """The system has one thread deal with a signal, and interrupts that one's wait only. It prefers the main thread, but has a
    thread that starts a process deal with all signals first. The note for the main thread is then made, and wakes nobody.
    So not every Ctrl-C stops Pool.map: when it ends a worker as well, a thread of the pool at once starts another.
    """
    assert_sometimes(program)
