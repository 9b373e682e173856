"""What is done in a fresh interpreter before its program begins."""

import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from multiprocessing.connection import wait
from pathlib import Path

from pytest_claims.instruments.hangs.ask import where_it_waits
from pytest_claims.model.errors import ClaimError

#: A folder with a ``sitecustomize``, which interpreters import when they start.
AT_START = Path(__file__).parent / "at_start"
#: Options with which an interpreter does not look there.
_DEAF = "EIS"


class Preparation:
    """What a fresh interpreter is to do first; nothing at all where nothing is asked for.

    Args:
        answers: tell when the program begins and, when asked, where it waits.
        one_cpu: use one CPU only.
        sigint: have SIGINT do what it does by default.
        most_starts: count the processes that are started, and kill all of them when they are more than so many.
    """

    def __init__(self, undo: ExitStack, *, answers: bool, one_cpu: bool, sigint: bool, most_starts: int | None) -> None:
        self._undo = undo
        self._folder: Path | None = None
        self._answer = self._writer = -1
        self._count: Path | None = None
        if answers:
            self._answer, self._writer = os.pipe()
            undo.callback(os.close, self._answer)
            undo.callback(self.close_the_programs_end)
        if most_starts is not None:
            self._count = self.folder() / "starts"
            self._count.touch()
        self._wanted = {
            "answer": self._writer if answers else None,
            "one_cpu": one_cpu,
            "sigint": sigint,
            "starts": None if self._count is None else [str(self._count), most_starts],
        }

    def check(self, flags: Sequence[str]) -> None:
        """Make sure that the interpreter will do it.

        Raises:
            ClaimError: with these `flags` it will not.
        """
        deaf = [
            flag for flag in flags if flag[:1] == "-" and flag[1:2] != "-" and flag[1:2] not in "XW" and set(_DEAF) & set(flag)
        ]
        if deaf and any(self._wanted.values()):
            raise ClaimError(
                f"fresh_interpreter(flags={list(flags)!r}): with {deaf[0]} the interpreter does not import what carries out "
                "hangs_after=, one_cpu=, most_starts= and send=. Leave out one or the other."
            )

    def folder(self) -> Path:
        """A folder for files of this run, which is removed after it."""
        if self._folder is None:
            self._folder = Path(self._undo.enter_context(tempfile.TemporaryDirectory(prefix="pytest-claims-")))
        return self._folder

    def put_into(self, environment: dict[str, str]) -> dict[str, str]:
        """The variables of `environment`, and those that have the interpreter prepare itself."""
        if not any(self._wanted.values()):
            return environment
        path = os.pathsep.join(filter(None, [str(AT_START), environment.get("PYTHONPATH", "")]))
        return environment | {"PYTHONPATH": path, "PYTEST_CLAIMS_AT_START": json.dumps(self._wanted)}

    @property
    def pass_fds(self) -> tuple[int, ...]:
        """The file descriptors that the interpreter needs."""
        return (self._writer,) if self._writer >= 0 else ()

    def close_the_programs_end(self) -> None:
        """Leave what the program uses to the program, which has been started, or could not be."""
        if self._writer >= 0:
            os.close(self._writer)
            self._writer = -1

    def has_begun(self, patience: float) -> bool:
        """Wait for the program to begin, for so many real seconds at most; an interpreter that ended has begun, too."""
        return bool(wait([self._answer], patience)) and len(os.read(self._answer, 1)) <= 1

    def where_it_waits(self, process: int) -> str:
        """Where the threads and tasks of the program wait, a line for each."""
        return where_it_waits(process, self._answer)

    def starts(self) -> int | None:
        """How many processes the program and those that it started have started; None where nobody counted."""
        return None if self._count is None else self._count.stat().st_size
