"""For how long a quota has stopped work that was ready to run."""

from functools import partial

import pytest

from pytest_claims.machine import throttling
from pytest_claims.machine.throttling import throttled_seconds
from pytest_claims.model.control_groups import quotas

VERSION_2 = "usage_usec 7\nnr_periods 11\nnr_throttled 11\nthrottled_usec 1500000\nnr_bursts 0\n"
VERSION_1 = "nr_periods 11\nnr_throttled 11\nthrottled_time 250000000\n"


@pytest.fixture
def counters(monkeypatch, tmp_path):
    """Makes up control groups, one in the other, each with a quota or without, and the text of its counter."""
    throttling._counters.cache_clear()

    def write(*made_up):
        group = tmp_path
        for quota, text in made_up:
            group /= "group"
            group.mkdir()
            (group / "cpu.max").write_text("max 100000" if quota is None else f"{quota * 100_000:.0f} 100000")
            if text is not None:
                (group / "cpu.stat").write_text(text)
        (tmp_path / "membership").write_text(f"0::/{group.relative_to(tmp_path)}\n")
        monkeypatch.setattr(throttling, "quotas", partial(quotas, tmp_path / "membership", tmp_path))
        return tmp_path

    yield write
    throttling._counters.cache_clear()


@pytest.mark.parametrize(("text", "seconds"), [(VERSION_2, 1.5), (VERSION_1, 0.25), ("nr_periods 11\n", 0), (None, 0)])
def test_the_counter_of_each_version_is_read(counters, text, seconds):
    counters((1.0, text))
    assert throttled_seconds() == seconds


def test_quotas_of_the_groups_around_count_too(counters):
    counters((1.0, VERSION_2), (2.0, VERSION_1))
    assert throttled_seconds() == 1.75


def test_groups_without_a_quota_stop_nobody(counters):
    counters((None, VERSION_2))
    assert throttled_seconds() == 0


def test_without_control_groups_nobody_is_stopped(counters):
    counters()
    assert throttled_seconds() == 0


def test_a_counter_is_read_anew_each_time(counters):
    folder = counters((1.0, VERSION_1))
    before = throttled_seconds()
    (folder / "group" / "cpu.stat").write_text(VERSION_2)
    assert throttled_seconds() - before == 1.25
