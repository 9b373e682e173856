"""Hogs compute, and die with whoever started them."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from bench.hogs import hogs
from bench.results import ROOT

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")

STARTS_HOGS = """\
import sys
from bench.hogs import hogs
with hogs(2) as processes:
    print(*processes, flush=True)
    sys.stdin.read()
"""
#: Real seconds after which a process that was to die is taken to live on.
PATIENCE = 30


def fields(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["Z"]


def all_dead(processes):
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline:
        if all(fields(process)[0] == "Z" for process in processes):
            return True
        os.sched_yield()
    return False


def test_hogs_compute_in_our_session_until_the_block_is_left():
    with hogs(2) as processes:
        deadline = time.perf_counter() + PATIENCE
        while any(int(fields(process)[11]) == 0 for process in processes) and time.perf_counter() < deadline:
            os.sched_yield()
        assert all(int(fields(process)[11]) > 0 for process in processes)
        assert {os.getsid(process) for process in processes} == {os.getsid(0)}
    assert all_dead(processes)


@pytest.mark.parametrize("kill", [True, False], ids=["killed", "ends"])
def test_hogs_die_with_whoever_started_them(kill):
    command = [sys.executable, "-c", STARTS_HOGS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as parent:
        processes = [int(process) for process in parent.stdout.readline().split()]
        assert len(processes) == 2
        assert [fields(process)[0] for process in processes].count("Z") == 0
        try:
            if kill:
                parent.kill()
            else:
                parent.stdin.close()
            assert all_dead(processes)
        finally:
            for process in processes:
                with suppress(OSError):
                    os.kill(process, signal.SIGKILL)
