"""CPU hogs: processes that compute without end, and that die with the benchmark however it ends."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

#: It spins until its standard input ends, which is when whoever started it closes it, or is no more.
_SPIN = """\
import os, sys, threading
def watch():
    sys.stdin.buffer.read()
    os._exit(0)
threading.Thread(target=watch, daemon=True).start()
print("spinning", flush=True)
while True:
    pass
"""


@contextmanager
def hogs(count: int) -> Iterator[list[int]]:
    """Keep `count` hogs running, and give their process ids.

    They stay in our session: Linux shares the CPUs out among sessions first, so that those of another one would be gentler.
    """
    with ExitStack() as stack:
        processes = [stack.enter_context(_hog()) for _ in range(count)]
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()
        yield [process.pid for process in processes]


@contextmanager
def _hog() -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-S", "-c", _SPIN]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()
