"""By how much a short sleep oversleeps, and what the machine counts meanwhile."""

from math import inf, sqrt

import pytest

from pytest_claims.machine import noise
from pytest_claims.machine.cpu_account import ProcessCpu
from pytest_claims.machine.noise import Noise, Oversleep, Snapshot


def test_lateness_is_that_of_the_latest_sleep_and_what_no_wait_for_a_cpu_explains(monkeypatch):
    """Of eight sleeps one is 0.5 s late, all of it spent in a queue; another one 0.25 s, half of it for no reason."""
    now = waited = 0.0
    late = iter([(0, 0), (0.5, 0.5), (0.25, 0.125), (-0.0005, 0), (0, 0), (0, 0), (0, 0), (0.0625, 0.125)])

    def sleep(duration):
        nonlocal now, waited
        oversleep, wait = next(late)
        now, waited = now + duration + oversleep, waited + wait

    monkeypatch.setattr(noise, "perf_counter", lambda: now)
    monkeypatch.setattr(noise, "waited_seconds", lambda: waited)
    monkeypatch.setattr(noise, "sleep", sleep)
    assert noise.measure_oversleep() == Oversleep(pytest.approx(0.5), pytest.approx(0.125))
    assert next(late, "all slept") == "all slept"


def test_where_nobody_counts_waits_no_lateness_is_explained(monkeypatch):
    late = iter([0.002, 0.003, *[0.001] * 6])
    now = 0.0

    def sleep(duration):
        nonlocal now
        now += duration + next(late)

    monkeypatch.setattr(noise, "perf_counter", lambda: now)
    monkeypatch.setattr(noise, "waited_seconds", lambda: None)
    monkeypatch.setattr(noise, "sleep", sleep)
    assert noise.measure_oversleep() == Oversleep(pytest.approx(0.003), pytest.approx(0.003))


def test_half_of_a_lateness_is_remembered():
    assert Oversleep(0.1, 0.0).at_least_half_of(Oversleep(0.4, 0.1)) == Oversleep(0.2, 0.05)
    assert Oversleep(0.3, 0.2).at_least_half_of(Oversleep(0.4, 0.1)) == Oversleep(0.3, 0.2)


def test_a_real_reading_is_never_negative():
    late = noise.measure_oversleep()
    assert late.total >= late.unexplained >= 0


def test_noise_is_counted_from_one_moment_to_another():
    assert Noise(5.0, 70.0, 0.5, 0.25, 80.0).since(Noise(3.0, 64.0, 0.25, 0.125, 72.0)) == Noise(2.0, 6.0, 0.25, 0.125, 8.0)


def test_what_is_not_counted_at_both_moments_is_not_known():
    assert Noise(None, 70.0, 0.5, None).since(Noise(3.0, None, 0.25, None)) == Noise(None, None, 0.25, None)


def test_a_counter_that_falls_has_counted_nothing():
    assert Noise(3.0, 3.0, 3.0, 3.0).since(Noise(4.0, 4.0, 4.0, 4.0)) == Noise(0.0, 0.0, 0.0, 0.0)


def test_where_nobody_waited_nobody_was_held():
    assert Noise(0.0, 2.0, 0.0, 0.0).wait_bound == 0


@pytest.mark.parametrize("unknown", [Noise(None, 1.0, 0.0, 0.0), Noise(0.0, None, 0.0, 0.0)])
def test_where_nobody_counts_anybody_may_have_been_held_for_any_time(unknown):
    assert unknown.wait_bound == inf


def test_stolen_seconds_hold_too():
    assert Noise(0.0, 1.0, 0.25, 0.0).wait_bound == 0.25
    assert Noise(0.0, 1.0, None, 0.0).wait_bound == 0


def pressure(*cpus):
    """What the kernel makes of CPUs that were in use for so many seconds, with somebody waiting in so many of them."""
    used = sum(x for x, _ in cpus)
    return sum(waited * x for x, waited in cpus) / used, used


@pytest.mark.parametrize("used", [0.01, 0.1, 1.0])
@pytest.mark.parametrize("others", [0.0, 0.01, 0.5, 3.0])
@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_nobody_was_held_for_longer_than_the_pressure_allows(used, others, share):
    some, together = pressure((used, share * used), (others, 0.0))
    wait_bound = Noise(some, together, 0.0, 0.0).wait_bound
    assert wait_bound >= share * used
    assert wait_bound <= sqrt(some * (together + 0.04)) + 1e-12


def test_in_a_short_run_the_cpus_had_no_more_to_give_than_its_length():
    """Two CPUs in a run of 4 ms were in use for no more than 8 ms, whatever the ticks of the account say."""
    assert Noise(0.002, 0.01, 0.0, 0.0, 0.008).wait_bound == pytest.approx(0.004)
    assert Noise(0.002, 0.01, 0.0, 0.0, 2.0).wait_bound == pytest.approx(0.01)


BUSY = Noise(0.5, 0.46, 0.0, 0.0)


def ours(waited, ran):
    return {1: ProcessCpu({1: waited}, ran, 0, 0)}


@pytest.mark.parametrize(
    ("processes", "wait_bound"),
    [
        (ours(0, 0), 0.0),
        (ours(10_000_000, 0), 0.01),
        (ours(10_000_000, 40_000_000), 0.03),
        (ours(10**9, 0), 0.5),
        ({}, 0.5),
    ],
    ids=["never", "for 10 ms", "and slowed down in 40 ms", "for longer than anybody", "nobody knows"],
)
def test_ours_were_held_no_longer_than_all_of_them_waited(processes, wait_bound):
    before = Snapshot(Noise(0.0, 0.0, 0.0, 0.0), processes and ours(0, 0))
    assert noise.wait_bound_between(before, Snapshot(BUSY, processes), {}) == pytest.approx(wait_bound)


def test_where_the_machine_counts_nothing_our_own_account_will_do():
    nothing = Noise(None, None, None, None)
    assert noise.wait_bound_between(Snapshot(nothing, ours(0, 0)), Snapshot(nothing, ours(10_000_000, 0)), {}) == 0.01
    assert noise.wait_bound_between(Snapshot(nothing, {}), Snapshot(nothing, {}), {}) == inf


def test_stolen_seconds_hold_ours_too():
    after = Snapshot(Noise(0.5, 0.46, 0.25, 0.0), ours(10_000_000, 0))
    assert noise.wait_bound_between(Snapshot(Noise(0.0, 0.0, 0.0, 0.0), ours(0, 0)), after, {}) == pytest.approx(0.26)


def test_only_what_is_known_is_evidence():
    assert Noise(0.1234567, None, 0.0, None).as_figures() == {"pressure": 0.123457, "stolen": 0.0}


def test_a_real_look_never_falls():
    before = noise.counted()
    after = noise.counted()
    for name, value in after.since(before).as_figures().items():
        assert value >= 0, name
