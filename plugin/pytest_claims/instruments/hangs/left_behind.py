"""What a process made by fork lacks: the threads and the child processes of its parent, on which a call in it may rest.

A thread of the parent counts there as one that has ended, and so does a child of the parent that `subprocess` is asked for: who
joins it would not wait. And what waits for something that such a thread was to do waits for ever.
"""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from inspect import iscoroutinefunction
from types import FunctionType
from typing import Any

from pytest_claims.machine.originals import perf_counter
from pytest_claims.machine.runner_threads import module_of, runs_tests
from pytest_claims.machine.running_loop import loop_runs_here
from pytest_claims.model.errors import ClaimError

#: Real seconds in which a thread is waited for that another test may have left behind, and that may be about to end.
ENDING = 5.0

REMEDY = "The call is made in a process of its own, which has neither the threads nor the child processes of this one"


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What goes on in this process, and does not in a copy of it."""

    threads: tuple[threading.Thread, ...]
    #: Threads that hand in what was put into queues of `multiprocessing`, which arrives in the copy as well.
    feeders: tuple[threading.Thread, ...]
    #: Whether the call is a coroutine, and an event loop runs here: the loop of the call has none of its tasks.
    loop: bool
    #: The processes that `multiprocessing` started here.
    processes: tuple[Any, ...]

    def in_words(self) -> str:
        """Whom a call may wait for in vain; empty where there is nobody."""
        return ", ".join(
            [*["the tasks of the event loop"] * self.loop, *(f"thread {thread.name!r}" for thread in self.threads)]
        )

    def wait_for_threads(self) -> None:
        """Wait some seconds for those that end, unless that would hold up an event loop for which they may wait."""
        until = perf_counter() + ENDING
        for thread in () if self.loop else self.threads:
            thread.join(max(0.0, until - perf_counter()))

    def refuse_to_tell(self) -> None:
        """In the copy: have who asks whether one of them has ended get a `ClaimError`, in place of an answer that is not so."""
        for name in ("join", "is_alive"):
            _refuse(threading.Thread, name, lambda it: it in self.threads and f"thread {it.name!r}")
        if self.processes:
            from multiprocessing.process import BaseProcess

            for name in ("join", "is_alive"):
                _refuse(BaseProcess, name, lambda it: it in self.processes and f"process {it.name!r}")
        if self.feeders:
            from multiprocessing.queues import Queue

            is_new = _made_from_now_on(Queue)
            _refuse(Queue, "join_thread", lambda it: not is_new(it) and "a queue")
        if "subprocess" in sys.modules:
            from subprocess import Popen

            is_child = _made_from_now_on(Popen)
            for name in ("poll", "wait"):
                _refuse(Popen, name, lambda it: not is_child(it) and it.returncode is None and f"process {it.pid}")


def left_behind(call: Callable[..., Any]) -> LeftBehind:
    """What would be missing if `call` were made in a copy of this process."""
    here = threading.current_thread()
    threads: list[threading.Thread] = []
    feeders: list[threading.Thread] = []
    for thread in threading.enumerate():
        if thread is not here and not runs_tests(thread):
            (feeders if module_of(thread) == "multiprocessing.queues" else threads).append(thread)
    processes = getattr(sys.modules.get("multiprocessing.process"), "_children", ())
    return LeftBehind(tuple(threads), tuple(feeders), loop_runs_here() and iscoroutinefunction(call), tuple(processes))


def _refuse(kind: type, name: str, whose: Callable[[Any], object]) -> None:
    """Have a method raise, where `whose` names its object."""

    def guard(original: Callable[..., Any], self: Any, *args: Any, **kwargs: Any) -> Any:
        asked = whose(self)
        if asked:
            raise ClaimError(f"{name}() of {asked}: {REMEDY}. Start it in the call.")
        return original(self, *args, **kwargs)

    _replace(getattr(kind, name), guard)


def _made_from_now_on(kind: type) -> Callable[[object], bool]:
    """What tells whether an object of this class was made after this call."""
    made = set[int]()

    def note(original: Callable[..., Any], self: object, *args: Any, **kwargs: Any) -> None:
        made.add(id(self))
        original(self, *args, **kwargs)

    _replace(kind.__init__, note)  # type: ignore[misc]
    return lambda it: id(it) in made


_replacements: list[Callable[..., Any]] = []


def _replace(function: Any, replacement: Callable[..., Any]) -> None:
    """Have `function` call `replacement`, with what it did up to now as the first argument.

    Its code is exchanged, and not the attribute of its class: somebody may have looked it up already (``wait = thread.join``).
    """
    original = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    original.__kwdefaults__ = function.__kwdefaults__
    made: dict[str, Any] = {}
    call = f"from {__name__} import _replacements; return _replacements[{len(_replacements)}](*args, **kwargs)"
    exec(f"def replaced(*args, **kwargs): {call}", made)
    _replacements.append(partial(replacement, original))
    function.__code__ = made["replaced"].__code__
