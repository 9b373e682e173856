"""Threads of what runs the tests: a plugin's own is told from those that may be there for a test."""

import threading
from functools import partial
from types import ModuleType

import pytest
from running_threads import running_thread

from pytest_claims.machine.runner_threads import module_of, note_threads_of_plugins, runs_tests

#: A module as a plugin has it, whose threads wait for `end`.
SOURCE = """
import threading

def serve(end):
    end.wait(50)

class Server(threading.Thread):
    def __init__(self, end):
        super().__init__()
        self.end = end

    def run(self):
        serve(self.end)

class Service:
    def serve(self, end):
        serve(end)
"""

KINDS = {
    "function": lambda plugin, end: threading.Thread(target=plugin.serve, args=(end,)),
    "method": lambda plugin, end: threading.Thread(target=plugin.Service().serve, args=(end,)),
    "class": lambda plugin, end: plugin.Server(end),
    "timer": lambda plugin, end: threading.Timer(0.0, plugin.serve, args=(end,)),
}


@pytest.fixture
def plugin():
    module = ModuleType("a_plugin")
    exec(SOURCE, module.__dict__)
    return module


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_thread_of_a_plugin_is_there_for_no_test(plugin, kind):
    with running_thread(partial(kind, plugin)) as thread:
        assert module_of(thread) == "a_plugin"
        assert not runs_tests(thread)
        note_threads_of_plugins({"a_plugin"})
        assert runs_tests(thread)


def test_a_thread_of_another_module_may_be_there_for_a_test(plugin):
    with running_thread(partial(KINDS["function"], plugin)) as thread:
        note_threads_of_plugins({"another_plugin"})
        assert not runs_tests(thread)


def test_a_thread_that_began_later_may_be_there_for_a_test(plugin):
    note_threads_of_plugins({"a_plugin"})
    with running_thread(partial(KINDS["function"], plugin)) as thread:
        assert not runs_tests(thread)


def test_what_runs_no_function_of_the_plugin_itself_may_be_there_for_a_test(plugin):
    with running_thread(lambda end: threading.Thread(target=partial(plugin.serve, end))) as thread:
        assert module_of(thread) == "functools"
        note_threads_of_plugins({"a_plugin"})
        assert not runs_tests(thread)
