"""InterpreterPoolExecutor: what do its workers share?"""

import os

from claims.executors import interpreters
from pytest_claims import claim, everywhere, python, require


@claim(
    "executor.interpreter-workers-share-nothing",
    says="The workers of an InterpreterPoolExecutor run in the same process but have modules and globals of their own.",
    source="the documentation of concurrent.futures (https://docs.python.org/3/library/concurrent.futures.html)",
    needs=python >= "3.14",
    program=interpreters.seen_in_interpreters,
    contrast=interpreters.seen_in_threads,
)
def test_interpreters_share_nothing(program):
    """Each worker is a thread with an interpreter of its own, which has imported its own copy of every module."""
    process, seen = program(1)
    require(process == os.getpid(), "the worker is another process")
    assert seen == "no"


@claim(
    "executor.interpreter-workers-search-sys-path",
    says="An InterpreterPoolExecutor can call every function of a module that the program has imported.",
    source="what one expects, since ThreadPoolExecutor and forked processes can",
    needs=python >= "3.14",
    refuted_where=everywhere,
    truth="executor.interpreter-workers-search-elsewhere",
    program=interpreters.called_in_a_plain_interpreter,
    contrast=interpreters.called_in_an_interpreter_that_searches_there,
)
def test_interpreters_search_sys_path(program):
    """A worker imports the module of the function. What a program, or pytest, has added to sys.path, it does not search."""
    assert program() == "hello"


@claim(
    "executor.interpreter-workers-search-elsewhere",
    says="A worker of an InterpreterPoolExecutor does not find a module in a folder that the program has added to sys.path, so "
    "a function that uses something of it fails.",
    source="the correction of executor.interpreter-workers-search-sys-path",
    needs=python >= "3.14",
    program=interpreters.called_in_a_plain_interpreter,
    contrast=interpreters.called_in_an_interpreter_that_searches_there,
)
def test_interpreters_search_elsewhere(program):
    """Its interpreter begins with the sys.path of Python's start; an initializer can add to it. Only a function that uses
    nothing of its module, not even an import, needs no module: its code is copied.
    """
    assert program() == "an error"
