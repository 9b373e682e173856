"""What tests see of processes that they started, or that ended because of them."""

import multiprocessing
from pathlib import Path
from time import perf_counter, sleep

import pytest

#: A mark for tests that cannot do without fork.
NEEDS_FORK = pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")

#: A mark for tests that fork: a worker of xdist has a thread of its own, and Python warns of that.
FORKS_BESIDE_THREADS = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")

#: Real seconds after which another process counts as hung.
PATIENCE = 100

#: A program that makes a semaphore, which its resource tracker is to unlink, and says its name. PyPy goes on before the process
#: that it starts has become the tracker.
OWNS_A_SEMAPHORE = """
import multiprocessing, subprocess, sys, time
from multiprocessing import resource_tracker
lock = multiprocessing.get_context("spawn").Lock()
def command(process):
    with open(f"/proc/{process}/cmdline") as file:
        return file.read()
while command(resource_tracker._resource_tracker._pid) in ("", command("self")):
    time.sleep(0.001)
print(lock._semlock.name, flush=True)
"""


def semaphore_file(name):
    """The system's file for a semaphore: sem_overview(7)."""
    return Path(f"/dev/shm/sem.{name.removeprefix('/')}")


def has_ended(process):
    """Whether the process is gone, or dead and only waits to be reaped by init."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def wait_for(condition):
    """Look again and again until `condition`, which another process makes true, holds; give up after `PATIENCE`."""
    deadline = perf_counter() + PATIENCE
    while not condition():
        assert perf_counter() < deadline, "nothing happened"
        sleep(0.005)
