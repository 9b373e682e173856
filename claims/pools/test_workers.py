"""The workers of a pool: how many are there, what may they do, and when are they cut off?"""

import os

from hypothesis import example, given
from hypothesis import strategies as st

from claims.pools import workers
from claims.start import far_from_its_end
from pytest_claims import claim, cpus, fresh_interpreter, platform, python, require, seconds

#: Since Python 3.13 a pool counts the CPUs that the program may use.
COUNTS_USABLE_CPUS = hasattr(os, "process_cpu_count")


@claim(
    "pool.with-block-terminates-tasks",
    says="Leaving the with block of a Pool terminates it: tasks that are still running are cut off.",
    source="a blog",
    program=workers.leave_the_block,
    contrast=workers.close_and_join_in_the_block,
)
@given(tasks=st.integers(1, 3))
@example(tasks=2)
def test_leaving_the_block_cuts_tasks_off(program, processes, tasks):
    """Its end is terminate(), not close() and join(): the with block of an executor waits, that of a pool does not."""
    assert program(processes, tasks, far_from_its_end(seconds(5))) == 0


@claim(
    "pool.task-cannot-start-a-pool",
    says="A task of a Pool cannot make a Pool itself: daemonic processes are not allowed to have children.",
    source="a blog",
    program=workers.in_a_task_of_a_pool,
    contrast=workers.in_a_task_of_an_executor,
)
def test_a_task_cannot_start_a_pool(program, processes):
    """Workers of a pool are daemonic, to end with it, and an assert forbids children that nobody would end.

    Those of an executor are ordinary processes since Python 3.9.
    """
    assert program(processes) == "daemonic processes are not allowed to have children"


@claim(
    "pool.callback-runs-in-the-parent",
    says="The callback of apply_async runs in the parent, not in the worker that ran the task (and not in the parent's main "
    "thread).",
    source="a blog; a second blog",
    program=workers.as_a_callback,
    contrast=workers.at_the_end_of_the_task,
)
def test_a_callback_runs_in_the_parent(program, processes):
    """The thread of the parent that receives the results calls it: while a callback is slow, no other result arrives."""
    [(process, is_main_thread)] = program(processes)
    assert process == os.getpid()
    assert not is_main_thread


@claim(
    "pool.default-size-is-cpu-count",
    says="Pool() without a number starts as many workers as os.cpu_count() says, whatever number of CPUs the program may use.",
    source="https://stackoverflow.com/questions/53751050; true until Python 3.12",
    needs=(cpus >= 2) & (platform == "linux"),
    refuted_where=python >= "3.13",
    truth="pool.default-size-is-usable-cpus",
    program=workers.by_default,
    contrast=workers.as_many_as_cpus if COUNTS_USABLE_CPUS else workers.as_many_as_usable_cpus,
)
def test_the_default_size_is_the_number_of_cpus(program):
    """In a container or under taskset that was too many. Since Python 3.13 os.process_cpu_count() is the default."""
    size, all_cpus = map(int, fresh_interpreter(program, one_cpu=True).stdout.split())
    require(all_cpus > 1, "os.cpu_count() counts one CPU")
    assert size == all_cpus


@claim(
    "pool.default-size-is-usable-cpus",
    says="Since Python 3.13 Pool() without a number starts as many workers as there are CPUs that the program may use.",
    source="the correction of pool.default-size-is-cpu-count",
    needs=(cpus >= 2) & (platform == "linux") & (python >= "3.13"),
    program=workers.by_default,
    contrast=workers.as_many_as_cpus,
)
def test_the_default_size_is_the_number_of_usable_cpus(program):
    """os.process_cpu_count() asks the system for the CPUs of this process; os.cpu_count() for those of the machine."""
    size, all_cpus = map(int, fresh_interpreter(program, one_cpu=True).stdout.split())
    require(all_cpus > 1, "os.cpu_count() counts one CPU")
    assert size == 1
