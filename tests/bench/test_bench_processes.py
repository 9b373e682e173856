"""What the benchmark starts has an end."""

import signal
import subprocess
import sys

import pytest

from bench import processes
from bench.processes import started

SLEEPS = "import time; time.sleep(600)"


def test_what_is_started_does_not_outlive_its_block():
    with started([sys.executable, "-c", SLEEPS], subprocess.DEVNULL) as process:
        assert process.poll() is None
    assert process.returncode == -9


def test_what_was_started_in_turn_does_not_either(tmp_path):
    program = (
        f"import subprocess, sys\nchild = subprocess.Popen([sys.executable, '-c', {SLEEPS!r}])\nprint('there', flush=True)\n"
    )
    with started([sys.executable, "-c", f"{program}child.wait()"], subprocess.PIPE) as process:
        assert process.stdout.readline() == b"there\n"
    # The end of the pipe that the child holds is closed when it is dead.
    assert process.stdout.closed or process.stdout.read() == b""


def test_what_is_started_heeds_ctrl_c_even_where_we_ignore_it():
    says = "import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with started([sys.executable, "-c", says], subprocess.PIPE) as process:
            assert process.stdout.read() == b"True\n"
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_the_shell_of_the_caller_does_not_change_what_is_measured(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-x")
    monkeypatch.setenv("KEPT", "yes")
    environment = processes.environment(MORE="too")
    assert {"PYTHONDONTWRITEBYTECODE", "PYTEST_ADDOPTS"} & environment.keys() == set()
    assert (environment["KEPT"], environment["MORE"]) == ("yes", "too")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_is_interrupted_at_its_limit_and_keeps_what_it_has(folder, workers):
    (folder / "test_naps.py").write_text("import time\ndef test_short():\n    pass\ndef test_long():\n    time.sleep(600)\n")
    ended = processes.pytest(["-n", workers, "-p", "no:cacheprovider"], limit=15, folder=folder)
    assert ended.interrupted
    assert ended.returncode == 2
    assert "1 passed" in ended.said


@pytest.mark.slow
def test_a_run_that_ends_in_time_is_not_interrupted(folder):
    (folder / "test_nothing.py").write_text("def test_nothing():\n    pass\n")
    ended = processes.pytest(["-n", "0", "-p", "no:cacheprovider"], limit=120, folder=folder)
    assert (ended.interrupted, ended.returncode) == (False, 0)
    assert ended.wall > 0
