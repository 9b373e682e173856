"""Several interpreters in one process. Standard library only."""

import json
import multiprocessing
import os
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec

from claims.atomic.side_by_side import run_side_by_side
from claims.start import quickest_context
from claims.threads import side_by_side

secret = "a global of the interpreter that creates the other one"

#: What code that runs somewhere can see of the marks that were set here.
LOOK = """
import json, os
seen = [name for name, is_seen in [
    ("a global", "secret" in globals()),
    ("an attribute of a module", hasattr(json, "mark")),
    ("an environment variable", "CLAIMS_MARK" in os.environ),
    ("the process", os.getpid() == {pid}),
] if is_seen]
os.write({handle}, json.dumps(seen).encode())
"""


@contextmanager
def another_interpreter():
    """A function that runs code in a new interpreter. Before Python 3.14 the module for that had no public name."""
    if find_spec("concurrent.interpreters"):
        interpreter = import_module("concurrent.interpreters").create()
        yield interpreter.exec
        interpreter.close()
    else:
        private = import_module("_interpreters" if find_spec("_interpreters") else "_xxsubinterpreters")
        number = private.create()
        yield lambda code: _run_privately(private, number, code)
        private.destroy(number)


def _run_privately(private, number, code):
    """From 3.13 on an error in the other interpreter is returned, before that it is raised."""
    error = private.exec(number, code) if hasattr(private, "exec") else private.run_string(number, code)
    if error is not None:
        raise RuntimeError(error.formatted)


# Two that compute, made ready beforehand: what is given is a function that lets them begin


@contextmanager
def interpreters(workers, work):
    """In a process of their own: children that CPython 3.13.0 forks from one that has had several interpreters crash.

    What it used before it begins counts with the rest when it has ended, and is little beside that.
    """
    here, there = multiprocessing.Pipe()
    process = quickest_context().Process(target=compute_when_asked, args=(there, workers, work))
    process.start()
    there.close()
    here.recv()  # they are ready

    def begin():
        here.send("begin")
        process.join()

    yield begin


def compute_when_asked(asked, workers, work):
    with ExitStack() as stack:
        runs = [stack.enter_context(another_interpreter()) for _ in range(workers)]
        for run in runs:
            run(f"import pickle; work = pickle.loads({pickle.dumps(work)!r})")
        asked.send("ready")
        asked.recv()
        run_side_by_side(*[partial(run, "work()") for run in runs])


@contextmanager
def threads_of_one_interpreter(workers, work):
    """Where it has no GIL, the special case is a lock made by hand."""
    gil_is_held = getattr(sys, "_is_gil_enabled", lambda: True)()
    compute = side_by_side.compute_in_threads if gil_is_held else side_by_side.compute_in_threads_under_one_lock
    yield partial(compute, workers, work)


@contextmanager
def processes(workers, work):
    yield partial(side_by_side.compute_in_processes, workers, work)


# What is seen


def look_from_another_interpreter():
    with ProcessPoolExecutor(1, mp_context=quickest_context()) as apart:
        return apart.submit(look_from_one_more).result()


def look_from_one_more():
    def look(code, handle):
        with another_interpreter() as run:
            run(code)

    return _seen_by(look)


def look_from_here():
    return _seen_by(lambda code, handle: exec(code, globals()))


def look_from_another_process():
    def look(code, handle):
        subprocess.run([sys.executable, "-c", code], pass_fds=[handle], check=True)

    return _seen_by(look)


def _seen_by(look):
    reader, writer = os.pipe()
    json.mark = os.environ["CLAIMS_MARK"] = "set here"
    try:
        look(LOOK.format(pid=os.getpid(), handle=writer), writer)
    finally:
        del json.mark, os.environ["CLAIMS_MARK"]
        os.close(writer)
    with os.fdopen(reader) as answer:
        return json.load(answer)
