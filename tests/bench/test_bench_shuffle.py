"""The plugin that runs tests in an order of chance."""

import pytest

from bench.results import ROOT

# Each of them starts pytest or other programs.
pytestmark = pytest.mark.slow


@pytest.fixture
def order(pytester, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeini("[pytest]\n")
    pytester.makepyfile("".join(f"def test_{number}():\n    pass\n" for number in range(20)))

    def run(*options):
        result = pytester.runpytest_subprocess("-p", "bench.shuffle", "-v", "-p", "no:cacheprovider", *options)
        result.assert_outcomes(passed=20)
        return [line.split("::")[1].split()[0] for line in result.outlines if "::" in line]

    return run


def test_a_seed_is_an_order(order):
    first, again, other = (order("-n", "0", "--bench-seed", seed) for seed in ("1", "1", "2"))
    assert first == again
    assert sorted(first) == sorted(other)
    assert first != other
    assert first != sorted(first, key=lambda name: int(name.removeprefix("test_")))


def test_workers_agree_on_the_order(order):
    # xdist runs nothing where its workers have collected different tests, or the same in different orders.
    assert order("-n", "2", "--bench-seed", "3")
