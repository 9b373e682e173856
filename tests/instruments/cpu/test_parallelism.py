"""CPU seconds per wall second, on made-up clocks."""

import multiprocessing
import os
from contextlib import suppress
from dataclasses import replace
from math import inf, nan
from threading import Thread

import pytest
import workers
from processes_seen import FORKS_BESIDE_THREADS

from pytest_claims import ClaimError, Inconclusive, assert_not_parallel, assert_parallel, spin
from pytest_claims.instruments.cpu import parallelism
from pytest_claims.instruments.cpu.parallelism import Spin, measure_cpu
from pytest_claims.instruments.cpu.simultaneous import Simultaneity, SpinCall
from pytest_claims.instruments.seconds.run import Run, running
from pytest_claims.judge.isolation.launcher import no_main_module
from pytest_claims.machine import cpu_time
from pytest_claims.model.environment import gil_enabled

pytestmark = FORKS_BESIDE_THREADS


@pytest.fixture
def machine(monkeypatch):
    """Makes up what a block uses on a machine: its wall and CPU seconds, those of others, and the CPUs that may be used."""

    def made_up(*, wall, cpu, others=0.0, cpus=2, waited=0.0, strangers=0.0, throttled=0.0, among=None):
        readings = {"perf_counter": (64, 64 + wall), "cpu_seconds": (4, 4 + cpu), "busy_seconds": (128, 128 + cpu + others)}
        for name, values in readings.items():
            monkeypatch.setattr(parallelism, name, iter(values).__next__)
        monkeypatch.setattr(parallelism, "throttled_seconds", iter((16, 16 + throttled)).__next__)
        monkeypatch.setattr(parallelism, "usable_cpus", lambda: cpus)
        monkeypatch.setattr(parallelism, "cpus_to_run_on", lambda: among or cpus)
        monkeypatch.setattr(parallelism, "longest_wait_since", lambda read, elapsed: waited)
        monkeypatch.setattr(parallelism, "busy_before", lambda: {1: 0.0})
        monkeypatch.setattr(parallelism, "used_since", lambda before: strangers * sum(before))

    return made_up


def test_a_block_is_measured_from_its_begin_to_its_end(machine):
    machine(wall=2, cpu=3, others=0.5, cpus=4)
    with measure_cpu() as use:
        pass
    assert (use.wall, use.cpu, use.ratio, use.offered) == (2, 3, 1.5, 3.75)


def test_others_cannot_take_more_than_there_is(machine):
    machine(wall=1, cpu=0.5, others=7, cpus=2)
    with measure_cpu() as use:
        pass
    assert use.offered == 0


@pytest.mark.parametrize(
    ("others", "throttled", "offered"), [(30, 0, 2), (62.5, 0, 1.5), (64, 0, 0), (30, 0.5, 1.5), (62.5, 0.5, 1), (62.5, 7, 0)]
)
def test_a_quota_allows_some_of_the_cpus_and_stops_who_used_them_up(machine, others, throttled, offered):
    machine(wall=1, cpu=1, others=others, among=64, cpus=2, throttled=throttled)
    with measure_cpu() as use:
        pass
    assert use.offered == offered


def test_what_somebody_else_s_process_used_others_used(machine):
    machine(wall=1, cpu=2, strangers=1, cpus=2)
    with measure_cpu() as use:
        pass
    assert (use.ratio, use.others, use.offered) == (1, 1, 1)


def test_a_process_that_a_fixture_left_computing_is_none_of_the_block_s_work(monkeypatch, started):
    monkeypatch.setattr(cpu_time, "OLD", 0.0)
    monkeypatch.setattr(cpu_time, "WATCHED", 0.2)
    if cpu_time._age(os.getpid()) == 0:
        pytest.skip("nobody tells how old a process is")
    started("print(flush=True)\nwhile True: pass")
    with suppress(Inconclusive), assert_not_parallel():
        spin(0.3)()
    with pytest.raises((AssertionError, Inconclusive)), assert_parallel():
        spin(0.3)()


def test_a_machine_that_does_not_say_what_others_use_offers_all_its_cpus(machine, monkeypatch):
    machine(wall=1, cpu=0.5, cpus=2)
    monkeypatch.setattr(parallelism, "busy_seconds", lambda: None)
    with measure_cpu() as use:
        pass
    assert use.offered == 2


@pytest.mark.parametrize(("cpu", "at_least"), [(1.5, 1.5), (1.875, 1.5), (3, 2.5)])
def test_a_block_that_used_as_many_cpus_as_predicted_is_parallel(machine, cpu, at_least):
    machine(wall=1, cpu=cpu)
    with assert_parallel(at_least=at_least) as use:
        pass
    assert use.ratio == cpu


def test_a_busy_machine_does_not_matter_to_a_block_that_used_its_cpus(machine):
    machine(wall=1, cpu=1.6, others=9)
    with assert_parallel() as use:
        pass
    assert use.offered == 0


@pytest.mark.parametrize(
    ("cpu", "arguments", "message"),
    [
        (1.0, {}, "used 1.00 CPU seconds per second; predicted at least 1.5."),
        (1.4375, {}, "used 1.44 CPU seconds per second; predicted at least 1.5."),
        (1.875, {"at_least": 2}, "used 1.88 CPU seconds per second; predicted at least 2."),
    ],
)
def test_a_block_that_used_fewer_cpus_is_not_parallel(machine, cpu, arguments, message):
    machine(wall=1, cpu=cpu, cpus=2)
    with pytest.raises(AssertionError) as failed, assert_parallel(**arguments):
        pass
    assert str(failed.value) == message


def test_a_block_that_used_fewer_cpus_than_it_was_left_tells_nothing(machine):
    machine(wall=1, cpu=1, others=0.75, cpus=2)
    with pytest.raises(Inconclusive) as inconclusive, assert_parallel():
        pass
    assert str(inconclusive.value) == "others left 1.25 CPUs to this process; 1.5 are needed to tell"


@pytest.mark.parametrize("assertion", [assert_parallel, assert_not_parallel])
def test_a_block_that_a_quota_stopped_tells_nothing(machine, assertion):
    machine(wall=1, cpu=1, throttled=0.75, cpus=2)
    with pytest.raises(Inconclusive) as inconclusive, assertion():
        pass
    who = "others and the quota of a control group"
    assert str(inconclusive.value) == f"{who} left 1.25 CPUs to this process; 1.5 are needed to tell"


def test_a_block_that_a_quota_may_have_held_up_tells_nothing(machine):
    machine(wall=1, cpu=1.25, throttled=0.25, cpus=2)
    with pytest.raises(Inconclusive, match=r"took 0\.25 CPU seconds in 1\.00 s; without that 1\.67 CPUs"), assert_parallel():
        pass


@pytest.mark.parametrize(("cpu", "at_most"), [(1.0, 1.25), (1.25, 1.25), (0.0625, 0.1)])
def test_a_block_that_used_no_more_cpus_than_predicted_is_not_parallel(machine, cpu, at_most):
    machine(wall=1, cpu=cpu)
    with assert_not_parallel(at_most=at_most) as use:
        pass
    assert use.ratio == cpu


@pytest.mark.parametrize(
    ("cpu", "arguments", "message"),
    [
        (1.3, {}, "used 1.30 CPU seconds per second; predicted at most 1.25."),
        (2.6, {"at_most": 2}, "used 2.60 CPU seconds per second; predicted at most 2."),
    ],
)
def test_a_block_that_used_more_cpus_is_parallel_however_busy_the_machine(machine, cpu, arguments, message):
    machine(wall=1, cpu=cpu, others=9)
    with pytest.raises(AssertionError) as failed, assert_not_parallel(**arguments):
        pass
    assert str(failed.value) == message


@pytest.mark.parametrize(
    ("arguments", "cpus", "message"),
    [
        ({}, 1, "others left 1.00 CPUs to this process; 1.5 are needed to tell"),
        ({"at_most": 0.5}, 1, "others left 1.00 CPUs to this process; 1.5 are needed to tell"),
        ({"at_most": 2.5}, 2, "others left 2.00 CPUs to this process; 2.5 are needed to tell"),
    ],
)
def test_a_block_that_could_not_have_used_more_cpus_tells_nothing(machine, arguments, cpus, message):
    machine(wall=1, cpu=0.5, cpus=cpus)
    with pytest.raises(Inconclusive) as inconclusive, assert_not_parallel(**arguments):
        pass
    assert str(inconclusive.value) == message


@pytest.mark.parametrize("check", [assert_parallel, assert_not_parallel])
@pytest.mark.parametrize(("cpu", "others"), [(1, 0), (2, 0), (1, 1)])
def test_a_run_keeps_the_figures_and_counts_the_assertion_whatever_comes_of_it(machine, check, cpu, others):
    machine(wall=1, cpu=cpu, others=others)
    run = Run(0.01)
    try:
        with running(run), check():
            pass
    except (AssertionError, Inconclusive):
        outcome = "not passed"
    else:
        outcome = "passed"
    assert (outcome == "passed") == ((check, cpu, others) in [(assert_parallel, 2, 0), (assert_not_parallel, 1, 0)])
    assert (run.figures, run.assertions) == ({"cpu_per_wall": cpu, "cpus_offered": 2 - others}, 1)


@pytest.mark.parametrize("check", [assert_parallel, assert_not_parallel])
def test_an_exception_in_the_block_passes_through_unjudged(machine, check):
    machine(wall=1, cpu=1)
    with running(Run(0.01)) as run, pytest.raises(KeyError), check():
        raise KeyError
    assert (run.figures, run.assertions) == ({}, 0)


@pytest.mark.parametrize("at_least", [1, 0.5, 0, -2, True, nan, inf, "2"], ids=repr)
def test_parallel_on_one_cpu_or_less_is_refused(at_least):
    with pytest.raises(ClaimError) as refused:
        assert_parallel(at_least=at_least).__enter__()
    assert str(refused.value) == f"assert_parallel(at_least={at_least!r}): more than 1 CPU must be asked for."


@pytest.mark.parametrize("at_most", [0, -1, True, nan, inf, "1"], ids=repr)
def test_not_parallel_on_what_is_no_number_of_cpus_is_refused(at_most):
    with pytest.raises(ClaimError) as refused:
        assert_not_parallel(at_most=at_most).__enter__()
    assert str(refused.value) == f"assert_not_parallel(at_most={at_most!r}): write a finite number of CPUs, more than 0."


def test_what_the_work_counted_itself_counts_where_the_system_does_not_see_it(machine, monkeypatch):
    spun = Simultaneity(shared=1.0, asleep=0.0, longest=1.0, ran=1.875, apart=True)
    monkeypatch.setattr(parallelism, "simultaneity", lambda calls: spun)
    machine(wall=1, cpu=0.25, others=1.625)
    with assert_parallel() as use:
        pass
    assert (use.cpu, use.others, use.limit) == (1.875, 0.0, 1.875)


def test_work_that_began_before_the_block_is_none_of_it(machine, monkeypatch):
    calls = [
        SpinCall(lane=(1, lane), start=start, end=65, ran=0.25, waited=None, on=[])
        for lane, start in enumerate([63.75, 64.0, 64.5])
    ]
    monkeypatch.setattr(parallelism._notes, "begin", lambda: 0)
    monkeypatch.setattr(parallelism._notes, "end", lambda begin: calls)
    machine(wall=1, cpu=0.0)
    with measure_cpu() as use:
        pass
    assert use.cpu == 0.5


@pytest.mark.parametrize("check", [assert_parallel, assert_not_parallel])
@pytest.mark.parametrize("when", [(True, False), (False, True)], ids=["at the begin", "at the end"])
def test_where_processes_are_unseen_only_work_that_counts_itself_tells_that_little_was_used(machine, monkeypatch, check, when):
    monkeypatch.setattr(parallelism, "some_are_unseen", iter(when * 2).__next__)
    machine(wall=1, cpu=0.25)
    assert said_by(check()).startswith("Inconclusive: this system does not tell what processes have used that still run")
    monkeypatch.setattr(parallelism, "simultaneity", lambda calls: Simultaneity(longest=0.125, ran=0.25))
    machine(wall=1, cpu=0.25)
    assert said_by(check()).startswith("AssertionError: used 0.25" if check is assert_parallel else "passes")


@pytest.mark.slow
@pytest.mark.parametrize("start_method", multiprocessing.get_all_start_methods())
def test_a_pool_that_was_there_before_the_block_counts(start_method):
    with no_main_module(), multiprocessing.get_context(start_method).Pool(2) as pool:
        pool.map(workers.double, [1, 2])
        with measure_cpu() as use:
            pool.map(spin(0.1), [1, 2], chunksize=1)
        assert use.cpu >= use.spun.ran > 0.05
        with measure_cpu() as use:
            pool.map(workers.spin, [0.1, 0.1], chunksize=1)
        assert use.cpu >= 0.2


def test_the_work_is_calibrated_once_until_it_takes_long_enough(monkeypatch):
    monkeypatch.setattr(parallelism, "_rounds_per_second", 0.0)
    monkeypatch.setattr(parallelism, "thread_time", iter([0.0, 0.01, 5.0, 5.04]).__next__)
    monkeypatch.setattr(Spin, "__call__", lambda self: 0)
    assert spin(2) == Spin(5_000_000)
    assert spin(0.5) == Spin(1_250_000)


def test_no_work_is_one_round(monkeypatch):
    monkeypatch.setattr(parallelism, "_rounds_per_second", 100.0)
    assert spin(0) == Spin(1)


@pytest.mark.parametrize("cpu_seconds", [-1, nan, inf, True, "1"], ids=repr)
def test_work_for_what_is_no_number_of_seconds_is_refused(cpu_seconds):
    with pytest.raises(ClaimError) as refused:
        spin(cpu_seconds)
    assert str(refused.value) == f"spin({cpu_seconds!r}): write a finite number that is not negative."


def test_work_uses_the_cpu_for_real():
    with measure_cpu() as use:
        spin(0.02)()
    assert use.cpu > 0
    assert use.ratio > 0


@pytest.mark.parametrize(("others", "told"), [(0.06, False), (0.0, True), (0.01, True)])
def test_what_others_ran_may_have_held_up_the_slower_of_two_processes(machine, others, told):
    """Seen on a busy machine: two processes of 0.2 CPU seconds each, of which one ended 0.06 s after the other."""
    machine(wall=0.28, cpu=0.4, others=others)
    expected = pytest.raises(AssertionError, match=r"used 1\.43 CPU seconds per second")
    if not told:
        expected = pytest.raises(
            Inconclusive, match=r"others took 0\.06 CPU seconds in 0\.28 s; without that 1\.82 CPUs may have been used"
        )
    with expected, assert_parallel():
        pass


@pytest.mark.parametrize(("waited", "told"), [(0.05, False), (0.01, True)])
def test_one_of_two_threads_may_have_waited_for_a_cpu_for_a_moment(machine, waited, told):
    """Seen without the GIL, where what is counted of others said that nobody else ran."""
    machine(wall=0.28, cpu=0.4, waited=waited)
    expected = pytest.raises(AssertionError, match=r"used 1\.43 CPU seconds per second")
    if not told:
        expected = pytest.raises(Inconclusive, match=r"may have waited for a CPU for 50 ms of 280 ms; without that it used")
    with expected, assert_parallel():
        pass


@pytest.mark.parametrize(("others", "told"), [(0.2, True), (0.35, False)])
def test_what_others_ran_may_have_kept_two_threads_from_running_at_once(machine, others, told):
    machine(wall=1, cpu=1, others=others)
    if told:
        with assert_not_parallel() as use:
            pass
        assert use.undisturbed == pytest.approx(1.25)
        return
    with pytest.raises(Inconclusive, match=r"without that 1\.54 CPUs may have been used"), assert_not_parallel():
        pass


AT_ONCE = Simultaneity(both=0.01, chance=0.01, shared=1.0, asleep=0.0, longest=0.5)
READY = Simultaneity(both=0.0, chance=0.01, shared=1.0, asleep=0.0, longest=0.5, apart=True)
IN_TURN = Simultaneity(both=0.0, chance=0.01, shared=1.0, asleep=0.3, longest=0.5)
ALONE = Simultaneity(shared=0.0, asleep=0.0, longest=0.95)
NOTHING = Simultaneity(both=0.0, chance=0.01, shared=1.0, asleep=0.0, longest=0.5)


@pytest.fixture
def busy(machine, monkeypatch):
    """Makes up what work did in a block of one CPU second beside others that had the CPUs."""

    def made_up(spun, **change):
        machine(**{"wall": 8, "cpu": 1.0, "others": 15} | change)
        monkeypatch.setattr(parallelism, "simultaneity", lambda calls: spun)

    return made_up


def said_by(check):
    """What a check says of a block that does nothing; an Inconclusive that got out would only skip the test."""
    try:
        with check:
            pass
    except (AssertionError, Inconclusive) as error:
        return f"{type(error).__name__}: {error}"
    return "passes"


@pytest.mark.parametrize(
    ("spun", "why"),
    [
        (AT_ONCE, "two threads or processes were on a CPU at once for 10 ms"),
        (READY, "processes computed at the same time and waited for nothing but a CPU"),
    ],
)
def test_beside_others_work_that_ran_side_by_side_is_parallel(busy, spun, why):
    busy(spun)
    assert said_by(assert_parallel(at_least=2)) == "passes"
    busy(spun)
    assert said_by(assert_not_parallel()) == f"AssertionError: {why}; predicted at most 1.25 CPU seconds per second."


@pytest.mark.parametrize(
    ("spun", "why"),
    [
        (IN_TURN, "Never were two threads on a CPU at once, by chance for 10 ms, and the work was asleep for 30% of its time."),
        (ALONE, "One thread used 0.95 of its 1.00 CPU seconds."),
    ],
)
def test_beside_others_work_that_took_turns_is_not_parallel(busy, spun, why):
    busy(spun)
    assert said_by(assert_not_parallel()) == "passes"
    busy(spun)
    message = f"used 0.12 CPU seconds per second; predicted at least 1.5. {why}"
    assert said_by(assert_parallel()) == f"AssertionError: {message}"


@pytest.mark.parametrize("check", [assert_parallel, assert_not_parallel])
def test_beside_others_work_that_shows_neither_tells_nothing(busy, check):
    busy(NOTHING)
    with pytest.raises(Inconclusive, match=r"others left 0\.12 CPUs to this process; 1\.5 are needed to tell"), check():
        pass


@pytest.mark.parametrize(
    ("check", "spun"),
    [
        (lambda: assert_parallel(at_least=2.5), replace(AT_ONCE, longest=0.3)),
        (lambda: assert_not_parallel(at_most=1.5), AT_ONCE),
        (lambda: assert_not_parallel(at_most=0.5), IN_TURN),
    ],
)
def test_two_at_once_or_in_turn_tell_nothing_about_other_numbers_of_cpus(busy, check, spun):
    busy(spun, cpus=4)
    with pytest.raises(Inconclusive), check():
        pass


def test_on_a_machine_that_had_the_cpus_what_was_used_of_them_decides(busy):
    busy(AT_ONCE, wall=1, others=0)
    with assert_not_parallel():
        pass
    busy(AT_ONCE, wall=1, others=0)
    with (
        pytest.raises(AssertionError, match=r"^used 1\.00 CPU seconds per second; predicted at least 1\.5\.$"),
        assert_parallel(),
    ):
        pass


def test_what_the_work_did_is_among_the_figures(busy):
    busy(IN_TURN)
    with running(Run(0.01)) as run, assert_not_parallel():
        pass
    assert run.figures == {
        "cpu_per_wall": 0.125,
        "cpus_offered": 0.125,
        "both_running": 0.0,
        "both_by_chance": 0.01,
        "asleep": 0.3,
    }


def run_all(runners):
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()


@pytest.mark.slow
@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_real_work_is_noted_in_threads_and_in_processes(method):
    work = spin(0.05)
    processes = multiprocessing.get_context(method)
    with measure_cpu() as use:
        run_all([Thread(target=work) for _ in range(2)])
    assert use.spun.longest > 0.01
    assert not use.spun.apart
    if gil_enabled():
        assert use.spun.both <= 0.001
    with measure_cpu() as use:
        run_all([processes.Process(target=work) for _ in range(2)])
    assert use.spun.apart
    assert 0.01 < use.spun.longest < use.cpu + 0.02


def test_where_a_block_fails_its_notes_are_put_away():
    path = spin(0.001).path

    def look_and_fail():
        if os.path.exists(path):
            raise KeyError

    with pytest.raises(KeyError), measure_cpu():
        look_and_fail()
    assert not os.path.exists(path)
