"""Executors whose workers are interpreters of one process: what they share. Standard library only."""

import os
import sys
import tempfile
from concurrent import futures
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module, invalidate_caches

# What a module holds


def seen_in_interpreters(workers):
    with in_interpreters_that_search_there(workers) as executor:
        return seen_by(executor)


def seen_in_threads(workers):
    with ThreadPoolExecutor(workers) as executor:
        return seen_by(executor)


def in_interpreters_that_search_there(workers):
    # Not even sys.path is shared: an interpreter looks for the function that it is to call where Python looks at its start.
    search_there = f"import sys; sys.path[:] = {sys.path}"
    return futures.InterpreterPoolExecutor(workers, initializer=exec, initargs=(search_there,))


def seen_by(executor):
    """The process of a worker, and whether it sees what this interpreter puts into a module."""
    sys.put_there = "yes"
    try:
        return executor.submit(look).result()
    finally:
        del sys.put_there


def look():
    return os.getpid(), getattr(sys, "put_there", "no")


# Where they look for modules


def called_in_a_plain_interpreter():
    with a_folder_in_the_path(), futures.InterpreterPoolExecutor(1) as executor:
        return result_of_greet(executor)


def called_in_an_interpreter_that_searches_there():
    with a_folder_in_the_path(), in_interpreters_that_search_there(1) as executor:
        return result_of_greet(executor)


@contextmanager
def a_folder_in_the_path():
    """A folder in sys.path, in which there is a module with a function that uses something of it."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "greetings_of_a_worker.py"), "w") as module:
            module.write("GREETING = 'hello'\n\ndef greet(): return GREETING\n")
        sys.path.append(folder)
        invalidate_caches()
        try:
            yield
        finally:
            sys.path.remove(folder)
            sys.modules.pop("greetings_of_a_worker", None)


def result_of_greet(executor):
    greet = import_module("greetings_of_a_worker").greet
    with suppress(Exception):
        return executor.submit(greet).result()
    return "an error"
