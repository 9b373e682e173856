"""Thread.name: what is a thread called that was given no name?"""

import re

from hypothesis import given

from claims.threads import programs
from pytest_claims import claim, python, worker_counts


@claim(
    "thread.default-name",
    says='By default each thread gets a unique name of the form "Thread-N", N a small decimal number.',
    source="notes 2.1",
    refuted_where=python >= "3.10",
    truth="thread.default-name-tells-the-target",
    program=programs.names_of_threads_with_a_target,
    contrast=programs.names_of_threads_with_their_own_run,
)
@given(threads=worker_counts())
def test_the_default_name_is_a_number(program, threads):
    """Since Python 3.10 the name of the target follows the number. Threads without a target still have the short name."""
    names = program(threads)
    assert len(set(names)) == threads
    assert [name for name in names if not re.fullmatch(r"Thread-\d+", name)] == []


@claim(
    "thread.default-name-tells-the-target",
    says='By default a thread is called "Thread-N (target)", after its target, if that has a name.',
    source="what is true in place of notes 2.1",
    needs=python >= "3.10",
    program=programs.names_of_threads_with_a_target,
    contrast=programs.names_of_threads_with_a_nameless_target,
)
@given(threads=worker_counts())
def test_the_default_name_tells_the_target(program, threads):
    """The name is made from a counter and target.__name__, which functions and methods have and a functools.partial has not."""
    names = program(threads)
    assert len(set(names)) == threads
    assert [name for name in names if not re.fullmatch(r"Thread-\d+ \(sleep\)", name)] == []
