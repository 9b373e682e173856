"""What happens now and then, and what never does: tried as often as a budget allows, and told as "3 in 40,000".

"This can happen" is true once it was seen. "It never happens" is as good as the number of tries, which the message, the summary
and the report therefore tell.
"""

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from operator import index
from typing import Any

from pytest_claims.instruments.races.rarity import how_rare
from pytest_claims.instruments.races.rounds import RoundsCall, next_rounds
from pytest_claims.instruments.seconds.prediction import is_nonnegative_number
from pytest_claims.instruments.seconds.run import SUMMARY_NOTE, count_assertion, current_run
from pytest_claims.machine.cpu_time import cpu_seconds
from pytest_claims.machine.originals import perf_counter
from pytest_claims.machine.procfs import longest_wait_since, read_pressure
from pytest_claims.model.errors import ClaimError, Inconclusive, called_as
from pytest_claims.model.wording import real_time, short_repr

#: Seconds for which something that should never happen is looked for, and, longer, something that should be seen: looking for
#: that ends when it was.
NEVER, SOMETIMES = 0.3, 1.0
#: Real seconds between two switches from one thread to another: the usual 0.005 rarely fall between a read and its write.
SWITCH_INTERVAL = 1e-5
#: Who ran for less than this share of the real seconds, on a machine where somebody always waited for a CPU, was starved.
STARVED = 0.01


@called_as("assert_sometimes(function), or assert_sometimes(each(function), *args)")
def assert_sometimes(
    happens: Callable[..., Any],
    *args: Any,
    budget: float = SOMETIMES,
    tries: int | None = None,
    switch_interval: float = SWITCH_INTERVAL,
) -> None:
    """Assert that something can happen: that it is seen at least once within a budget of tries. It ends when it was seen.

    ::

        def lost_updates(rounds):
            ...  # two threads add 1 to a number, `rounds` times each
            return 2 * rounds - number

        assert_sometimes(lost_updates)
        assert_sometimes(each(is_empty_after_a_put), queue)

    Quick updates such as ``number += 1`` are not seen to be lost where CPython has a GIL: it does not change
    threads between that read and that write. `SlowToAdd` holds an update open.

    One run of a claim that sees it settles the sentence. Where none does, it comes out as refuted: make it more frequent
    then, or the budget larger.

    Args:
        happens: called as ``happens(*args, rounds)``; it tries `rounds` times and returns how often it happened. Of a function
            that tries once, `each` makes such a one.
        budget: seconds to look for it: of CPU time, all processes together, or real ones for what mostly sleeps. Rounds become
            more with each call until they have used it up; what a call takes beside its rounds, such as starting processes, is
            not counted. On a busy machine a budget may last four times as long.
        tries: so many tries in place of a budget.
        switch_interval: real seconds after which the interpreter lets another thread run (`sys.setswitchinterval`), in this
            process, those forked from it, and until the assertion is over.

    Raises:
        AssertionError: it was not seen.
        Inconclusive: it was not seen, and others left almost no CPU to this process, or it has a low priority beside them.
            Inside a claim it is then tried again.
        ClaimError: an argument is wrong, or `happens` does not return how often it happened.
    """
    __tracebackhide__ = True
    tally = _try_until_seen("assert_sometimes", happens, args, _Limits(budget, tries, switch_interval))
    if tally.seen:
        _mark_certain()
        return
    if tally.starved:
        raise Inconclusive(f"not seen in {tally.tried}, but {tally.starved}")
    raise AssertionError(f"not seen in {tally.tried}: {tally.how_rare}; predicted sometimes.")


@called_as("assert_never(function), or assert_never(each(function), *args)")
def assert_never(
    happens: Callable[..., Any],
    *args: Any,
    budget: float = NEVER,
    tries: int | None = None,
    switch_interval: float = SWITCH_INTERVAL,
) -> None:
    """Assert that something was not seen in as many tries as a budget allows. The summary and the report say how many.

    ::

        assert_never(updates_lost_under_a_lock)        # "0 in 1,200,000"

    Its contrast in a claim is what can happen: the same without the lock.

    Args:
        happens: called as ``happens(*args, rounds)``, as by `assert_sometimes`.
        budget, tries, switch_interval: as those of `assert_sometimes`. It looks until they are used up.

    Raises:
        AssertionError: it was seen.
        Inconclusive: it was not seen, and others left almost no CPU to this process, or it has a low priority beside them.
            Inside a claim it is then tried again.
        ClaimError: an argument is wrong, or `happens` does not return how often it happened.
    """
    __tracebackhide__ = True
    tally = _try_until_seen("assert_never", happens, args, _Limits(budget, tries, switch_interval))
    if tally.seen:
        _mark_certain()
        often = "once" if tally.seen == 1 else f"{tally.seen:,} times"
        raise AssertionError(f"seen {often} in {tally.tried}: {tally.how_rare}; predicted never.")
    if tally.starved:
        raise Inconclusive(f"not seen in {tally.tried}, but {tally.starved}")


def _mark_certain() -> None:
    """What was seen, was seen: neither noise nor other runs explain it away."""
    run = current_run()
    if run is not None:
        run.certain = True


class Each:
    """Tries once a round; made by `each`."""

    def __init__(self, attempt: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self._attempt, self._args = attempt, args

    def __repr__(self) -> str:
        return f"each({self._attempt!r})"

    def __call__(self, *args_and_rounds: Any) -> int:
        """Try, and return how often it happened. The last argument is the number of rounds."""
        *more, rounds = args_and_rounds
        happened = 0
        for _ in range(rounds):
            said = self._attempt(*self._args, *more)
            if inspect.iscoroutine(said):
                said.close()
                raise ClaimError(
                    f"{self!r}: it returns a coroutine; give a function that runs it: asyncio.run({short_repr(said)})."
                )
            happened += bool(said)
        return happened


@called_as("each(function), or each(function, *args)")
def each(attempt: Callable[..., Any], *args: Any) -> Each:
    """What `assert_sometimes` and `assert_never` take, made of a function that tries once and returns whether it happened.

    ::

        assert_never(each(appends_are_lost, 4))    # calls appends_are_lost(4), again and again

    Args:
        attempt: called as ``attempt(*args)`` for each try; something true means that it happened.

    Raises:
        ClaimError: `attempt` is no function.
    """
    if not callable(attempt):
        raise ClaimError(f"each({short_repr(attempt)}): give a function that tries once and returns whether it happened.")
    return Each(attempt, args)


@dataclass(frozen=True, slots=True)
class _Limits:
    """What a look at a race may take, as the user wrote it."""

    budget: float
    tries: int | None
    switch_interval: float

    def check(self, name: str) -> None:
        """Raise a ClaimError unless all of them make sense."""
        if not is_nonnegative_number(self.budget) or self.budget == 0:
            raise ClaimError(f"{name}(budget={self.budget!r}): write a finite number of seconds, more than 0.")
        if self.tries is not None and (type(self.tries) is not int or self.tries < 1):
            raise ClaimError(f"{name}(tries={self.tries!r}): write a whole number, 1 or more.")
        if not is_nonnegative_number(self.switch_interval) or self.switch_interval == 0:
            said = f"{name}(switch_interval={self.switch_interval!r})"
            raise ClaimError(f"{said}: write a finite number of seconds, more than 0.")


@dataclass(frozen=True, slots=True)
class _Tally:
    """What was tried and seen."""

    tries: int
    seen: int
    #: Why what was not seen may only not have been tried often enough; None where it was.
    starved: str | None

    @property
    def how_rare(self) -> str:
        """What that says about how often it happens."""
        return how_rare(self.seen, self.tries)

    @property
    def tried(self) -> str:
        """How many tries that were, in words."""
        return "1 try" if self.tries == 1 else f"{self.tries:,} tries"


def _try_until_seen(name: str, happens: Callable[..., Any], args: tuple[Any, ...], limits: _Limits) -> _Tally:
    """Try until it was seen, or a limit is reached, and note what was seen."""
    __tracebackhide__ = True
    limits.check(name)
    _check_call(name, happens, args)
    seen, calls = 0, list[RoundsCall]()
    started, used, pressure = perf_counter(), cpu_seconds(), read_pressure()
    with _switching(limits.switch_interval):
        while not seen and (rounds := next_rounds(calls, limits.budget, limits.tries)):
            before, used_before, pressure_before = perf_counter(), cpu_seconds(), read_pressure()
            seen += _times(name, happens, happens(*args, rounds))
            elapsed = perf_counter() - before
            waited = min(elapsed, longest_wait_since(pressure_before, elapsed))
            calls.append(RoundsCall(rounds, elapsed, max(cpu_seconds() - used_before, elapsed - waited)))
    elapsed = perf_counter() - started
    starved = _starved(elapsed, cpu_seconds() - used, longest_wait_since(pressure, elapsed)) if limits.tries is None else None
    tally = _Tally(sum(call.rounds for call in calls), seen, starved)
    count_assertion()
    run = current_run()
    if run is not None:
        run.figures |= {"seen": float(seen), "tries": float(tally.tries)}
        run.notes |= {SUMMARY_NOTE: f"{seen:,} in {tally.tries:,}", "how rare": tally.how_rare}
    return tally


@contextmanager
def _switching(interval: float) -> Iterator[None]:
    """Let threads take turns after so many real seconds, in the block."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(interval)
    try:
        with _nothing_compiled():
            yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def _nothing_compiled() -> Iterator[None]:
    """Keep PyPy's compiler off: what it has compiled lets other threads in at the end of a loop's round only."""
    if sys.implementation.name != "pypy":
        yield
        return
    compiler: Any = import_module("pypyjit")
    compiler.set_param("off")
    try:
        yield
    finally:
        compiler.set_param("default")


def _check_call(name: str, happens: object, args: tuple[Any, ...]) -> None:
    takes = "a function that takes a number of rounds as its last argument and returns how often it happened in them"
    remedy = f"give {takes}, or each(function) for one that tries once."
    if not callable(happens):
        raise ClaimError(f"{name}({short_repr(happens)}): {remedy}")
    if inspect.iscoroutinefunction(happens):
        raise ClaimError(f"{name}({short_repr(happens)}): it is a coroutine function; {remedy} In it, call asyncio.run.")
    # Of some builtin functions nobody knows what they take.
    with suppress(ValueError):
        signature = inspect.signature(happens)
        try:
            signature.bind(*args, 1)
        except TypeError as error:
            called = f"{short_repr(happens)} cannot be called with {len(args) + 1} arguments"
            raise ClaimError(f"{name}: {called} ({error}); {remedy}") from None


def _times(name: str, happens: object, said: object) -> int:
    """How often it happened, as `happens` said."""
    if not isinstance(said, bool):
        with suppress(TypeError):
            times = index(said)  # type: ignore[arg-type]
            if times >= 0:
                return times
    raise ClaimError(
        f"{name}: {short_repr(happens)} returned {short_repr(said)}; return how often it happened in these rounds, a whole "
        "number, 0 or more. Where it returns whether it happened, write each(function)."
    )


def _starved(elapsed: float, used: float, waited: float) -> str | None:
    """Whether others left almost no CPU to this process, or had it wait with each switch from thread to thread, in words."""
    gives_way = _gives_way()
    if waited <= elapsed / 2 or (used >= STARVED * elapsed and not gives_way):
        return None
    said = f"others kept the CPUs busy: in {real_time(elapsed, 2)} this process had one for {real_time(used, 2)}"
    return f"{said}, and its priority is low" if gives_way else said


def _gives_way() -> bool:
    """Whether this process has a low priority, as under nice.

    Beside others, a thread that something wakes does not run at once then: by the time it does, the other one has done its part
    and has gone, and the two do not meet.
    """
    return hasattr(os, "getpriority") and os.getpriority(os.PRIO_PROCESS, 0) > 0
