"""Beside other plugins of pytest: those that have threads of their own, and pytest-run-parallel."""

import os

import pytest
from processes_seen import FORKS_BESIDE_THREADS, NEEDS_FORK

pytestmark = pytest.mark.slow

#: A thread that is there before the first test.
WITH_A_THREAD = """
import threading

def serve():
    threading.Event().wait()

def pytest_configure(config):
    threading.Thread(target=serve, name="that serves", daemon=True).start()
"""
WAITS = """
from threading import Event
from pytest_claims import assert_hangs
from pytest_claims.instruments.hangs import left_behind

left_behind.ENDING = 0.01

def test_that_it_waits():
    assert_hangs(Event().wait, during=0.01)
"""

#: What pytest-run-parallel reads when all tests are collected, as far as we see it.
RUN_PARALLEL = """
import pytest

def pytest_addoption(parser):
    parser.addini("thread_unsafe_functions", "", type="linelist", default=[])

def pytest_configure(config):
    config.addinivalue_line("markers", "thread_unsafe:")
    config.addinivalue_line("markers", "iterations(n):")
    print("unsafe:", *config.getini("thread_unsafe_functions"))

@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session):
    for item in session.items:
        unsafe, iterations = map(item.get_closest_marker, ("thread_unsafe", "iterations"))
        print(item.name, "unsafe because it", unsafe and unsafe.kwargs["reason"], "times", iterations and iterations.args[0])
"""
A_CLAIM_AND_A_TEST = """
import pytest
from pytest_claims import claim

def three(): return 3
def four(): return 4

@claim("unit.three", says="It is three.", source="here", program=three, contrast=four)
@pytest.mark.iterations(9)
def test_claim(program): assert program() == 3

def test_plain(): assert three() == 3
"""


@pytest.fixture
def install(pytester, monkeypatch):
    """Installs a plugin: `pytest` finds it by itself."""

    def go(name, module, source):
        folder = pytester.mkdir("installed")
        (folder / f"{module}.py").write_text(source)
        about = folder / f"{module}-1.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1\n")
        (about / "entry_points.txt").write_text(f"[pytest11]\n{name} = {module}\n")
        monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")

    return go


@NEEDS_FORK
@FORKS_BESIDE_THREADS
def test_what_waits_does_not_wait_for_the_thread_of_a_plugin(pytester, own_lock, install):
    install("with-a-thread", "pytest_with_a_thread", WITH_A_THREAD)
    pytester.makepyfile(test_waits=WAITS)
    pytester.runpytest_subprocess(timeout=100).assert_outcomes(passed=1)


@NEEDS_FORK
@FORKS_BESIDE_THREADS
def test_what_waits_may_wait_for_the_thread_of_a_conftest(pytester, own_lock):
    pytester.makeconftest(WITH_A_THREAD)
    pytester.makepyfile(test_waits=WAITS)
    result = pytester.runpytest_subprocess(timeout=100)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*whether the call hangs may rest on what runs here: thread 'that serves'*"])


@pytest.mark.parametrize("n", [0, 2])
def test_run_parallel_calls_a_claim_once_in_one_thread(pytester, own_lock, install, n):
    install("run-parallel", "pytest_like_run_parallel", RUN_PARALLEL)
    pytester.makepyfile(test_unit=A_CLAIM_AND_A_TEST)
    result = pytester.runpytest_subprocess("--strict-markers", "-n", str(n), timeout=100)
    result.assert_outcomes(passed=2)
    if n == 0:
        result.stdout.fnmatch_lines_random(
            [
                "unsafe: pytest_claims.[*]",
                "test_claim unsafe because it judges a claim, by runs one after another times 1",
                "test_plain unsafe because it None times None",
            ]
        )
