"""Work for a CPU. It travels to the children that do it, so this module needs nothing of the library that is not loaded."""

import _thread
import os
from time import thread_time_ns

from pytest_claims.machine.originals import perf_counter_ns

#: Steps per CPU second in which the work is done where it is noted: a step is shorter than what the system gives a thread at a
#: time, so that most of them are either whole on a CPU or not.
STEPS = 2000


class Spin:
    """A fixed amount of CPU work in pure Python bytecode: callable, and picklable to any process. Made by `spin`.

    Where `path` is a file, as in a block that is measured, each call appends one line to it: the process, the thread, when it
    began, how long it waited for a CPU (-1 where nobody counts), and for each step how long it lasted and how much CPU time it
    had; all in nanoseconds.
    """

    __slots__ = ("path", "rounds", "step")

    def __init__(self, rounds: int, path: str = "", step: int = 1) -> None:
        self.rounds = rounds
        self.path = path
        #: Rounds in a step.
        self.step = step

    def __reduce__(self) -> "tuple[type[Spin], tuple[int, str, int]]":
        return Spin, (self.rounds, self.path, self.step)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spin) and other.rounds == self.rounds

    def __hash__(self) -> int:
        return hash(self.rounds)

    def __repr__(self) -> str:
        return f"Spin(rounds={self.rounds})"

    def __call__(self, *_: object) -> int:
        """Do the work. Arguments are ignored, so that it can stand where a task with arguments is expected."""
        try:
            notes = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        except OSError:  # nobody measures
            return _compute(0, 0, self.rounds)
        try:
            return self._noted(notes)
        finally:
            os.close(notes)

    def _noted(self, notes: int) -> int:
        total, lasted, used = 0, [], []
        waited, began = _waited(), perf_counter_ns()
        wall, cpu = began, thread_time_ns()
        for begin in range(0, self.rounds, self.step):
            total = _compute(total, begin, min(begin + self.step, self.rounds))
            now, now_cpu = perf_counter_ns(), thread_time_ns()
            lasted.append(now - wall)
            used.append(now_cpu - cpu)
            wall, cpu = now, now_cpu
        waited = _waited() - waited if waited >= 0 else -1
        # A line appended in one call stays whole, whoever else writes.
        os.write(notes, f"{[os.getpid(), _thread.get_ident(), began, waited, lasted, used]}\n".encode())
        return total


def _compute(total: int, begin: int, end: int) -> int:
    for number in range(begin, end):
        total = (total + number * number) % 1_000_003
    return total


def _waited() -> int:
    """Nanoseconds that this thread spent ready to run, waiting for a CPU; -1 where nobody counts."""
    try:
        file = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
    except OSError:
        return -1
    try:
        # nanoseconds on a CPU, nanoseconds waiting for one, time slices
        return int(os.read(file, 100).split()[1])
    finally:
        os.close(file)
