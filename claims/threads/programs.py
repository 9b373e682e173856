"""The programs that the claims on threads are about. Standard library only: spawned children import this module."""

import os
import sys
import threading
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from tempfile import TemporaryFile
from threading import Event, Lock, Thread, current_thread, main_thread
from time import sleep

#: Real seconds after which nobody waits any longer for somebody who should have answered at once.
PATIENCE = 30


# What threads share


def threads_that_append(processes, workers):
    return _append_in(Thread, workers)


def processes_that_append(processes, workers):
    return _append_in(processes.Process, workers)


def append(shared, number):
    shared.append(number)


def _append_in(kind, workers):
    shared = []
    children = [kind(target=append, args=(shared, number)) for number in range(workers)]
    _run(children)
    crashed = [child for child in children if getattr(child, "exitcode", 0) != 0]
    return shared, crashed


def read_on_from_a_thread(processes, text, position):
    return _read_on(Thread, processes, text, position)


def read_on_from_a_process(processes, text, position):
    return _read_on(processes.Process, processes, text, position)


def hold_a_file_open(asker, text, position):
    with TemporaryFile(buffering=0) as file:
        file.write(text)
        file.seek(position)
        asker.send((file.fileno(), _identity(file.fileno())))
        asker.poll(PATIENCE)


def _read_on(kind, processes, text, position):
    """Let a child open a file once it runs, and go on reading where it stopped, through the handle of the same number."""
    here, there = processes.Pipe()
    with here, there:
        child = kind(target=hold_a_file_open, args=(there, text, position))
        child.start()
        answered = here.poll(PATIENCE)
        handle, identity = here.recv() if answered else (-1, None)
        rest = os.read(handle, len(text)) if answered and _identity(handle) == identity else None
        here.send("that was all")
        child.join()
    return answered, rest


def _identity(handle):
    try:
        status = os.fstat(handle)
    except OSError:
        return None
    return status.st_dev, status.st_ino


# Who runs side by side


def compute_in_threads(workers, work):
    _run([Thread(target=work) for _ in range(workers)])


def compute_in_processes(workers, work):
    processes = get_context("spawn")
    _run([processes.Process(target=work) for _ in range(workers)])


def compute_in_threads_under_one_lock(workers, work):
    lock = Lock()

    def in_turn():
        with lock:
            work()

    _run([Thread(target=in_turn) for _ in range(workers)])


def compute_in_processes_or_by_turns(workers, work):
    """Without a GIL threads compute side by side as processes do; the special case is then a lock made by hand."""
    gil_is_held = getattr(sys, "_is_gil_enabled", lambda: True)()
    (compute_in_processes if gil_is_held else compute_in_threads_under_one_lock)(workers, work)


def wait_in_threads(workers, wait, nap):
    _run([Thread(target=wait, args=(nap,)) for _ in range(workers)])


def wait_in_a_loop(workers, wait, nap):
    for _ in range(workers):
        wait(nap)


# What a thread calls


def a_target(function):
    return _calls_made_by_run(Thread(target=function))


def no_target(function):
    return _calls_made_by_run(Thread(args=(function,)))


def a_target_beside_a_run_of_its_own(function):
    class OwnRun(Thread):
        def run(self):
            pass

    return _calls_made_by_run(OwnRun(target=function))


def _calls_made_by_run(thread):
    """Start the thread and watch what its run() calls there."""
    calls = []

    def note(frame, event, _):
        caller = frame.f_back
        if event == "call" and caller and caller.f_code is Thread.run.__code__ and current_thread() is thread:
            calls.append(frame.f_code.co_name)

    with _errors_in_threads() as errors:
        threading.setprofile(note)
        try:
            _run([thread])
        finally:
            threading.setprofile(None)
    return calls, errors


def args_left_out():
    return _received()


def args_none():
    return _received(args=None)


def with_the_comma(argument):
    return _received(args=(argument,))


def without_the_comma(argument):
    return _received(args=(argument))  # the mistake itself


def _received(**arguments):
    received = []

    def target(*args):
        received.append(args)

    with _errors_in_threads() as errors:
        _run([Thread(target=target, **arguments)])
    return received, errors


@contextmanager
def _errors_in_threads():
    errors = []
    before = threading.excepthook
    threading.excepthook = lambda arguments: errors.append(arguments.exc_type)
    try:
        yield errors
    finally:
        threading.excepthook = before


def names_of_threads_with_a_target(threads):
    return [Thread(target=sleep, args=(0,)).name for _ in range(threads)]


def names_of_threads_with_a_nameless_target(threads):
    return [Thread(target=partial(sleep, 0)).name for _ in range(threads)]


def names_of_threads_with_their_own_run(threads):
    class Sleeper(Thread):
        def run(self):
            sleep(0)

    return [Sleeper().name for _ in range(threads)]


# Whom join waits for


def join_after_the_loop(workers, nap):
    threads = [Thread(target=sleep, args=(nap,)) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def join_inside_the_loop(workers, nap):
    for _ in range(workers):
        thread = Thread(target=sleep, args=(nap,))
        thread.start()
        thread.join()


def last_thread_sleeps_shortest(workers, nap):
    return _join_only_the_last([nap] * (workers - 1) + [nap / 5])


def last_thread_sleeps_longest(workers, nap):
    return _join_only_the_last([nap / 5] * (workers - 1) + [nap])


def _join_only_the_last(naps):
    threads = []
    for nap in naps:
        thread = Thread(target=sleep, args=(nap,))
        thread.start()
        threads.append(thread)
    thread.join()
    still_alive = sum(thread.is_alive() for thread in threads)
    _join(threads)
    return still_alive


def join_one(naps, chosen):
    return _ended_after_joining([chosen], naps)


def join_them_all(naps, chosen):
    return _ended_after_joining(range(len(naps)), naps)


def _ended_after_joining(some, naps):
    threads = _start(Thread(target=sleep, args=(nap,)) for nap in naps)
    _join(threads[number] for number in some)
    ended = [number for number, thread in enumerate(threads) if not thread.is_alive()]
    _join(threads)
    return ended


# A thread class of one's own


class Worker(Thread):
    def __init__(self, number, naps, report):
        super().__init__()
        self.number = number
        self.naps = naps
        self.report = report

    def run(self):
        for nap in self.naps:
            sleep(nap)
            self.report(self.number)


def workers_joined_in_the_loop(count, naps, report):
    for number in range(count):
        worker = Worker(number, naps, report)
        worker.start()
        worker.join()


def workers_not_joined_in_the_loop(count, naps, report):
    _join(_start(Worker(number, naps, report) for number in range(count)))


class Recorder(Thread):
    def __init__(self):
        super().__init__()
        self.ran_in = None

    def run(self):
        self.ran_in = current_thread()


def start_a_subclass():
    thread = Recorder()
    _run([thread])
    return thread, thread.ran_in


def call_run_of_a_subclass():
    thread = Recorder()
    thread.run()
    return thread, thread.ran_in


# Daemons


def daemon_set_before_start():
    return _set_daemon(before_start=True)


def daemon_set_after_start():
    return _set_daemon(before_start=False)


def _set_daemon(before_start):
    go = Event()
    thread = Thread(target=go.wait, args=(PATIENCE,))
    try:
        if not before_start:
            thread.start()
        thread.daemon = True
        if before_start:
            thread.start()
    except RuntimeError as error:
        return error, thread.daemon
    finally:
        go.set()
        thread.join()
    return None, thread.daemon


def a_daemon_alone(nap):
    _watch_others_end(nap, daemon=True)


def a_daemon_beside_another_thread(nap):
    main_has_ended = _watch_others_end(nap, daemon=True)
    Thread(target=main_has_ended.wait, args=(PATIENCE,)).start()


def no_daemon_beside_another_thread(nap):
    main_has_ended = _watch_others_end(nap, daemon=False)
    Thread(target=main_has_ended.wait, args=(PATIENCE,)).start()


def _watch_others_end(nap, daemon):
    watching, main_has_ended = Event(), Event()

    def watch():
        print("watching", flush=True)
        watching.set()
        main_thread().join()
        sleep(nap)
        print("the main thread has ended", flush=True)
        main_has_ended.set()
        sleep(nap)
        print("all others have ended", flush=True)

    Thread(target=watch, daemon=daemon).start()
    watching.wait(PATIENCE)
    return main_has_ended


def _run(threads):
    _join(_start(threads))


def _start(threads):
    threads = list(threads)
    for thread in threads:
        thread.start()
    return threads


def _join(threads):
    for thread in threads:
        thread.join()
