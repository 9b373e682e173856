"""Another process is asked where it waits."""

import multiprocessing
import os
import sys
import threading
import time
from pathlib import Path

import endless
import pytest
from processes_seen import NEEDS_FORK

from pytest_claims.instruments.hangs import ask, stacks
from pytest_claims.instruments.hangs.ask import where_it_waits
from pytest_claims.judge.isolation.launcher import no_warning_filters
from pytest_claims.machine.idle import activity
from pytest_claims.model import own_files

needs_signals = pytest.mark.skipif(stacks.STACKS_SIGNAL is None, reason="needs signals")


def answered(monkeypatch, text, *, quiet=0.01):
    """What is made of an answer that another process gave."""
    monkeypatch.setattr(ask, "QUIET", quiet)
    monkeypatch.setattr(ask.os, "kill", lambda process, number: None)
    reader, writer = os.pipe()
    try:
        os.write(writer, text.encode())
        os.close(writer)
        return where_it_waits(1, reader)
    finally:
        os.close(reader)


RAW = f"""Current thread 0x00007f0000000001 (most recent call first):
  File "{threading.__file__}", line 5 in acquire
  File "{endless.__file__}", line 20 in take_a_lock_twice
  File "{own_files.FOLDER}callee.py", line 61 in _made
  File "{__file__}", line 7 in whoever_called

Thread 0x00007f0000000002 [feeder] (most recent call first):
  File "{threading.__file__}", line 5 in wait

Thread 0x00007f0000000003 (most recent call first):
  File "{threading.__file__}", line 5 in join
  File "{own_files.FOLDER}callee.py", line 75 in {stacks.ONLY_WAITS}
"""


def test_words_are_taken_where_there_are_words(monkeypatch):
    assert answered(monkeypatch, f"{RAW}{stacks.BEGIN}MainThread: in words\n{stacks.END}") == "MainThread: in words"


def test_what_faulthandler_wrote_is_put_in_words_where_the_main_thread_is_stuck(monkeypatch):
    line = Path(endless.__file__).read_text().splitlines()[19].strip()
    source = f": {line}" if line else ""
    assert (
        answered(monkeypatch, RAW)
        == f"thread 1: take_a_lock_twice (endless.py, line 20{source})\nfeeder: wait (threading.py, line 5)"
    )


def test_half_an_answer_is_read_as_far_as_it_goes(monkeypatch):
    assert answered(monkeypatch, f"{RAW}{stacks.BEGIN}MainThr").count("\n") == 1


def test_a_process_that_is_gone_tells_nothing(monkeypatch):
    def gone(process, number):
        raise ProcessLookupError(process)

    monkeypatch.setattr(ask.os, "kill", gone)
    assert where_it_waits(1, -1) == ""


def test_without_signals_nothing_is_told(monkeypatch):
    monkeypatch.setattr(ask, "STACKS_SIGNAL", None)
    assert where_it_waits(os.getpid(), -1) == ""


def stuck_in_c(writer, begun):
    """Wait where no Python code runs in the main thread, so that faulthandler alone can answer."""
    import ctypes

    stacks.write_stacks_on_signal(writer)
    mutex = ctypes.create_string_buffer(256)
    lock = ctypes.CDLL(None).pthread_mutex_lock
    # A signal does not end this wait, so that Python never gets to see it.
    lock(mutex)
    begun.set()
    lock(mutex)


def in_python(writer, begun):
    stacks.write_stacks_on_signal(writer)
    begun.set()
    endless.take_a_lock_twice()


@needs_signals
@NEEDS_FORK
@pytest.mark.skipif(sys.platform != "linux", reason="needs the C library's mutex")
@pytest.mark.parametrize("program", [stuck_in_c, in_python])
def test_a_process_answers_also_where_its_main_thread_is_stuck(program):
    context = multiprocessing.get_context("fork")
    reader, writer = os.pipe()
    begun = context.Event()
    process = context.Process(target=program, args=(writer, begun))
    # Python warns of a fork beside other threads, and an error in the middle of one would leave half a child behind.
    with no_warning_filters():
        process.start()
    try:
        assert begun.wait(endless.GIVE_UP)
        # It may still be in set(), which has woken this process.
        before, now = activity([process.pid]), None
        while now is None or not now.is_idle_since(before):
            time.sleep(0.05)
            before, now = now or before, activity([process.pid])
        said = where_it_waits(process.pid, reader)
    finally:
        process.kill()
        process.join()
        os.close(reader)
        os.close(writer)
    assert program.__name__ in said
    assert ("MainThread" in said) == (program is in_python)
    assert "/" not in said
