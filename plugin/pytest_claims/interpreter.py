"""A program that must own a whole interpreter: what happens at exit, what is printed on which stream."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_all_start_methods
from pathlib import Path
from time import perf_counter
from typing import Any

from pytest_claims.errors import Broken, ClaimError, called_as
from pytest_claims.prediction import is_amount
from pytest_claims.wording import figure

#: Real seconds after which a program that was to end counts as hung.
PATIENCE = 30.0

_TAKES = "give a function at the top of a module, or the path of a script"
_RUN = """\
import importlib, json, multiprocessing, sys
module, name, start_method, arguments = json.loads(sys.argv[1])
if start_method:
    multiprocessing.set_start_method(start_method)
getattr(importlib.import_module(module), name)(*arguments)
"""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended."""

    stdout: str
    stderr: str
    returncode: int
    #: Real seconds from start to exit.
    elapsed: float


@called_as("fresh_interpreter(program, *args, start_method='spawn', patience=30)")
def fresh_interpreter(
    program: Callable[..., Any] | str | Path, *args: Any, start_method: str | None = None, patience: float = PATIENCE
) -> Finished:
    """Run `program` in an interpreter of its own, to the very end of that interpreter.

    Args:
        program: a function at the top of a module, called with `args`; or the path of a script, which gets them as words.
        args: numbers, texts, lists: whatever JSON can carry.
        start_method: the default start method in that interpreter.
        patience: real seconds after which the program, and all that it started, is killed.

    Raises:
        Broken: the program did not end in time.
        ClaimError: a fresh interpreter could not find the function, read the arguments or set the start method.
    """
    __tracebackhide__ = True
    if not is_amount(patience):
        raise ClaimError(f"fresh_interpreter(patience={patience!r}): write a finite number that is not negative.")
    if start_method is not None and not callable(program):
        raise ClaimError("fresh_interpreter: a script sets its start method itself; leave out start_method=.")
    if not callable(program) and not (isinstance(program, (str, Path)) and Path(program).is_file()):
        raise ClaimError(f"fresh_interpreter({program!r}): there is no such script; {_TAKES}.")
    command = [sys.executable, *(_call(program, args, start_method) if callable(program) else [str(program), *map(str, args)])]
    # Warnings and buffering are part of what is measured: whatever the caller's shell says of them must not leak in.
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONWARNINGS", "PYTHONUNBUFFERED"}}
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    started = perf_counter()
    # A session of its own, so that what the program leaves behind can be ended as one group.
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            stdout, stderr = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            raise Broken(f"the interpreter that ran {program!r} did not end within {figure(patience)} s") from None
        finally:
            elapsed = perf_counter() - started
            _kill_group(process)
    return Finished(stdout, stderr, process.returncode, elapsed)


def _call(program: Callable[..., Any], args: tuple[Any, ...], start_method: str | None) -> list[str]:
    """The command line that calls `program`."""
    __tracebackhide__ = True
    module, name = getattr(program, "__module__", None), getattr(program, "__qualname__", "<locals>")
    if module in (None, "__main__") or not name.isidentifier():
        raise ClaimError(f"fresh_interpreter({program!r}): another interpreter cannot import it; {_TAKES}.")
    if start_method is not None and start_method not in get_all_start_methods():
        raise ClaimError(f"fresh_interpreter(start_method={start_method!r}): choose from {', '.join(get_all_start_methods())}.")
    try:
        return ["-c", _RUN, json.dumps([module, name, start_method, args])]
    except (TypeError, ValueError) as error:
        raise ClaimError(f"fresh_interpreter: arguments travel as JSON, and these cannot: {error}.") from None


def _kill_group(process: "subprocess.Popen[str]") -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
