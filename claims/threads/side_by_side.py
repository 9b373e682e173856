"""Threads, processes or a loop that compute or wait beside each other. Standard library only: spawned children import it."""

import sys
from multiprocessing import get_context
from threading import Lock, Thread

from claims.start import run_all


def compute_in_threads(workers, work):
    run_all([Thread(target=work) for _ in range(workers)])


def compute_in_processes(workers, work):
    processes = get_context("spawn")
    run_all([processes.Process(target=work) for _ in range(workers)])


def compute_in_threads_under_one_lock(workers, work):
    lock = Lock()

    def in_turn():
        with lock:
            work()

    run_all([Thread(target=in_turn) for _ in range(workers)])


def compute_in_processes_or_by_turns(workers, work):
    """Without a GIL threads compute side by side as processes do; the special case is then a lock made by hand."""
    gil_is_held = getattr(sys, "_is_gil_enabled", lambda: True)()
    (compute_in_processes if gil_is_held else compute_in_threads_under_one_lock)(workers, work)


def wait_in_threads(workers, wait, nap):
    run_all([Thread(target=wait, args=(nap,)) for _ in range(workers)])


def wait_in_a_loop(workers, wait, nap):
    for _ in range(workers):
        wait(nap)
