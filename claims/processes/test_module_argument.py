"""An imported module as an argument: does it reach the child?"""

import sys

from claims.processes import programs
from pytest_claims import claim, implementation, platform, start_method

# On PyPy, which pickles a module by its name, only one that no name leads to stays behind.
PYPY = sys.implementation.name == "pypy"


@claim(
    "pool.module-argument-fails",
    says="An imported module cannot be passed to a pool's task as an argument.",
    source="notes 1.1",
    refuted_where=implementation == "pypy",
    truth="process.start-method-decides-what-child-sees",
    program=programs.a_module_to_a_pool,
    contrast=programs.a_module_made_by_hand_to_a_pool if PYPY else programs.the_name_of_a_module_to_a_pool,
)
def test_a_module_cannot_be_an_argument_of_a_pools_task(program, processes):
    """A pool pickles arguments under every start method, and CPython does not pickle modules. Pass the name, import there."""
    outcome = program(processes, value=[1, 2])
    assert isinstance(outcome, Exception), f"it arrived, and the child answered {outcome!r}"


@claim(
    "process.module-argument-fails",
    says="An imported module cannot be passed to a Process as an argument.",
    source="notes 1.1",
    needs=platform != "win32",
    refuted_where=(start_method == "fork") | (implementation == "pypy"),
    truth="process.start-method-decides-what-child-sees",
    program=programs.a_module_to_a_process,
    contrast=programs.a_module_made_by_hand_to_a_spawned_process if PYPY else programs.a_module_by_another_start_method,
)
def test_a_module_cannot_be_an_argument_of_a_process(program, processes):
    """Spawn and forkserver pickle a Process with its arguments; a forked child has them in its copy of the parent's memory."""
    outcome = program(processes, value=[1, 2])
    assert isinstance(outcome, Exception), f"it arrived, and the child answered {outcome!r}"
