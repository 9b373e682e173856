"""By how much a short sleep oversleeps, and what the machine counts meanwhile."""

from math import inf, sqrt

import pytest

from pytest_claims import noise
from pytest_claims.noise import Noise


@pytest.mark.parametrize(
    ("lateness", "worst"),
    [
        ([0, 0, 0], 0),
        ([0.25, 0.5, 0], 0.5),
        ([-0.0005, -0.0001, 0], 0),
        ([0, 0, 0, 0, 0, 0, 0, 2], 2),
    ],
)
def test_noise_is_the_lateness_of_the_latest_sleep(monkeypatch, lateness, worst):
    now = 0.0
    late = iter([*lateness, *[0] * (8 - len(lateness))])

    def sleep(duration):
        nonlocal now
        now += duration + next(late)

    monkeypatch.setattr(noise, "perf_counter", lambda: now)
    monkeypatch.setattr(noise, "sleep", sleep)
    assert noise.oversleep() == pytest.approx(worst, abs=1e-9)
    assert next(late, "all slept") == "all slept"


def test_a_real_reading_is_never_negative():
    assert noise.oversleep() >= 0


def test_noise_is_counted_from_one_moment_to_another():
    assert Noise(5.0, 70.0, 0.5, 0.25).since(Noise(3.0, 64.0, 0.25, 0.125)) == Noise(2.0, 6.0, 0.25, 0.125)


def test_what_is_not_counted_at_both_moments_is_not_known():
    assert Noise(None, 70.0, 0.5, None).since(Noise(3.0, None, 0.25, None)) == Noise(None, None, 0.25, None)


def test_a_counter_that_falls_has_counted_nothing():
    assert Noise(3.0, 3.0, 3.0, 3.0).since(Noise(4.0, 4.0, 4.0, 4.0)) == Noise(0.0, 0.0, 0.0, 0.0)


def test_where_nobody_waited_nobody_was_held():
    assert Noise(0.0, 2.0, 0.0, 0.0).held == 0


@pytest.mark.parametrize("unknown", [Noise(None, 1.0, 0.0, 0.0), Noise(0.0, None, 0.0, 0.0)])
def test_where_nobody_counts_anybody_may_have_been_held_for_any_time(unknown):
    assert unknown.held == inf


def test_stolen_seconds_hold_too():
    assert Noise(0.0, 1.0, 0.25, 0.0).held == 0.25
    assert Noise(0.0, 1.0, None, 0.0).held == 0


def pressure(*cpus):
    """What the kernel makes of CPUs that were in use for so many seconds, with somebody waiting in so many of them."""
    used = sum(x for x, _ in cpus)
    return sum(waited * x for x, waited in cpus) / used, used


@pytest.mark.parametrize("used", [0.01, 0.1, 1.0])
@pytest.mark.parametrize("others", [0.0, 0.01, 0.5, 3.0])
@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_nobody_was_held_for_longer_than_the_pressure_allows(used, others, share):
    some, together = pressure((used, share * used), (others, 0.0))
    held = Noise(some, together, 0.0, 0.0).held
    assert held >= share * used
    assert held <= sqrt(some * (together + 0.04)) + 1e-12


def test_only_what_is_known_is_evidence():
    assert Noise(0.1234567, None, 0.0, None).as_figures() == {"pressure": 0.123457, "stolen": 0.0}


def test_a_real_look_never_falls():
    before = noise.counted()
    after = noise.counted()
    for name, value in after.since(before).as_figures().items():
        assert value >= 0, name
