"""CPU seconds per wall second: how many CPUs a block really used, whatever the clock on the wall says.

Load can only lower the figure, so a high one is certain. A low one counts only if the machine had CPUs to give; what it had is
read from ``/proc/stat`` where there is one. Where it had none, work made by `spin` tells: see `simultaneity`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from time import thread_time

from pytest_claims.instruments.cpu.simultaneous import Simultaneity, StepLog, simultaneity
from pytest_claims.instruments.cpu.spin import STEPS, Spin
from pytest_claims.instruments.seconds.blocks import block_assertion
from pytest_claims.instruments.seconds.prediction import is_nonnegative_number
from pytest_claims.instruments.seconds.run import count_assertion, current_run
from pytest_claims.machine.cpu_time import busy_before, cpu_seconds, some_are_unseen, used_since
from pytest_claims.machine.originals import perf_counter
from pytest_claims.machine.procfs import busy_seconds, longest_wait_since, read_pressure
from pytest_claims.machine.throttling import throttled_seconds
from pytest_claims.model.environment import cpus_to_run_on, usable_cpus
from pytest_claims.model.errors import ClaimError, Inconclusive, called_as
from pytest_claims.model.wording import format_number, real_time

#: Two CPU-bound threads under a lock read 0.96 to 1.01, two processes 1.7 to 2.0. Half-way is far from both.
PARALLEL = 1.5
#: Above this, something ran beside something else for a while: not what a lock that lets one run at a time can do.
NOT_PARALLEL = 1.25


@dataclass
class CpuUse:
    """What a block used, after it has ended."""

    #: Wall seconds.
    wall: float = 0.0
    #: CPU seconds of this process and of all that it started, as the system counts them.
    counted: float = 0.0
    #: CPU seconds of everybody meanwhile, on the CPUs on which this process may run.
    busy: float = 0.0
    #: How many CPUs that are.
    among: int = 0
    #: How many of them it may use at once: a quota may allow fewer.
    cpus: int = 0
    #: CPU seconds for which a quota, as of a container, stopped work that was ready to run.
    throttled: float = 0.0
    #: The longest that anybody can have waited for a CPU meanwhile, in wall seconds.
    waited: float = 0.0
    #: Whether there may be processes that the system does not count.
    unseen: bool = False
    #: What the work made by `spin` did in the block.
    spun: Simultaneity = field(default_factory=Simultaneity)

    @property
    def cpu(self) -> float:
        """CPU seconds that the block used: what the system counts, or what the work made by `spin` counted itself."""
        return max(self.counted, self.spun.ran)

    @property
    def others(self) -> float:
        """CPU seconds that others used on these CPUs meanwhile."""
        return max(0.0, self.busy - self.cpu)

    @property
    def lost(self) -> float:
        """CPU seconds that the block did not get: others had them, or a quota took them."""
        return self.others + self.throttled

    @property
    def offered(self) -> float:
        """CPUs that the machine had for us."""
        return max(0.0, min(self.cpus, self.among - self.others / self.wall) - self.throttled / self.wall)

    @property
    def ratio(self) -> float:
        """CPU seconds per wall second."""
        return self.cpu / self.wall

    @property
    def undisturbed(self) -> float:
        """An upper bound on `ratio`: every CPU second that the block did not get is taken to have delayed it."""
        return self.cpu / max(self.wall - self.lost, 1e-9)

    @property
    def limit(self) -> float:
        """The highest that the ratio can be on any machine, as a thread uses one CPU; infinite where nobody knows."""
        return self.cpu / self.spun.longest if self.spun.longest else inf


_notes = StepLog()


@contextmanager
def measure_cpu() -> Iterator[CpuUse]:
    """Measure the CPU seconds of this process and of all that it started, in the block."""
    use = CpuUse()
    begin = _notes.begin()
    started = inf
    try:
        use.unseen, strangers, pressure = some_are_unseen(), busy_before(), read_pressure()
        throttled = throttled_seconds()
        started, cpu, busy = perf_counter(), cpu_seconds(), busy_seconds() or 0.0
        yield use
        use.wall = perf_counter() - started
        # What a process did that somebody else left here, such as a fixture, others did.
        use.counted, use.busy = cpu_seconds() - cpu - used_since(strangers), (busy_seconds() or 0.0) - busy
        use.throttled = throttled_seconds() - throttled
        use.among, use.cpus, use.waited = cpus_to_run_on(), usable_cpus(), longest_wait_since(pressure, use.wall)
        use.unseen |= some_are_unseen()
    finally:
        # What began before the block is none of its work.
        use.spun = simultaneity([call for call in _notes.end(begin) if call.start >= started])


@called_as("with assert_parallel():, or with assert_parallel(at_least=1.8):")
@block_assertion
def assert_parallel(at_least: float = PARALLEL) -> Iterator[CpuUse]:
    """Assert that the block used at least `at_least` CPUs.

    ::

        with assert_parallel():
            run_in_two_processes(spin(0.2))

    Where others keep the CPUs busy the work made by `spin` tells. Up to two CPUs were used if two threads were on a CPU at the
    same moment for at least half as long as by chance, given what each got of the CPUs; or if processes computed at the same
    time and each was ready to run all the time, as they are not who wait for a lock. Fewer were used if one thread did nearly
    all of the work, or if threads took turns: see `assert_not_parallel`.

    Raises:
        AssertionError: it used fewer, although the machine had them.
        Inconclusive: it used fewer, and the machine was too busy to give more. Inside a claim the block is then tried again.
        ClaimError: `at_least` is not more than 1: one CPU proves nothing.
    """
    __tracebackhide__ = True
    if not is_nonnegative_number(at_least) or at_least <= 1:
        raise ClaimError(f"assert_parallel(at_least={at_least!r}): more than 1 CPU must be asked for.")
    with measure_cpu() as use:
        yield use
    _note(use)
    if use.ratio >= at_least:
        return
    message = f"used {use.ratio:.2f} CPU seconds per second; predicted at least {format_number(at_least, 4)}."
    doubt = _doubt(use, at_least) or _wait(use, at_least)
    if doubt is None:
        raise AssertionError(message)
    if use.spun.in_turn or use.limit < at_least:
        raise AssertionError(f"{message} {_why_not_parallel(use)}")
    if not ((use.spun.at_once or use.spun.ready) and at_least <= 2):
        raise Inconclusive(doubt)


@called_as("with assert_not_parallel():, or with assert_not_parallel(at_most=1.1):")
@block_assertion
def assert_not_parallel(at_most: float = NOT_PARALLEL) -> Iterator[CpuUse]:
    """Assert that the block did not use more than `at_most` CPUs, although it could have.

    ::

        with assert_not_parallel():
            run_in_two_threads(spin(0.2))

    Where others keep the CPUs busy the work made by `spin` tells. Threads took turns if they were never on a CPU at once, but
    by chance they would have been, given what each got of the CPUs; and if besides they were asleep for a part of their time.
    The first is not enough: the system may have given both the same CPU. But who computes and waits for a CPU is ready to run
    all the time, while who waits for a lock sleeps. Linux counts that; elsewhere it stays open. Where one thread did nearly all
    of the work it was not parallel either. The contrary is told as in `assert_parallel`.

    Raises:
        AssertionError: it used more.
        Inconclusive: it did not, but the machine was too busy to give more. Inside a claim the block is then tried again.
        ClaimError: `at_most` is no finite number above 0.
    """
    __tracebackhide__ = True
    if not is_nonnegative_number(at_most) or at_most == 0:
        raise ClaimError(f"assert_not_parallel(at_most={at_most!r}): write a finite number of CPUs, more than 0.")
    with measure_cpu() as use:
        yield use
    _note(use)
    if use.ratio > at_most:
        raise AssertionError(f"used {use.ratio:.2f} CPU seconds per second; predicted at most {format_number(at_most, 4)}.")
    doubt = _doubt(use, max(PARALLEL, at_most))
    if doubt is None or (use.spun.in_turn and at_most >= 1) or use.limit <= at_most:
        return
    if (use.spun.at_once or use.spun.ready) and at_most < PARALLEL:
        raise AssertionError(f"{_why_parallel(use)}; predicted at most {format_number(at_most, 4)} CPU seconds per second.")
    raise Inconclusive(doubt)


def _note(use: CpuUse) -> None:
    count_assertion()
    run = current_run()
    if run is not None:
        run.figures |= {"cpu_per_wall": use.ratio, "cpus_offered": use.offered}
        if use.spun.longest:
            run.figures |= {"both_running": use.spun.both, "both_by_chance": use.spun.chance}
        if use.spun.asleep is not None:
            run.figures["asleep"] = use.spun.asleep


def _doubt(use: CpuUse, needed: float) -> str | None:
    """Why the block may have used `needed` CPUs unseen, or not have used them though it could; None where nothing is why."""
    if use.unseen and not use.spun.longest:
        return (
            "this system does not tell what processes have used that still run or that others wait for: let work that spin() "
            "makes run in them, which tells it itself"
        )
    who = "others and the quota of a control group" if use.throttled else "others"
    if use.offered < needed:
        return f"{who} left {use.offered:.2f} CPUs to this process; {format_number(needed, 4)} are needed to tell"
    if use.undisturbed >= needed:
        # One of two processes that others held up for a moment ends late, and the other one cannot help it.
        took = f"{who} took {use.lost:.2f} CPU seconds in {use.wall:.2f} s"
        return f"{took}; without that {use.undisturbed:.2f} CPUs may have been used"
    return None


def _wait(use: CpuUse, needed: float) -> str | None:
    """Why a wait for a CPU may have kept the block from `needed` CPUs, None where none was so long. `others` is coarse."""
    if use.cpu < needed * (use.wall - use.waited):
        return None
    waited, wall = real_time(use.waited, 2), real_time(use.wall, 2)
    return f"a thread may have waited for a CPU for {waited} of {wall}; without that it used enough"


def _why_not_parallel(use: CpuUse) -> str:
    spun = use.spun
    if spun.in_turn:
        asleep = f"asleep for {spun.asleep or 0:.0%} of its time"
        return f"Never were two threads on a CPU at once, by chance for {real_time(spun.chance)}, and the work was {asleep}."
    return f"One thread used {spun.longest:.2f} of its {use.cpu:.2f} CPU seconds."


def _why_parallel(use: CpuUse) -> str:
    if use.spun.at_once:
        return f"two threads or processes were on a CPU at once for {real_time(use.spun.both)}"
    return "processes computed at the same time and waited for nothing but a CPU"


_rounds_per_second = 0.0


@called_as("spin(0.2), for work of about 0.2 CPU seconds")
def spin(cpu_seconds: float) -> Spin:
    """Work that keeps one CPU busy for about `cpu_seconds`, calibrated once in this process.

    ::

        Thread(target=spin(0.2)).start()

    What is compared is CPU time with wall time, so the calibration need not be exact.

    Raises:
        ClaimError: `cpu_seconds` is no finite number, or negative.
    """
    __tracebackhide__ = True
    if not is_nonnegative_number(cpu_seconds):
        raise ClaimError(f"spin({cpu_seconds!r}): write a finite number that is not negative.")
    global _rounds_per_second
    rounds = 50_000
    while not _rounds_per_second:
        started = thread_time()
        Spin(rounds)()
        used = thread_time() - started
        if used >= 0.02:
            _rounds_per_second = rounds / used
        rounds *= 2
    rounds = max(1, round(cpu_seconds * _rounds_per_second))
    return Spin(rounds, _notes.path, max(1, round(_rounds_per_second / STEPS)))
