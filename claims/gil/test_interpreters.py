"""Interpreters of one process: what do they share?"""

import sys

from claims.gil import interpreters
from pytest_claims import assert_not_parallel, assert_parallel, claim, cpus, implementation, python, spin


@claim(
    "interpreter.all-share-one-gil",
    says="All interpreters of a process share one GIL, so threads in different interpreters take turns too.",
    source="the documentation of CPython's C API, before 3.12",
    needs=(implementation == "cpython") & (cpus >= 2),
    refuted_where=python >= "3.12",
    truth="interpreter.has-its-own-gil",
    program=interpreters.interpreters,
    contrast=interpreters.threads_of_one_interpreter if sys.version_info >= (3, 12) else interpreters.processes,
    alone=True,
)
def test_interpreters_take_turns(program):
    """Until 3.11 the GIL belongs to the process. A thread asks its own interpreter for it, though, so one that computes in
    another goes on to its end: long turns. Since 3.12 (PEP 684) an interpreter that shares no objects has a GIL of its own.
    """
    with program(2, spin(0.3)) as compute, assert_not_parallel():
        compute()


@claim(
    "interpreter.has-its-own-gil",
    says="Since Python 3.12 threads in different interpreters of a process compute at the same time.",
    source="the correction of interpreter.all-share-one-gil",
    needs=(implementation == "cpython") & (python >= "3.12") & (cpus >= 2),
    program=interpreters.interpreters,
    contrast=interpreters.threads_of_one_interpreter,
    alone=True,
)
def test_interpreters_compute_side_by_side(program):
    """Each has its own GIL, or none in a free-threaded build. Threads of one interpreter share that of their interpreter."""
    with program(2, spin(0.3)) as compute, assert_parallel():
        compute()


@claim(
    "interpreter.hides-main-globals",
    says="Code run in a new interpreter sees neither the globals nor the changes to modules of the interpreter that created "
    "it.",
    source="the documentation of concurrent.interpreters (https://docs.python.org/3/library/concurrent.interpreters.html)",
    needs=implementation == "cpython",
    program=interpreters.look_from_another_interpreter,
    contrast=interpreters.look_from_here,
)
def test_an_interpreter_hides_its_globals(program):
    """Each interpreter has a __main__ module of its own and imports every module anew, so no Python object is shared."""
    seen = program()
    assert "a global" not in seen
    assert "an attribute of a module" not in seen


@claim(
    "interpreter.shares-the-process",
    says="Interpreters share their process: its id, and environment variables that were set before one was created.",
    source="the documentation of concurrent.interpreters, what is said beside interpreter.hides-main-globals",
    needs=implementation == "cpython",
    program=interpreters.look_from_another_interpreter,
    contrast=interpreters.look_from_another_process,
)
def test_interpreters_share_the_process(program):
    """os.environ is an object of each interpreter, but a change of it goes to the process, where a new interpreter reads it."""
    seen = program()
    assert "the process" in seen
    assert "an environment variable" in seen
