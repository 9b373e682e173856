"""Whether others kept running while a block ran, or were kept waiting: who holds the GIL, who blocks the event loop.

A thread notes the time every millisecond; in an event loop, a task. The longest silence between two of these beats decides.
"""

import sys
import threading
from types import TracebackType

from pytest_claims.instruments.others.beside import beside_the_tasks_here
from pytest_claims.instruments.others.heartbeat import PERIOD, Heartbeat, thread_schedstats, wait_of_other_threads
from pytest_claims.instruments.seconds.blocks import begin_block, expect_block
from pytest_claims.instruments.seconds.prediction import is_nonnegative_number
from pytest_claims.instruments.seconds.run import SUMMARY_NOTE, TIMER_EARLY, count_assertion, current_run, seconds
from pytest_claims.machine.noise import measure_oversleep
from pytest_claims.machine.originals import sleep
from pytest_claims.machine.procfs import stolen_seconds
from pytest_claims.machine.running_loop import in_a_coroutine, loop_runs_here
from pytest_claims.machine.thread_exits import ThreadExits
from pytest_claims.model.errors import Broken, ClaimError, Inconclusive, called_as
from pytest_claims.model.wording import format_number, real_time

#: Where no seconds are predicted, half of the block: all of it and a wait for the GIL are both far from that …
HALF = 0.5
#: … in a block of so many real seconds.
SHORTEST = 0.05


class OthersAssertion:
    """Watches whether others run while its block runs; made by `assert_others_run` and `assert_others_wait`."""

    def __init__(self, seconds: float | None, *, wait: bool) -> None:
        #: What is predicted, and whether others are to wait for at least as long, or to run after as long at the most.
        self._seconds, self._wait = seconds, wait
        #: The longest silence in real seconds; None until the block has ended.
        self.longest_silence: float | None = None
        expect_block(self, self._name)

    def __enter__(self) -> "OthersAssertion":
        begin_block(self)
        if loop_runs_here() or in_a_coroutine():
            raise ClaimError(
                f"{self._name}: with watches other threads, but this is in a coroutine: write async with, to watch the other "
                "tasks of its event loop. To watch threads, write it around what runs the loop: with …: asyncio.run(main())."
            )
        self._prepare(in_block_thread=False)
        has_begun = threading.Event()
        self._thread = threading.Thread(target=self._beat_in_a_thread, args=(has_begun,), name="beats", daemon=True)
        self._thread.start()
        has_begun.wait()
        self._exits.start()
        self._began = self._heartbeat.begin_block()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        __tracebackhide__ = True
        took = self._heartbeat.end_block() - self._began
        self._exits.stop()
        self._thread.join()
        self._judge(took, failed=kind is not None)

    async def __aenter__(self) -> "OthersAssertion":
        begin_block(self)
        beside = beside_the_tasks_here()
        if beside is None:
            raise ClaimError(f"{self._name}: async with needs the event loop of asyncio or of trio.")
        self._beside = beside
        self._prepare(in_block_thread=True)
        try:
            await beside.begin(self._heartbeat)
        except BaseException:  # it was cancelled
            self._heartbeat.end_block()
            raise
        self._exits.start()
        self._began = self._heartbeat.begin_block()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        __tracebackhide__ = True
        took = self._heartbeat.end_block() - self._began
        self._exits.stop()
        await self._beside.end()
        self._judge(took, failed=kind is not None)

    @property
    def _name(self) -> str:
        return "assert_others_wait" if self._wait else "assert_others_run"

    def _prepare(self, *, in_block_thread: bool) -> None:
        self._bound = None if self._seconds is None else seconds(self._seconds)
        # The program may change it.
        self._switch = sys.getswitchinterval()
        self._in_block_thread, self._exits = in_block_thread, ThreadExits()
        self._before, self._stolen = thread_schedstats(), stolen_seconds()
        self._heartbeat = Heartbeat(0.0 if self._before else measure_oversleep().total, in_block_thread=in_block_thread)

    def _beat_in_a_thread(self, has_begun: threading.Event) -> None:
        self._heartbeat.start()
        has_begun.set()
        while self._heartbeat.beat():
            sleep(PERIOD)

    def _judge(self, took: float, *, failed: bool) -> None:
        __tracebackhide__ = True
        heartbeat = self._heartbeat
        longest = self.longest_silence = heartbeat.longest.length
        if failed:
            return
        waited = wait_of_other_threads(self._before, self._exits.exited, but=heartbeat.thread)
        waited += (stolen_seconds() or 0.0) - (self._stolen or 0.0)
        # What the block would have taken with a CPU for itself.
        alone = took - waited - (heartbeat.longest_certain.waited if self._in_block_thread else 0.0)
        unit, bound = self._unit_and_bound(took, alone)
        count_assertion()
        self._note(longest, took, unit)
        self._compare(longest, max(0.0, heartbeat.longest_certain.certain - waited), took, unit, bound)

    def _unit_and_bound(self, took: float, alone: float) -> tuple[float, float]:
        """The real seconds of a second as the test writes it, and what is predicted, in real seconds."""
        run = current_run()
        if self._bound is not None:
            return 1.0 if run is None else run.unit, self._bound
        if run is not None and run.scales:
            argument = "at_least" if self._wait else "at_most"
            raise ClaimError(f"{self._name}: the test takes claim seconds, so say how many: {argument}=, in claim seconds.")
        if took < SHORTEST:
            short = f"the block took {real_time(took)}, too short to tell"
            raise Broken(f"{self._name}: {short}; make it take {real_time(SHORTEST)} or more")
        return 1.0, HALF * max(alone, SHORTEST)

    def _note(self, longest: float, took: float, unit: float) -> None:
        run = current_run()
        if run is not None:
            run.figures["longest_silence"] = longest / unit
            part = f" of {format_number(took, 2)} s" if self._seconds is None else ""
            run.notes[SUMMARY_NOTE] = f"silent for {format_number(longest / unit, 2)}{part or ' s'}"

    def _compare(self, longest: float, surely: float, took: float, unit: float, bound: float) -> None:
        """Judge the longest silence, of which others of the machine may be why but for `surely`; all in real seconds."""
        __tracebackhide__ = True
        # A beat may come so much later, and who asks for the GIL gets it so much later.
        bound += -TIMER_EARLY if self._wait else self._switch + 3 * PERIOD
        if surely >= bound if self._wait else longest <= bound:
            return
        how = "ran on, and were silent" if self._wait else "were kept waiting, and silent"
        predicted = f"{'at least' if self._wait else 'at most'} {self._said(took)}"
        most, whole = format_number(longest / unit), format_number(took / unit)
        who = "other tasks" if self._in_block_thread else "other threads"
        message = f"{who} {how} for at most {most} s of {whole} s; predicted {predicted}."
        if longest < bound if self._wait else surely > bound:
            raise AssertionError(message)
        waited = format_number((longest - surely) / unit, 2)
        raise Inconclusive(f"{message} For up to {waited} s of it they may have waited for a CPU")

    def _said(self, took: float) -> str:
        return "half of it" if self._seconds is None else f"{format_number(self._seconds, 4)} s"


@called_as("with assert_others_run():, or with assert_others_run(at_most=1):")
def assert_others_run(*, at_most: float | None = None) -> OthersAssertion:
    """Assert that another thread keeps running while a block runs or, with ``async with``, another task of its event loop.

    In a coroutine, of asyncio or of trio, write ``async with``. A thread or a task of ours notes the time every millisecond; it
    is never silent for more than `at_most` seconds.

    ::

        async with assert_others_run(at_most=1):
            await asyncio.to_thread(sleep, seconds(3))

    A thread that computes in pure Python hands the GIL on when another one has asked for it for 5 ms, `sys.getswitchinterval`.
    That, and 3 ms for the beats themselves, is not counted against the block.

    Args:
        at_most: the longest silence: claim seconds inside a claim, real seconds outside. Without it, half of the block, which
            must take 0.05 real seconds or more: for work of which nobody knows how long it takes.

    Raises:
        AssertionError: there was a longer silence.
        Inconclusive: there was, and that somebody waited for a CPU may be why. Linux counts these waits. Elsewhere a silence is
            sure in which the process computed, or that is longer than twice the worst oversleep of eight sleeps beforehand.
        Broken: the block is too short.
        ClaimError: `at_most` is no finite number, or is missing in a test that takes claim seconds; or ``with`` in a coroutine.
    """
    return OthersAssertion(_checked("assert_others_run", "at_most", at_most), wait=False)


@called_as("with assert_others_wait():, or with assert_others_wait(at_least=3):")
def assert_others_wait(*, at_least: float | None = None) -> OthersAssertion:
    """Assert that another thread is kept waiting while a block runs or, with ``async with``, another task of its event loop.

    In a coroutine, of asyncio or of trio, write ``async with``. A thread or a task of ours notes the time every millisecond;
    once it is silent for `at_least` seconds.

    ::

        async with assert_others_wait(at_least=3):
            sleep(seconds(3))

    Args:
        at_least: the longest silence: claim seconds inside a claim, real seconds outside. Without it, half of the block, which
            must take 0.05 real seconds or more: for work of which nobody knows how long it takes, such as one call in C.

    Raises:
        AssertionError: there was no such silence.
        Inconclusive: there was, but that somebody waited for a CPU may be why: see `assert_others_run`.
        Broken: the block is too short.
        ClaimError: `at_least` is no finite number above 0, or is missing in a test that takes claim seconds; or ``with`` in a
            coroutine.
    """
    if at_least == 0:
        raise ClaimError("assert_others_wait(at_least=0): everybody is silent for 0 s; write a number above 0.")
    return OthersAssertion(_checked("assert_others_wait", "at_least", at_least), wait=True)


def _checked(function: str, name: str, seconds: float | None) -> float | None:
    if seconds is not None and not is_nonnegative_number(seconds):
        raise ClaimError(f"{function}({name}={seconds!r}): write a finite number of seconds that is not negative.")
    return seconds
