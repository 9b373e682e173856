"""What an exception in a thread does, and who hears of it. Standard library only: fresh interpreters import it."""

import io
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stderr

from claims.start import run_in_a_thread

# What is printed


def printed_of_a_thread(target):
    with the_hook(threading, threading.__excepthook__), redirect_stderr(io.StringIO()) as stderr:
        run_in_a_thread(target)
    return stderr.getvalue()


def printed_of_an_executors_task(target):
    with redirect_stderr(io.StringIO()) as stderr, ThreadPoolExecutor(1) as executor:
        executor.submit(target)
    return stderr.getvalue()


# Which hook is called


def a_target_that_raises(target):
    return hooks_called(lambda: run_in_a_thread(target))


def a_target_that_hands_its_errors_to_sys(target):
    def recipe():
        try:
            target()
        except BaseException:
            sys.excepthook(*sys.exc_info())

    return hooks_called(lambda: run_in_a_thread(recipe))


def hooks_called(action):
    calls = []
    with (
        the_hook(threading, lambda arguments: calls.append(("threading.excepthook", arguments.exc_type))),
        the_hook(sys, lambda kind, error, traceback: calls.append(("sys.excepthook", kind))),
    ):
        action()
    return calls


# sys.exit


def exit_in_a_thread(status):
    run_in_a_thread(lambda: sys.exit(status))
    print("the main thread goes on")


def exit_in_the_main_thread(status):
    run_in_a_thread(lambda: None)
    sys.exit(status)
    print("the main thread goes on")


@contextmanager
def the_hook(module, hook):
    before = module.excepthook
    module.excepthook = hook
    try:
        yield
    finally:
        module.excepthook = before
