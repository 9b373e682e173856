"""A program that must own a whole interpreter: what happens at exit, what is printed on which stream."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing import get_all_start_methods
from pathlib import Path
from typing import Any

from pytest_claims.instruments.interpreter.environment import usual_environment
from pytest_claims.instruments.interpreter.preparation import Preparation
from pytest_claims.instruments.interpreter.script import Script
from pytest_claims.instruments.interpreter.streams import MOST_TYPED, Streams
from pytest_claims.instruments.seconds.prediction import is_nonnegative_number
from pytest_claims.machine.originals import perf_counter
from pytest_claims.machine.process_tree import descendants_of, kill_group
from pytest_claims.machine.settling import wait_until_settled
from pytest_claims.model.errors import Broken, ClaimError, called_as
from pytest_claims.model.wording import format_number

#: Real seconds after which a program that was to end counts as hung.
PATIENCE = 30.0
#: Real seconds for the rest of what a program printed to arrive, after it was killed.
REST = 1.0

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
    #: Whether it had not ended after ``hangs_after=`` seconds; and where it waited then, a line for each thread and task.
    hung: bool = False
    stacks: str = ""
    #: How many processes it started, and those that it started, and so on; None unless ``most_starts=`` has them counted.
    starts: int | None = None

    @property
    def signal(self) -> int | None:
        """The number of the signal that ended the program; None where it ended by itself."""
        return -self.returncode if self.returncode < 0 else None


@called_as("fresh_interpreter(program, *args, start_method='spawn', patience=30)")
def fresh_interpreter(
    program: Callable[..., Any] | str | Path | Script,
    *args: Any,
    start_method: str | None = None,
    patience: float = PATIENCE,
    hangs_after: float | None = None,
    stdin: str | None = None,
    tty: bool = False,
    send: int | None = None,
    to_group: bool = False,
    flags: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    one_cpu: bool = False,
    most_starts: int | None = None,
) -> Finished:
    """Run `program` in an interpreter of its own, to the very end of that interpreter.

    ::

        ended = fresh_interpreter(script("import time; print('ready', flush=True); time.sleep(60)"), send=signal.SIGINT)
        assert "KeyboardInterrupt" in ended.stderr

    Args:
        program: a function at the top of a module, called with `args`; or the path of a script, or its text in a `script`,
            which gets them as words.
        args: numbers, texts, lists: whatever JSON can carry.
        start_method: the default start method in that interpreter.
        patience: real seconds after which the program, and all that it started, is killed.
        hangs_after: real seconds, counted from when the program begins, after which it is killed as well, but that is no
            failure of the experiment: `Finished.hung` is true, and `Finished.stacks` tells where it waited. In a claim write
            ``seconds(5)``.
        stdin: what it reads from its standard input, which is empty without.
        tty: make a pseudo-terminal its standard input and output.
        send: send it this signal once it has printed a line with the word "ready", which must not stay in a buffer, and then
            waits or computes. SIGINT does then what it does by default, even if whoever runs the tests ignores it.
        to_group: send the signal to the processes that it started as well, as a terminal does on Ctrl-C.
        flags: options of the interpreter, such as ``["-X", "dev"]``.
        env: variables to be put into its environment.
        one_cpu: let it and all that it starts use one CPU only.
        most_starts: kill it when it has started more processes than so many, all generations counted, as scripts do that lack a
            guard. `Finished.starts` tells how many there were.

    Raises:
        Broken: the program did not end in time, or was to be sent a signal and never said that it was ready.
        ClaimError: a fresh interpreter could not find the function, read the arguments or set the start method, or an argument
            is wrong, or the system has no such thing.
    """
    __tracebackhide__ = True
    _check_numbers(patience=patience, hangs_after=hangs_after, most_starts=most_starts)
    _check_what_the_system_has(tty=tty, one_cpu=one_cpu, hangs_after=hangs_after, to_group=to_group)
    _check_words(stdin, tty, send, to_group, flags)
    _check_kinds(env, tty=tty, to_group=to_group, one_cpu=one_cpu)
    with ExitStack() as undo:
        preparation = Preparation(
            undo,
            answers=hangs_after is not None,
            one_cpu=one_cpu,
            sigint=send == getattr(signal, "SIGINT", None) and send is not None,
            most_starts=most_starts,
        )
        preparation.check(flags)
        command = [sys.executable, *flags, *_command(program, args, start_method, preparation.folder)]
        environment = preparation.put_into(usual_environment() | dict(env or {}))
        run = _Run(program, command, environment, Streams(undo, stdin, tty), preparation, patience, hangs_after)
        return run.to_its_end(send, to_group)


@dataclass
class _Run:
    """One run of a program."""

    program: object
    command: list[str]
    environment: dict[str, str]
    streams: Streams
    preparation: Preparation
    patience: float
    hangs_after: float | None
    sent: bool = False

    def to_its_end(self, send: int | None, to_group: bool) -> Finished:
        hung, stacks = False, ""
        started = perf_counter()
        # A session of its own, so that what the program leaves behind can be ended as one group.
        try:
            process = subprocess.Popen(
                self.command,
                **self.streams.arguments,
                env=self.environment,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
                pass_fds=self.preparation.pass_fds,
            )
        finally:
            self.streams.close_the_programs_ends()
            self.preparation.close_the_programs_end()
        with process:
            try:
                self.streams.connect(process, None if send is None else lambda: self._send(process, send, to_group))
                try:
                    stdout, stderr = self._communicate(process)
                except subprocess.TimeoutExpired:
                    # What has ended may have left something behind that could still print.
                    hung = process.poll() is None
                    if hung and self.hangs_after is None:
                        reason = (
                            f"the interpreter that ran {self.program!r} did not end within {format_number(self.patience)} s"
                        )
                        raise Broken(reason) from None
                    if hung:
                        stacks = self.preparation.where_it_waits(process.pid)
                    _kill_group(process)
                    stdout, stderr = _the_rest(process)
            finally:
                elapsed = perf_counter() - started
                _kill_group(process)
        if send is not None and not self.sent:
            raise Broken(f"{self.program!r} was to be sent a signal, and never printed a line with the word ready: {stdout!r}")
        return Finished(stdout, stderr, process.returncode, elapsed, hung, stacks, self.preparation.starts())

    def _communicate(self, process: "subprocess.Popen[str]") -> tuple[str, str]:
        if self.hangs_after is None:
            return process.communicate(self.streams.input, timeout=self.patience)
        # What the interpreter takes to start is not the program's time.
        if not self.preparation.has_begun(self.patience):
            raise Broken(
                f"the interpreter that was to run {self.program!r} did not begin to within {format_number(self.patience)} s"
            )
        return process.communicate(self.streams.input, timeout=self.hangs_after)

    def _send(self, process: "subprocess.Popen[str]", number: int, to_group: bool) -> None:
        self.sent = True
        wait_until_settled(lambda: [process.pid, *(descendants_of(process.pid) if to_group else ())])
        with suppress(OSError):
            if to_group:
                os.killpg(process.pid, number)
            else:
                process.send_signal(number)


def _the_rest(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """What a program that was killed had printed."""
    try:
        return process.communicate(timeout=REST)
    except subprocess.TimeoutExpired as error:
        # Somebody out of reach holds the other end of a stream.
        parts = (error.output, error.stderr)
        told = [part.decode(errors="replace") if isinstance(part, bytes) else part or "" for part in parts]
        return told[0], told[1]


def _command(program: object, args: tuple[Any, ...], start_method: str | None, folder: Callable[[], Path]) -> list[str]:
    """The command line of `program`, without the interpreter. A script's files are written to `folder`."""
    if callable(program):
        return _call(program, args, start_method)
    if start_method is not None:
        raise ClaimError("fresh_interpreter: a script sets its start method itself; leave out start_method=.")
    if not isinstance(program, Script) and not (isinstance(program, (str, Path)) and Path(program).is_file()):
        raise ClaimError(f"fresh_interpreter({program!r}): there is no such script; {_TAKES}.")
    path = program.write(folder()) if isinstance(program, Script) else program
    return [str(path), *map(str, args)]


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


def _check_numbers(patience: float, hangs_after: float | None, most_starts: int | None) -> None:
    for name, value in (("patience", patience), ("hangs_after", 0 if hangs_after is None else hangs_after)):
        if not is_nonnegative_number(value):
            raise ClaimError(f"fresh_interpreter({name}={value!r}): write a finite number that is not negative.")
    if most_starts is not None and (type(most_starts) is not int or most_starts < 0):
        raise ClaimError(f"fresh_interpreter(most_starts={most_starts!r}): write a whole number that is not negative.")


def _check_what_the_system_has(tty: bool, one_cpu: bool, hangs_after: float | None, to_group: bool) -> None:
    wanted = {
        "tty": (tty, hasattr(os, "openpty")),
        "one_cpu": (one_cpu, hasattr(os, "sched_setaffinity")),
        "to_group": (to_group, hasattr(os, "killpg")),
        "hangs_after": (hangs_after is not None, hasattr(os, "setsid")),
    }
    for name, (is_wanted, is_there) in wanted.items():
        if is_wanted and not is_there:
            raise ClaimError(f"fresh_interpreter({name}=...): {sys.platform} has no such thing; give the claim a needs= on it.")


def _check_words(stdin: object, tty: bool, send: object, to_group: bool, flags: object) -> None:
    if stdin is not None and not isinstance(stdin, str):
        raise ClaimError(f"fresh_interpreter(stdin={stdin!r}): write a text.")
    if tty and stdin is not None and len(stdin.encode()) > MOST_TYPED:
        raise ClaimError(f"fresh_interpreter(stdin=..., tty=True): a terminal keeps {MOST_TYPED} bytes of what was typed.")
    if send is not None and (not isinstance(send, int) or isinstance(send, bool) or send not in signal.valid_signals()):
        raise ClaimError(f"fresh_interpreter(send={send!r}): write a signal, such as signal.SIGINT.")
    if to_group and send is None:
        raise ClaimError("fresh_interpreter(to_group=True): say which signal: send=signal.SIGINT.")
    if not isinstance(flags, (list, tuple)) or not all(isinstance(flag, str) for flag in flags):
        raise ClaimError(f'fresh_interpreter(flags={flags!r}): write a list of words, such as ["-X", "dev"].')


def _check_kinds(env: object, **switches: object) -> None:
    for name, value in switches.items():
        if not isinstance(value, bool):
            raise ClaimError(f"fresh_interpreter({name}={value!r}): write True or False.")
    if env is None:
        return
    if not isinstance(env, Mapping) or not all(isinstance(text, str) for text in (*env.keys(), *env.values())):
        raise ClaimError(f"fresh_interpreter(env={env!r}): write names and values as texts: {{'PYTHONHASHSEED': '0'}}.")


def _kill_group(process: "subprocess.Popen[str]") -> None:
    process.kill()
    kill_group(process.pid)
    process.wait()
