"""The end of the main thread: what becomes of the other threads?"""

from claims.threads import ending
from pytest_claims import claim, everywhere, fresh_interpreter, require, seconds


def heard_from(program, *args):
    """The lines that a program prints to the very end of its interpreter."""
    ended = fresh_interpreter(program, *args)
    require(ended.returncode == 0, f"the interpreter failed: {ended.stderr}")
    return ended.stdout.splitlines()


@claim(
    "thread.main-end-kills-the-others",
    says="When the main thread ends all other threads are killed, so a program that only starts threads does no work.",
    source="the Library and Extension FAQ (https://docs.python.org/3/faq/library.html)",
    refuted_where=everywhere,
    truth="thread.program-waits-for-its-threads",
    program=ending.start_a_thread,
    contrast=ending.start_a_low_level_thread,
)
def test_the_end_of_main_kills_the_others(program):
    """It is so for daemons, and for threads of the low-level module _thread, for which the sentence was written."""
    assert heard_from(program, seconds(20)) == ["the main thread ends"]


@claim(
    "thread.program-waits-for-its-threads",
    says="A program whose main thread has ended goes on until all threads that are no daemons have ended, joined or not.",
    source="the correction of thread.main-end-kills-the-others",
    program=ending.start_a_thread,
    contrast=ending.start_a_low_level_thread,
)
def test_the_program_waits_for_its_threads(program):
    """At its exit the interpreter joins them before it does anything else."""
    assert heard_from(program, seconds(20)) == ["the main thread ends", "the work is done"]


@claim(
    "thread.daemon-skips-its-finally",
    says="When the program ends, a daemon thread is cut off where it stands: its finally blocks and __exit__ do not run.",
    source="a glossary (daemon thread)",
    program=ending.leave_a_daemon_where_it_stands,
    contrast=ending.tell_a_daemon_to_end,
)
def test_a_daemon_skips_its_finally(program):
    """No exception is raised in it. A daemon just never gets to run again, so nothing unwinds its stack."""
    assert heard_from(program) == ["enter", "the main thread ends"]
