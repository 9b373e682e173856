"""What a program reads and prints: through pipes, or a pseudo-terminal; and what is done when it says that it is ready."""

import os
import subprocess
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any

#: What a program prints when the signal may come.
READY = b"ready"
#: Bytes that a terminal keeps of what was typed before the program reads it.
MOST_TYPED = 4000
#: A terminal's sign for the end of what was typed. In a line it ends the line only; and who asks again, as PyPy's `read` does,
#: waits for the next one, where a pipe has ended once and for all.
END_OF_INPUT, MANY = b"\x04", 8


class Streams:
    """The standard streams of a program that is about to be started.

    Args:
        stdin: what it reads; it has nothing to read where this is None.
        tty: give it a pseudo-terminal to read from and to print to. What is typed there is not printed.
    """

    def __init__(self, undo: ExitStack, stdin: str | None, tty: bool) -> None:
        self._undo = undo
        self.stdin = stdin
        self._master: int | None = None
        self._slave: int | None = None
        if tty:
            self._master, self._slave = _terminal()
            undo.callback(os.close, self._master)

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments of `subprocess.Popen`."""
        if self._slave is not None:
            return {"stdin": self._slave, "stdout": self._slave, "stderr": subprocess.PIPE}
        stdin = subprocess.DEVNULL if self.stdin is None else subprocess.PIPE
        return {"stdin": stdin, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}

    @property
    def input(self) -> str | None:
        """What is left to be written to the program's standard input."""
        return None if self._slave is not None else self.stdin

    def close_the_programs_ends(self) -> None:
        """Leave what the program uses to the program, which has been started, or could not be."""
        if self._slave is not None:
            os.close(self._slave)

    def connect(self, process: "subprocess.Popen[str]", when_ready: Callable[[], None] | None) -> None:
        """Have `process`, which was started, read what it is to read, and call `when_ready` once it has said that it is."""
        source = self._master
        if source is None and when_ready is not None and process.stdout is not None:
            source = process.stdout.fileno()
            self._undo.callback(process.stdout.close)
        if source is None:
            return
        reader, writer = os.pipe()
        # Popen.communicate reads from here what the relay has seen.
        process.stdout = open(reader, encoding="utf-8", errors="replace")  # noqa: SIM115
        thread = threading.Thread(target=_relay, args=(source, writer, when_ready), name="relay", daemon=True)
        thread.start()
        self._undo.callback(thread.join, 1.0)
        if self._master is not None and self.stdin is not None:
            os.write(self._master, self.stdin.encode() + MANY * END_OF_INPUT)


def _terminal() -> tuple[int, int]:
    """A pseudo-terminal, its own end and the program's, that does not print what is typed."""
    import termios

    master, slave = os.openpty()
    modes = termios.tcgetattr(slave)
    modes[3] &= ~termios.ECHO
    termios.tcsetattr(slave, termios.TCSANOW, modes)
    return master, slave


def _relay(source: int, sink: int, when_ready: Callable[[], None] | None) -> None:
    """Copy all that comes from `source`, and call `when_ready` after the first line that says so."""
    line = b""
    with open(sink, "wb", buffering=0) as out, suppress(OSError):
        # A terminal whose program has ended has no end of file, but an error.
        while data := os.read(source, 65536):
            out.write(data)
            *lines, line = (line + data).split(b"\n")
            if when_ready is not None and any(READY in said for said in lines):
                when_ready()
                when_ready = None
