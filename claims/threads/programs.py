"""The programs that the claims on threads are about. Standard library only: spawned children import this module."""

import os
import threading
from contextlib import contextmanager
from functools import partial
from tempfile import TemporaryFile
from threading import Event, Thread, current_thread, main_thread
from time import sleep

from claims.start import run_all

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
    run_all(children)
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
            run_all([thread])
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
        run_all([Thread(target=target, **arguments)])
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
