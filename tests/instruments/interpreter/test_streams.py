"""What a program reads and prints."""

import os
import threading
from contextlib import ExitStack

import pytest

from pytest_claims.instruments.interpreter.streams import Streams, _relay


def relayed(*parts, when_ready=None):
    """What comes out of a relay into which `parts` went, one after the other."""
    source, writer = os.pipe()
    reader, sink = os.pipe()
    thread = threading.Thread(target=_relay, args=(source, sink, when_ready))
    thread.start()
    for part in parts:
        os.write(writer, part)
    os.close(writer)
    thread.join()
    with open(reader, "rb") as file:
        said = file.read()
    os.close(source)
    return said


def test_all_that_is_printed_is_passed_on():
    assert relayed(b"a\nb", b"c\n", b"\xff") == b"a\nbc\n\xff"


@pytest.mark.parametrize(
    ("parts", "calls"),
    [
        ([b"ready\n"], 1),
        ([b"now re", b"ady, go", b"\n"], 1),
        ([b"ready"], 0),
        ([b"rea\ndy\n"], 0),
        ([b"ready\nready\n", b"ready\n"], 1),
        ([], 0),
    ],
)
def test_the_first_line_that_says_ready_is_noticed(parts, calls):
    called = []
    relayed(*parts, when_ready=lambda: called.append(1))
    assert len(called) == calls


def test_nobody_who_reads_is_no_error():
    source, writer = os.pipe()
    reader, sink = os.pipe()
    os.close(reader)
    os.write(writer, b"a")
    _relay(source, sink, None)
    os.close(source)
    os.close(writer)


def test_a_terminal_that_was_never_used_leaves_nothing():
    if not hasattr(os, "openpty"):
        pytest.skip("needs terminals")
    before = len(os.listdir("/dev/fd"))
    with ExitStack() as undo:
        streams = Streams(undo, None, tty=True)
        assert streams.input is None
        streams.close_the_programs_ends()
    assert len(os.listdir("/dev/fd")) == before
