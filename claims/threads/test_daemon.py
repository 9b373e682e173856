"""Daemon threads: when do they end, and when must they be made daemons?"""

from claims.threads import programs
from pytest_claims import claim, everywhere, fresh_interpreter, require, seconds


@claim(
    "thread.daemon-dies-with-main",
    says="A daemon thread ends as soon as the main thread has ended.",
    source="notes 2.2",
    refuted_where=everywhere,
    truth="thread.daemon-dies-with-interpreter",
    program=programs.a_daemon_beside_another_thread,
    contrast=programs.a_daemon_alone,
)
def test_a_daemon_ends_with_the_main_thread(program):
    """Only the end of the interpreter ends a daemon. That comes right after the main thread's own, unless others still run."""
    heard = _what_is_heard_from(program)
    assert "the main thread has ended" not in heard


@claim(
    "thread.daemon-dies-with-interpreter",
    says="A daemon thread goes on until the interpreter exits, and that waits for all threads that are no daemons.",
    source="what is true in place of notes 2.2",
    program=programs.a_daemon_beside_another_thread,
    contrast=programs.no_daemon_beside_another_thread,
)
def test_a_daemon_ends_with_the_interpreter(program):
    """At exit the main thread joins every thread that is no daemon; then the process ends, whatever the daemons are doing."""
    heard = _what_is_heard_from(program)
    assert heard == ["watching", "the main thread has ended"]


def _what_is_heard_from(program):
    finished = fresh_interpreter(program, seconds(20))
    require(finished.returncode == 0, f"the interpreter failed: {finished.stderr}")
    heard = finished.stdout.splitlines()
    require("watching" in heard, "the thread did not start")
    return heard


@claim(
    "thread.daemon-before-start",
    says="daemon must be set before start(); afterwards it cannot be.",
    source="notes 2.2",
    program=programs.daemon_set_after_start,
    contrast=programs.daemon_set_before_start,
)
def test_daemon_cannot_be_set_after_start(program):
    """start() enters a thread into the books of those to wait for at exit, or not; a later change would come too late."""
    error, daemon = program()
    assert isinstance(error, RuntimeError)
    assert not daemon
