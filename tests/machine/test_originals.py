"""What the plugin measures with stays what it was, whatever a test replaces for the code that it is about."""

import builtins
import os
import re
import sys
import time
from pathlib import Path
from unittest import mock

import pytest

import pytest_claims
from pytest_claims import Timeline, assert_at_most, assert_duration, spin
from pytest_claims.instruments.cpu.parallelism import measure_cpu
from pytest_claims.machine import originals, process_tree, procfs

NAMES = ["perf_counter", "perf_counter_ns", "sleep", "time"]

FROZEN = """
    import sys, time
    import pytest
    from pytest_claims import assert_duration, claim, seconds

    @pytest.fixture(autouse=True)
    def frozen(monkeypatch):
        clocks = [time.time, time.monotonic, time.perf_counter]
        for module in list(sys.modules.values()):  # as freezegun does
            for name, value in list(vars(module).items()):
                if any(value is clock for clock in clocks):
                    monkeypatch.setattr(module, name, lambda: 1.0)

    def one_nap(nap):
        time.sleep(nap)

    def two_naps(nap):
        time.sleep(nap)
        time.sleep(nap)

    @claim("nap.one", says="It takes 3 s.", source="a test", program=one_nap, contrast=two_naps)
    def test_one(program):
        '''Why.'''
        with assert_duration(approx=3):
            program(seconds(3))

    @claim("nap.two", says="They take 3 s.", source="a test", program=two_naps, contrast=one_nap)
    def test_two(program):
        '''Why.'''
        with assert_duration(approx=3):
            program(seconds(3))

    def test_frozen():
        assert time.perf_counter() == 1.0

    def test_too_long():
        with assert_duration(at_most=0.01):
            time.sleep(0.1)

    def test_long_enough():
        with assert_duration(at_least=0.1):
            time.sleep(0.1)
"""


def test_frozen_clocks_are_not_those_of_the_plugin(pytester, own_lock):
    pytester.makepyfile(FROZEN)
    result = pytester.runpytest_subprocess("-n", "0", "-v")
    outcomes = dict(re.findall(r"^\S+::(\w+) (\w+)", result.stdout.str(), re.MULTILINE))
    assert outcomes == outcomes | {"test_frozen": "PASSED", "test_long_enough": "PASSED"}
    # On a busy machine what is too long, and a claim, may be inconclusive.
    assert outcomes["test_too_long"] in ("FAILED", "SKIPPED")
    assert outcomes["test_one"] in ("HOLDS", "INCONCLUSIVE")
    assert outcomes["test_two"] in ("REFUTED", "INCONCLUSIVE")


@pytest.fixture(params=["time", "loaded modules"])
def frozen(request, monkeypatch):
    """Clocks that stand still, in the time module only or in every module that has been loaded."""
    real = {name: getattr(time, name) for name in NAMES}
    modules = [time] if request.param == "time" else [*sys.modules.values()]
    for module in modules:
        for name, value in real.items():
            if vars(module).get(name) is value:
                monkeypatch.setattr(module, name, lambda *arguments: 1)
    return real


def test_frozen_clocks_go_on(frozen):
    assert time.perf_counter() == 1
    for name in ("perf_counter", "perf_counter_ns", "time"):
        before, now, after = frozen[name](), getattr(originals, name)(), frozen[name]()
        assert before <= now <= after
    began = frozen["perf_counter"]()
    originals.sleep(0.01)
    assert frozen["perf_counter"]() - began >= 0.01


def test_a_nap_beside_frozen_clocks_has_its_length(frozen):
    with pytest.raises(AssertionError, match=r"took 0\.\d+ s"), assert_duration(at_most=0.001):
        frozen["sleep"](0.01)
    with assert_duration(at_least=0.01):
        frozen["sleep"](0.01)


def test_spans_beside_frozen_clocks_follow_each_other(frozen):
    with Timeline() as timeline:
        for _ in range(2):
            with timeline.span("nap"):
                frozen["sleep"](0.01)
    assert_at_most(1, timeline)
    assert min(span.end - span.start for span in timeline.spans) >= 0.01


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="needs /proc")
def test_files_of_the_system_are_read_while_open_is_mocked(monkeypatch):
    monkeypatch.setattr(builtins, "open", mock.mock_open(read_data="nothing of the kind"))
    assert process_tree.stat_fields(os.getpid())[1] == str(os.getppid())
    assert procfs.used_seconds() > 0


def test_what_work_noted_is_read_while_open_is_mocked(monkeypatch):
    monkeypatch.setattr(builtins, "open", mock.mock_open(read_data="nothing of the kind"))
    with measure_cpu() as use:
        spin(0.02)()
    assert use.spun.ran > 0


def test_cpus_are_counted_while_their_count_is_mocked(monkeypatch):
    count = os.cpu_count()
    monkeypatch.setattr(os, "cpu_count", lambda: count + 1)
    assert originals.cpu_count() == count


def test_an_unknown_number_of_cpus_is_one(monkeypatch):
    monkeypatch.setattr(originals._Held, "cpu_count", lambda: None)
    assert originals.cpu_count() == 1


def test_no_other_module_measures_with_what_a_test_may_replace():
    package = Path(pytest_claims.__file__).parent
    replaced = re.compile(
        r"\btime\.(sleep|time|monotonic|perf_counter)\b|from time import .*\b(sleep|time|monotonic|perf_counter)\b"
    )
    code = {
        path: re.sub(r'""".*?"""|#.*|`[^`]*`|"[^"]*"', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for path in package.rglob("*.py")
    }
    assert [path.name for path, text in code.items() if replaced.search(text)] == []
