"""What a process made by fork lacks: the threads and the child processes of its parent, on which a call in it may rest.

A thread of the parent counts there as one that has ended, and so does a child of the parent that `subprocess` is asked for: who
joins it would not wait. And what waits for something that such a thread was to do waits for ever.
"""

import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutinefunction
from types import MethodType
from typing import Any

from pytest_claims.machine.running_loop import loop_runs_here
from pytest_claims.model.errors import ClaimError

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

    def refuse_to_tell(self) -> None:
        """In the copy: have who asks whether one of them has ended get a `ClaimError`, in place of an answer that is not so."""
        for thing in (*self.threads, *self.feeders, *self.processes):
            kind = "thread" if isinstance(thing, threading.Thread) else "process"
            for name in ("join", "is_alive"):
                setattr(thing, name, _refusal(f"{name}() of {kind} {thing.name!r}"))
        if self.feeders:
            from multiprocessing.queues import Queue

            _refuse_older(Queue, ["join_thread"], lambda queue: "a queue", lambda queue: False)
        if "subprocess" in sys.modules:
            from subprocess import Popen

            _refuse_older(Popen, ["poll", "wait"], lambda it: f"process {it.pid}", lambda it: it.returncode is not None)


def left_behind(call: Callable[..., Any]) -> LeftBehind:
    """What would be missing if `call` were made in a copy of this process."""
    here = threading.current_thread()
    threads: list[threading.Thread] = []
    feeders: list[threading.Thread] = []
    for thread in threading.enumerate():
        if thread is not here and not _runs_tests(thread):
            (feeders if _module_of(getattr(thread, "_target", None)) == "multiprocessing.queues" else threads).append(thread)
    processes = getattr(sys.modules.get("multiprocessing.process"), "_children", ())
    return LeftBehind(tuple(threads), tuple(feeders), loop_runs_here() and iscoroutinefunction(call), tuple(processes))


def looked_up_again(call: Callable[..., Any]) -> Callable[..., Any]:
    """`call`, where it is a method of an object that got another one meanwhile, as that one."""
    return getattr(call.__self__, call.__name__) if isinstance(call, MethodType) else call


def _runs_tests(thread: threading.Thread) -> bool:
    """Whether nothing waits for it: pytest-timeout's, a debugger's, or one that was not made by `threading`, as xdist's."""
    of_a_debugger = getattr(thread, "is_pydev_daemon_thread", False)
    of_a_timeout = _module_of(getattr(thread, "function", None)) == "pytest_timeout"
    return of_a_debugger or of_a_timeout or isinstance(thread, threading._DummyThread)


def _module_of(function: object) -> str | None:
    return getattr(function, "__module__", None)


def _refuse_older(kind: type, methods: Iterable[str], named: Callable[[Any], str], is_known: Callable[[Any], bool]) -> None:
    """The same for the objects of this class that there are by now, unless it is known that what they stand for has ended."""
    made_here = set[int]()
    initialize = kind.__init__  # type: ignore[misc]

    @wraps(initialize)
    def note(self: Any, *args: Any, **kwargs: Any) -> None:
        made_here.add(id(self))
        initialize(self, *args, **kwargs)

    def guarded(name: str) -> Callable[..., Any]:
        method = getattr(kind, name)

        @wraps(method)
        def guard(self: Any, *args: Any, **kwargs: Any) -> Any:
            if id(self) not in made_here and not is_known(self):
                _refusal(f"{name}() of {named(self)}")()
            return method(self, *args, **kwargs)

        return guard

    kind.__init__ = note  # type: ignore[misc]
    for name in methods:
        setattr(kind, name, guarded(name))


def _refusal(asked: str) -> Callable[..., Any]:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise ClaimError(f"{asked}: {REMEDY}. Start it in the call.")

    return refuse
