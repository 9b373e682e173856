"""What the benchmark starts, and the end of it."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import IO

from bench.results import ROOT
from pytest_claims.machine.process_tree import descendants

#: Real seconds that a run has to write its report after it has been interrupted.
GRACE = 60.0
#: What the caller's shell may say about Python is no part of what is measured.
_NOT_OURS = {"PYTHONDONTWRITEBYTECODE", "PYTHONWARNINGS", "PYTHONUNBUFFERED", "PYTEST_ADDOPTS", "PYTHONPATH"}


def environment(**more: str) -> dict[str, str]:
    """The environment of everything that is measured: ours, without what would change the measurement."""
    return {name: value for name, value in os.environ.items() if name not in _NOT_OURS} | more


@contextmanager
def ctrl_c_heeded() -> Iterator[None]:
    """What is started in this block heeds Ctrl-C.

    A shell that runs a script has the script's background jobs ignore it, and whatever they start would inherit that.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def started(
    command: Sequence[str], output: IO[bytes] | int, *, folder: Path = ROOT, env: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start `command`; when the block is left, it and what is left of its process group are killed.

    A group of its own, so that Ctrl-C reaches the benchmark alone, which then ends the others; but no session of its own.
    """
    with ctrl_c_heeded():
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment(PYTHONPATH=str(ROOT)) if env is None else env,
            process_group=0,
        )
    with process:
        try:
            yield process
        finally:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run of pytest ended."""

    returncode: int
    #: Real seconds from its launch until its end.
    wall: float
    #: Whether it was interrupted at its limit.
    interrupted: bool
    #: The last lines that it printed.
    said: str


def pytest(options: Sequence[str], *, limit: float, prefix: Sequence[str] = (), folder: Path = ROOT) -> Ended:
    """Run pytest with `options` in `folder`; after `limit` real seconds it gets one Ctrl-C, and writes what it has.

    Args:
        prefix: a command to run it with: ``nice -n 19``.
    """
    before = descendants()
    command = [*prefix, sys.executable, "-m", "pytest", *options]
    with tempfile.TemporaryFile() as output:
        interrupted = False
        launched = perf_counter()
        with started(command, output, folder=folder) as process:
            try:
                try:
                    process.wait(limit)
                except subprocess.TimeoutExpired:
                    interrupted = True
                    process.send_signal(signal.SIGINT)
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(GRACE)
                wall = perf_counter() - launched
            finally:
                # Some have sessions of their own, and are found only while their parents live.
                for left in descendants() - before - {process.pid}:
                    with suppress(OSError):
                        os.kill(left, signal.SIGKILL)
        output.seek(0)
        said = output.read().decode(errors="replace").splitlines()
    return Ended(process.returncode, wall, interrupted, "\n".join(said[-15:]))
