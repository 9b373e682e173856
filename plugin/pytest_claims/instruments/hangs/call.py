"""A call in a process of its own, so that it can be ended where it does not end, with all that it started."""

import os
import pickle
import re
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from types import FrameType, TracebackType
from typing import Any

from pytest_claims.instruments.hangs.ask import where_it_waits
from pytest_claims.instruments.hangs.callee import make_call
from pytest_claims.instruments.hangs.left_behind import LeftBehind, left_behind
from pytest_claims.machine.idle import Activity, activity
from pytest_claims.machine.originals import perf_counter
from pytest_claims.machine.process_tree import descendants_of, kill_tree
from pytest_claims.model.errors import Broken, ClaimError

#: Real seconds in which the process has to begin the call, and in which what the call returned has to arrive.
PATIENCE = 60.0
#: For how many real seconds more a call is watched whose threads waited for a CPU.
GRACE = 10.0
#: The same for a call that computes all the time: after that it is said to go on for ever.
SPINS = 2.0
#: Real seconds between two looks at what they waited for.
LOOK = 0.005


@dataclass(frozen=True, slots=True)
class CallEnded:
    """How a call ended."""

    #: Whether it raised an exception, which `said` names; it returned otherwise.
    raised: bool
    #: Real seconds from its begin to its end.
    elapsed: float
    said: str
    #: What it returned or raised, pickled, or why that is not known.
    pickled: bytes
    why_not: str

    def result(self) -> Any:
        """What the call returned or raised.

        Raises:
            ClaimError: it cannot travel from one process to another.
        """
        if not self.why_not:
            try:
                return pickle.loads(self.pickled)
            except Exception as error:
                why_not = f"{type(error).__name__}: {error}"
        else:
            why_not = self.why_not
        what = "raised" if self.raised else "returned"
        raise ClaimError(
            f"the call ended, but what it {what} cannot travel from its process to this one ({why_not}). Let it return what "
            "pickle can carry: numbers, texts, lists, objects of classes at the top of a module."
        )


@dataclass(frozen=True, slots=True)
class CallWaits:
    """A call that has not ended."""

    #: Real seconds since it began, and the most of them that its threads can have waited for a CPU.
    elapsed: float
    wait_bound: float


class ProcessCall:
    """Makes a call in a process of its own while the ``with`` block runs. At the block's end all of it is killed.

    Raises:
        ClaimError: the arguments cannot travel to that process.
        Broken: the process did not begin the call, or ended before the call did.
    """

    def __init__(
        self,
        call: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        *,
        start_method: str | None,
        in_thread: bool,
        and_exit: bool,
    ) -> None:
        self._method = start_method or ("fork" if "fork" in get_all_start_methods() else "spawn")
        #: What goes on here and not where the call is made. What is pickled for another start method cannot rest on it.
        self.left_behind: LeftBehind | None = left_behind(call) if self._method == "fork" else None
        self._call = (in_thread, and_exit, self.left_behind, call, args, dict(kwargs))
        self.and_exit = and_exit
        self._held = ExitStack()
        self._message: tuple[Any, ...] | None = None

    def __enter__(self) -> "ProcessCall":
        try:
            with signals_delayed():
                self._start(self._held)
            self._await_begin()
            return self
        except BaseException:
            # Not by handing what is held over to another ExitStack: Ctrl-C may come between the two.
            self._let_go()
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._let_go()

    def watch(self, real: float) -> CallEnded | CallWaits:
        """Wait until the call has ended, or has gone on for `real` seconds beside those in which it waited for a CPU.

        While it still computes it is watched for longer: it may only be slow.
        """
        until, before = self._began + real / 2, self._at_begin
        while True:
            ended = self._ended(until)
            if ended is not None:
                return ended
            now = self._activity()
            waited = now.waited - self._at_begin.waited if now and self._at_begin else 0.0
            waits = CallWaits(perf_counter() - self._began, waited)
            lacking = real - (waits.elapsed - waits.wait_bound)
            is_idle = before is None or now is None or now.is_idle_since(before)
            if waits.elapsed > real + GRACE or (lacking <= 0 and (is_idle or waits.elapsed > real + SPINS)):
                return waits
            until, before = perf_counter() + max(lacking, real / 2, LOOK), now

    def where_it_waits(self) -> str:
        """Where the threads and tasks of the process wait, a line for each."""
        return where_it_waits(self._process.pid or 0, self._answer.fileno())

    def _start(self, undo: ExitStack) -> None:
        context = get_context(self._method)
        self._reader, tell = _pipe(undo)
        self._answer, answer = _pipe(undo)
        self._process = context.Process(target=make_call, args=(tell, answer, *self._call), name="the call")  # type: ignore[attr-defined]
        if self._method != "fork":
            _check_that_it_travels(self._call, self._method)
        undo.callback(self._end)
        with warnings.catch_warnings():
            # That other threads of this process are missing there is looked at.
            warnings.filterwarnings("ignore", message=".*fork", category=DeprecationWarning)
            self._process.start()
        tell.close()
        answer.close()
        self._exit: int = self._process.sentinel
        if hasattr(os, "pidfd_open"):
            # The sentinel is quiet while a child of the process holds a copy of it.
            with suppress(OSError):
                self._exit = os.pidfd_open(self._process.pid)
                undo.callback(os.close, self._exit)

    def _await_begin(self) -> None:
        try:
            if not wait([self._reader, self._exit], PATIENCE) or not self._reader.poll():
                raise EOFError
            self._reader.recv()
        except EOFError:
            raise Broken(f"the process that was to make the call did not begin it{self._how_it_ended()}") from None
        self._began = perf_counter()
        self._at_begin = self._activity()

    def _ended(self, until: float) -> CallEnded | None:
        """How the call ended, or None where it goes on at the time `until`."""
        if self._message is None:
            if not wait([self._reader, self._exit], max(0.0, until - perf_counter())):
                return None
            try:
                if not self._reader.poll():
                    raise EOFError
                self._message = self._reader.recv()
                if not self._reader.poll(PATIENCE):
                    raise EOFError
                self._message += self._reader.recv()
            except EOFError:
                raise Broken(f"the process that made the call ended before the call did{self._how_it_ended()}") from None
        how, elapsed, said, pickled, why_not = self._message
        if self.and_exit:
            if not wait([self._exit], max(0.0, until - perf_counter())):
                return None
            elapsed = perf_counter() - self._began
        return CallEnded(how == "raised", elapsed, said, pickled, why_not)

    def _activity(self) -> Activity | None:
        """What the threads of the process and its descendants have done; None where nobody counts."""
        process = self._process.pid or 0
        return activity([process, *descendants_of(process)])

    def _how_it_ended(self) -> str:
        self._process.join(1.0)
        code = self._process.exitcode
        return "" if code is None else f": signal {-code}" if code < 0 else f": exit code {code}"

    def _let_go(self) -> None:
        with signals_delayed():
            self._held.close()

    def _end(self) -> None:
        """Kill the process and all that it started, and wait for it."""
        process = self._process
        if process.pid is None:
            return
        kill_tree(process.pid)
        process.join(PATIENCE)
        if process.exitcode is not None:
            process.close()


@contextmanager
def signals_delayed() -> Iterator[None]:
    """Have signals whose handlers are Python's, such as Ctrl-C and time-outs, wait until the block has ended.

    Between the start of a process and the note of its id, and while it is put away, an exception would leave it behind.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    names = [name for name in ("SIGINT", "SIGALRM", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    handlers = {number: signal.getsignal(number) for number in (getattr(signal, name) for name in names)}
    delayed = {number: handler for number, handler in handlers.items() if callable(handler)}
    for number in delayed:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number, handler in delayed.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)


def _pipe(undo: ExitStack) -> "tuple[Connection, Connection]":
    from multiprocessing import Pipe

    reader, writer = Pipe(duplex=False)
    undo.callback(reader.close)
    undo.callback(writer.close)
    return reader, writer


def _check_that_it_travels(call: tuple[Any, ...], method: str) -> None:
    from multiprocessing import reduction

    try:
        reduction.ForkingPickler.dumps(call)
    except RuntimeError:  # a lock or a queue, which travels only while a process is being started
        return
    except Exception as error:
        said = re.sub(" at 0x[0-9a-f]+", "", str(error), flags=re.IGNORECASE)
        raise ClaimError(
            f"under start_method={method!r} the call and its arguments are pickled, and that failed "
            f"({type(error).__name__}: {said}). Call a function at the top of a module, or leave start_method= out where there "
            "is fork."
        ) from None
