"""A large argument of a pool's task: what does it cost?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.processes import large_arguments
from pytest_claims import claim, platform

KB, MB = 2**10, 2**20


@claim(
    "pool.large-arguments-cost-time",
    says="The larger an argument of a pool's task, the longer the call takes.",
    source="notes 1.1",
    program=large_arguments.time_whole_arguments,
    contrast=large_arguments.time_names_of_files,
)
def test_a_larger_argument_takes_longer(program, processes):
    """In every call each byte is pickled, written to a pipe, read and unpickled. The name of a file is as short as ever."""
    small, large = program(processes, [KB, 8 * MB])
    assert large > 10 * small


@claim(
    "pool.large-arguments-cost-memory",
    says="A large argument of a pool's task takes up its size again in the memory of the worker.",
    source="notes 1.1",
    needs=platform == "linux",
    program=large_arguments.memory_for_a_whole_argument,
    contrast=large_arguments.memory_for_the_name_of_a_file,
)
@given(megabytes=st.integers(34, 48))
@example(megabytes=40)
def test_a_large_argument_takes_up_its_size_again(program, processes, megabytes):
    """The worker unpickles a copy of its own. A file that it maps is read page by page, as far as it is used."""
    grown = program(processes, megabytes * MB)
    assert grown >= 0.9 * megabytes * MB
