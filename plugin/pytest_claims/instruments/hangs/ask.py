"""Where another process waits: it is asked by a signal, and its answer is read."""

import os
import re
import selectors
from collections.abc import Iterator
from contextlib import suppress

from pytest_claims.instruments.hangs.stacks import BEGIN, END, MOST_LINES, ONLY_WAITS, STACKS_SIGNAL, calls_in_words
from pytest_claims.machine.originals import perf_counter
from pytest_claims.model.own_files import is_plugin

#: Real seconds until the first word of an answer, and until the next. faulthandler writes at once; words come as soon as the
#: main thread of the process runs Python code, which it never does where it is stuck in a library.
PATIENCE, QUIET = 5.0, 1.0

_THREAD = re.compile(r"^(?:Current thread|Thread) 0x[0-9a-f]+(?: \[(?P<name>.*)\])? \(most recent call first\)")
_CALL = re.compile(r'^  File "(?P<path>.*)", line (?P<line>\d+) in (?P<function>.*)$')


def where_it_waits(process: int, answer: int) -> str:
    """Where the threads and tasks of a process wait, a line for each; an empty text where that cannot be told.

    Args:
        process: its process id. It was told to answer by `stacks.write_stacks_on_signal`.
        answer: the file descriptor at which its answer is read.
    """
    if STACKS_SIGNAL is None:
        return ""
    try:
        os.kill(process, STACKS_SIGNAL)
    except OSError:
        return ""
    said = _read(answer).decode(errors="replace")
    _, found, words = said.rpartition(BEGIN)
    if found and words.endswith(END):
        return words.removesuffix(END).strip()
    return "\n".join(list(_in_words(said))[:MOST_LINES])


def _read(answer: int) -> bytes:
    said, until = b"", perf_counter() + PATIENCE
    with selectors.DefaultSelector() as selector, suppress(OSError):
        selector.register(answer, selectors.EVENT_READ)
        while not said.endswith(END.encode()) and selector.select(QUIET if said else max(0.0, until - perf_counter())):
            more = os.read(answer, 65536)
            if not more:
                break
            said += more
    return said


def _in_words(said: str) -> Iterator[str]:
    """What faulthandler wrote, a line for each thread."""
    name, calls, number, below = "", list[tuple[str, str, int]](), 0, False
    for line in [*said.splitlines(), "Thread 0x0 (most recent call first)"]:
        if thread := _THREAD.match(line):
            if calls:
                yield calls_in_words(name, reversed(calls))
            number += 1
            name, calls, below = thread["name"] or f"thread {number}", [], False
        elif call := _CALL.match(line):
            # The calls below the plugin's are those of whoever called it.
            if not below and is_plugin(call["path"]):
                below, calls = True, [] if call["function"] == ONLY_WAITS else calls
            if not below:
                calls.append((call["function"], call["path"], int(call["line"])))
