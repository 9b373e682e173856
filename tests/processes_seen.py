"""What tests see of processes that they started, or that ended because of them."""

import threading
from pathlib import Path

#: A program that makes a semaphore, which its resource tracker is to unlink, and says its name.
OWNS_A_SEMAPHORE = """
import multiprocessing, subprocess, sys, time
lock = multiprocessing.get_context("spawn").Lock()
print(lock._semlock.name, flush=True)
"""


def semaphore_file(name):
    """The system's file for a semaphore: sem_overview(7)."""
    return Path(f"/dev/shm/sem.{name.removeprefix('/')}")


def has_ended(process):
    """Whether the process is gone, or dead and only waits to be reaped by init."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def soon(check):
    """Wait for something that another process must do; a kill is not done when `kill` returns."""
    for _ in range(2000):
        if check():
            return True
        threading.Event().wait(0.005)
    return False
