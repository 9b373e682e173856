"""What a forked child has of its parent: threads, text in buffers, open files."""

import multiprocessing
import os
import sys
import threading
import warnings
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread

from claims.forks.children import answer_of_a_child

#: Real seconds after which nobody waits any longer.
PATIENCE = 60

# Threads


def threads_of_a_child(threads):
    return beside_threads(threads, answer_of_a_child, count_threads)


def threads_of_a_child_that_starts_its_own(threads):
    return beside_threads(threads, answer_of_a_child, count_threads_with_more, threads)


def count_threads_with_more(threads):
    return beside_threads(threads, count_threads)


def beside_threads(threads, function, *args):
    """What `function` returns while so many threads wait."""
    may_end = Event()
    waiting = [Thread(target=may_end.wait, args=(PATIENCE,)) for _ in range(threads)]
    for thread in waiting:
        thread.start()
    try:
        return function(*args)
    finally:
        may_end.set()
        for thread in waiting:
            thread.join()


def count_threads():
    # The module forgets the threads of the parent; the system could know of more.
    tasks = Path("/proc/self/task")
    return len(os.listdir(tasks)) if tasks.exists() else threading.active_count()


# The warning


def fork_beside_a_thread():
    beside_threads(1, fork_and_wait)


def fork_without_threads():
    fork_and_wait()


def fork_beside_a_thread_with_a_warning_of_ones_own():
    def warn():
        if threading.active_count() > 1:
            warnings.warn("fork beside threads", DeprecationWarning, stacklevel=2)

    os.register_at_fork(before=warn)
    fork_beside_a_thread()


def fork_without_threads_or_with_a_warning_of_ones_own():
    """Where Python warns, the special case is a process without other threads; elsewhere, a program that warns itself."""
    (fork_without_threads if sys.version_info >= (3, 12) else fork_beside_a_thread_with_a_warning_of_ones_own)()


def fork_and_wait():
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)


# Text in a buffer


def print_and_fork():
    print("a line")
    if os.fork():
        os.wait()


def print_flush_and_fork():
    print("a line", flush=True)
    if os.fork():
        os.wait()


# Open files


def an_open_file(processes):
    with TemporaryFile() as file:
        there, here = identity_in_a_child(processes, file.fileno()), identity(file.fileno())
    return there == here


def an_open_file_by_another_start_method(processes):
    method = "spawn" if processes.get_start_method() == "fork" else "fork"
    return an_open_file(multiprocessing.get_context(method))


def an_open_file_unless_forked():
    return [an_open_file(multiprocessing.get_context(name)) for name in ("spawn", "forkserver")]


def an_open_file_if_forked():
    return [an_open_file(multiprocessing.get_context("fork"))]


def identity_in_a_child(processes, descriptor):
    here, there = processes.Pipe(duplex=False)
    with here, there:
        child = processes.Process(target=send_identity, args=(there, descriptor))
        child.start()
        child.join()
        return here.recv() if here.poll() else "the child failed"


def send_identity(there, descriptor):
    there.send(identity(descriptor))


def identity(descriptor):
    """Which file it is that is open under this descriptor."""
    try:
        status = os.fstat(descriptor)
    except OSError:
        return None
    return status.st_dev, status.st_ino
