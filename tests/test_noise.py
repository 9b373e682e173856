"""By how much a short sleep oversleeps."""

import pytest

from pytest_claims import noise


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
