"""assert_ends, assert_hangs: whether a call ends, or waits for ever."""

from collections.abc import Callable
from functools import partial
from multiprocessing import get_all_start_methods
from typing import Any, NoReturn

from pytest_claims.instruments.hangs.call import CallEnded, CallWaits, ProcessCall
from pytest_claims.instruments.hangs.left_behind import REMEDY, LeftBehind
from pytest_claims.instruments.seconds.duration import raise_too_long
from pytest_claims.instruments.seconds.prediction import is_nonnegative_number
from pytest_claims.instruments.seconds.run import SUMMARY_NOTE, count_assertion, current_run, seconds
from pytest_claims.machine.originals import perf_counter
from pytest_claims.machine.procfs import longest_wait_since, read_pressure
from pytest_claims.model.errors import Broken, ClaimError, Inconclusive, called_as
from pytest_claims.model.wording import format_number, real_time

#: The name of the note that tells where a call waited.
WHERE = "where it waited"
#: What ends within so many real seconds is said to end at once.
AT_ONCE = 0.001

Raises = type[BaseException] | tuple[type[BaseException], ...]


@called_as("assert_ends(function, *args, within=5)")
def assert_ends(
    call: Callable[..., Any],
    *args: Any,
    within: float,
    raises: Raises = (),
    in_thread: bool = False,
    and_exit: bool = False,
    start_method: str | None = None,
    **kwargs: Any,
) -> Any:
    """Assert that ``call(*args, **kwargs)`` ends within so many seconds, and return what it returned.

    The call is made in a process of its own, so that a call that hangs can be ended: the process and all that it started is
    killed, whether the call has ended or not. What the call changes is changed in that process only; what it returns comes back
    by pickle. The threads of the test, the tasks of its event loop and its child processes are not there: start in the call
    what it waits for. Seconds count from the moment at which the call begins there. Inside a claim they are claim seconds,
    outside real ones::

        assert assert_ends(queue_of_one, seconds(2), within=5) == ["done"]

    Args:
        call: a function, also a local one; or a coroutine function, which `asyncio.run` runs.
        within: seconds.
        raises: the call may end by such an exception, which is returned in place of a value.
        in_thread: make the call in another thread than the main one of its process.
        and_exit: its process has to exit, too, within that time: other threads are joined, and what the call left to be done
            at the exit is done, such as the flushing of queues. `fresh_interpreter` sees what else an interpreter does there.
        start_method: how the process is started: ``"fork"``, where there is fork; or one for which the call is pickled.

    Raises:
        AssertionError: it has not ended by then, or ended later. The message tells where the call waited. An AssertionError
            that the call raised is raised here.
        Broken: the call raised something that is not in `raises`, or its process ended before it did.
        Inconclusive: it did not end in time, and others kept the CPUs busy meanwhile.
        ClaimError: an argument is wrong, or cannot travel to the other process, or what it returned cannot travel back; or the
            call asked for a thread or a child process of the test, or hung while the test had such threads or tasks.
    """
    __tracebackhide__ = True
    real = _real_seconds("assert_ends", "within", within)
    _check("assert_ends", call, raises, start_method, in_thread=in_thread, and_exit=and_exit)
    pressure = read_pressure()
    make = partial(ProcessCall, call, args, kwargs, start_method=start_method, in_thread=in_thread, and_exit=and_exit)
    seen, where = _observe(make, real)
    if isinstance(seen, CallWaits):
        _certain_or_inconclusive(seen, real)
        predicted = f"predicted: within {format_number(within, 4)} s."
        raise AssertionError(f"{_named(call)} has not ended after {_as_text(seen.elapsed)}; {predicted}{where}")
    _raise_what_was_not_asked_for(call, seen, raises)
    if seen.elapsed > real:
        message = f"{_named(call)} ended {_when(seen)}; predicted: within {format_number(within, 4)} s."
        raise_too_long(
            message, seen.elapsed, real, longest_wait_since(pressure, seen.elapsed) if current_run() is None else 0.0
        )
    return seen.result()


@called_as("assert_hangs(function, *args), or assert_hangs(function, *args, during=2)")
def assert_hangs(
    call: Callable[..., Any],
    *args: Any,
    during: float = 1,
    raises: Raises = (),
    in_thread: bool = False,
    and_exit: bool = False,
    start_method: str | None = None,
    **kwargs: Any,
) -> None:
    """Assert that ``call(*args, **kwargs)`` still waits after so many seconds, and end it.

    The arguments are those of `assert_ends`. Where the call waited is in the evidence. Inside a claim `during` is in claim
    seconds: the claim is judged at two lengths of them, the longer of which outlasts start-up, so that what is merely slow is
    told from what hangs. Outside it is in real seconds, and what takes longer than that to end looks like what never does::

        assert_hangs(take_a_lock_twice)

    Args:
        call: a function, also a local one; or a coroutine function, which `asyncio.run` runs.
        during: seconds.
        raises: such an exception counts as an end; any other says that the experiment failed.
        in_thread: make the call in another thread than the main one of its process.
        and_exit: it hangs as well if the call ends, but its process does not exit.
        start_method: how the process is started.

    Raises:
        AssertionError: it ended.
        Broken: the call raised something that is not in `raises`, or its process ended before it did.
        Inconclusive: it has not ended, but others kept the CPUs busy meanwhile.
        ClaimError: an argument is wrong, or cannot travel to the other process; or the call may wait for something that is not
            there, as for `assert_ends`.
    """
    __tracebackhide__ = True
    real = _real_seconds("assert_hangs", "during", during)
    _check("assert_hangs", call, raises, start_method, in_thread=in_thread, and_exit=and_exit)
    make = partial(ProcessCall, call, args, kwargs, start_method=start_method, in_thread=in_thread, and_exit=and_exit)
    seen, _ = _observe(make, real)
    if isinstance(seen, CallWaits):
        _certain_or_inconclusive(seen, real)
        return
    _raise_what_was_not_asked_for(call, seen, raises)
    how = f"raised {seen.said}" if seen.raised else "returned"
    predicted = f"predicted: it waits for {format_number(during, 4)} s and longer."
    raise AssertionError(f"{_named(call)} {how} {_when(seen)}; {predicted}")


def _observe(make: Callable[[], ProcessCall], real: float) -> tuple[CallEnded | CallWaits, str]:
    """Make the call, and note for the run what was seen; with where it waits, to be added to a message."""
    run, started = current_run(), perf_counter()
    calling = make()
    seen, where = _watch(calling, real)
    missing = calling.left_behind
    if missing and missing.in_words() and (isinstance(seen, CallWaits) or calling.and_exit):
        missing.wait_for_threads()
        waited = perf_counter() - started
        seen, where = _watch_without_threads(make, real) or _refuse(missing, where)
        if run is not None:
            # It is no start-up of the program's, which a claim second would have to outlast.
            run.set_aside += waited
    count_assertion()
    if run is not None:
        run.notes[SUMMARY_NOTE] = "waits" if isinstance(seen, CallWaits) else f"ended {_when(seen)}"
        if where:
            run.notes[WHERE] = where
    return seen, _at(where)


def _watch(calling: ProcessCall, real: float) -> tuple[CallEnded | CallWaits, str]:
    with calling:
        seen = calling.watch(real)
        return seen, calling.where_it_waits() if isinstance(seen, CallWaits) else ""


def _watch_without_threads(make: Callable[[], ProcessCall], real: float) -> tuple[CallWaits, str] | None:
    """Make the call once those who may have been missing have ended. Who still waits does not wait for them; None else."""
    calling = make()
    if calling.left_behind is None or calling.left_behind.in_words():
        return None
    seen, where = _watch(calling, real)
    return (seen, where) if isinstance(seen, CallWaits) else None


def _refuse(missing: LeftBehind, where: str) -> NoReturn:
    """What waits may wait for what is not there, and a process that lacks threads does not wait for them at its exit."""
    raise ClaimError(
        f"whether the call hangs may rest on what runs here: {missing.in_words()}. {REMEDY}. Start in the call what it waits "
        f"for. If it waits for nothing of this, end that before the call, or write start_method='spawn'.{_at(where)}"
    )


def _at(where: str) -> str:
    return f" It waits here:\n{where}" if where else ""


def _real_seconds(function: str, name: str, value: float) -> float:
    if not is_nonnegative_number(value) or value == 0:
        raise ClaimError(f"{function}({name}={value!r}): write a finite number of seconds, more than 0.")
    return seconds(value)


def _check(function: str, call: object, raises: object, start_method: object, **switches: object) -> None:
    if not callable(call):
        raise ClaimError(f"{function}({call!r}): give the function itself, and its arguments after it: {function}(f, 1, 2).")
    for name, value in switches.items():
        if not isinstance(value, bool):
            raise ClaimError(f"{function}({name}={value!r}): write True or False.")
    kinds = raises if isinstance(raises, tuple) else (raises,)
    if not all(isinstance(kind, type) and issubclass(kind, BaseException) for kind in kinds):
        raise ClaimError(f"{function}(raises={raises!r}): write a class of exceptions, or a tuple of them.")
    if start_method is not None and start_method not in get_all_start_methods():
        raise ClaimError(f"{function}(start_method={start_method!r}): choose from {', '.join(get_all_start_methods())}.")


def _certain_or_inconclusive(seen: CallWaits, real: float) -> None:
    if seen.elapsed - seen.wait_bound < real:
        busy = f"others kept the CPUs busy for up to {real_time(seen.wait_bound, 2)}"
        raise Inconclusive(f"it has not ended after {_as_text(seen.elapsed)}, but {busy}")


def _raise_what_was_not_asked_for(call: object, seen: CallEnded, raises: Raises) -> None:
    """Unless the call returned, or raised what it may.

    Raises:
        AssertionError, Inconclusive, ClaimError, Broken: what the call raised, where it is of these.
        Broken: it raised something else.
    """
    __tracebackhide__ = True
    if not seen.raised:
        return
    error = seen.result() if not seen.why_not else None
    if error is not None and isinstance(error, raises):
        return
    if isinstance(error, (AssertionError, Inconclusive, ClaimError, Broken)):
        raise error
    raise Broken(f"{_named(call)} raised {seen.said}")


def _when(seen: CallEnded) -> str:
    return "at once" if seen.elapsed < AT_ONCE else f"after {_as_text(seen.elapsed)}"


def _as_text(real: float) -> str:
    """Real seconds as the sentence counts them."""
    run = current_run()
    return f"{format_number(real if run is None else real / run.unit, 2)} s"


def _named(call: object) -> str:
    name = getattr(call, "__name__", None) or type(call).__name__
    return f"{name}()"
