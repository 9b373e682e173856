"""Ctrl-C in a program with threads: whom does it reach, and when?"""

import signal
import sys

from claims.signals import ctrl_c
from pytest_claims import claim, everywhere, fresh_interpreter, platform, python, require, seconds

#: Since 3.13 join asks the thread of the system itself; before that it kept a book of its own.
KEEPS_A_BOOK = python < "3.13"
IT_KEEPS_A_BOOK = sys.version_info < (3, 13)


def said_on_ctrl_c(program, nap):
    """The lines that a program prints, from when it was ready to be interrupted to the very end of its interpreter."""
    ended = fresh_interpreter(program, nap, send=signal.SIGINT)
    require(ended.returncode == 0 and ended.stderr == "", f"the interpreter failed: {ended.stderr}")
    ready, *said = ended.stdout.splitlines()
    require(ready == "ready", "the thread did not begin")
    return said


@claim(
    "signal.ctrl-c-leaves-threads-running",
    says="Ctrl-C raises KeyboardInterrupt in the main thread only; non-daemon threads run on, and the program stays for them.",
    source="a blog, whose main thread waits in join()",
    refuted_where=KEEPS_A_BOOK,
    truth="signal.ctrl-c-in-join-forgets-the-thread",
    program=ctrl_c.main_joins_it,
    contrast=ctrl_c.main_sleeps if IT_KEEPS_A_BOOK else ctrl_c.main_joins_a_daemon,
)
def test_ctrl_c_leaves_threads_running(program):
    """At its exit the interpreter joins the threads that are no daemons. Until 3.12 a join that Ctrl-C interrupts took the
    thread for ended, and the exit did not wait for it; it did where the main thread was waiting for anything else.
    """
    assert said_on_ctrl_c(program, seconds(20)) == ["KeyboardInterrupt in the main thread", "the thread ends"]


@claim(
    "signal.ctrl-c-in-join-forgets-the-thread",
    says="When Ctrl-C interrupts a join(), the program ends without waiting for that thread, and cuts it off.",
    source="https://github.com/python/cpython/issues/90882; the correction of signal.ctrl-c-leaves-threads-running",
    refuted_where=~KEEPS_A_BOOK,
    truth="signal.ctrl-c-leaves-threads-running",
    program=ctrl_c.main_joins_it,
    contrast=ctrl_c.main_sleeps if IT_KEEPS_A_BOOK else ctrl_c.main_joins_a_daemon,
)
def test_ctrl_c_in_join_forgets_the_thread(program):
    """A join acquires a lock that the thread holds until it ends. Interrupted, it found the lock held, took that for its own
    doing, and noted the thread as ended: is_alive() is false from then on. 3.13 has no such lock.
    """
    assert said_on_ctrl_c(program, seconds(20)) == ["KeyboardInterrupt in the main thread"]


@claim(
    "signal.join-holds-off-ctrl-c",
    says="While the main thread waits in join() without a time-out, Ctrl-C has no effect until the thread has ended.",
    source="a blog of 2010; true until Python 3.1",
    needs=platform != "win32",
    refuted_where=everywhere,
    truth="signal.ctrl-c-interrupts-join",
    program=ctrl_c.waiting_in_join,
    contrast=ctrl_c.waiting_in_a_with_statement,
)
def test_join_holds_off_ctrl_c(program):
    """Since 3.2 a signal interrupts the wait for a lock. The with statement of an executor then waits once more, at its end."""
    assert said_on_ctrl_c(program, seconds(20)) == ["first: the end of the thread"]


@claim(
    "signal.ctrl-c-interrupts-join",
    says="On Ctrl-C join() raises KeyboardInterrupt in the main thread at once, with or without a time-out.",
    source="the correction of signal.join-holds-off-ctrl-c",
    needs=platform != "win32",
    program=ctrl_c.waiting_in_join,
    contrast=ctrl_c.waiting_in_a_with_statement,
)
def test_ctrl_c_interrupts_join(program):
    """The wait for the thread is broken off so that the handler of the signal can run, and that raises the exception."""
    assert said_on_ctrl_c(program, seconds(20)) == ["first: KeyboardInterrupt"]
