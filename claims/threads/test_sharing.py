"""What do the threads of a process share?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.threads import programs
from pytest_claims import claim, require, worker_counts


@claim(
    "thread.shares-memory",
    says="Threads share the memory of their process: what one changes, the others see.",
    source="notes 2",
    program=programs.threads_that_append,
    contrast=programs.processes_that_append,
)
@given(workers=worker_counts())
def test_threads_see_what_other_threads_change(program, processes, workers):
    """A thread is handed the very list, since there is one heap for all; a process works on a copy of the parent's."""
    shared, crashed = program(processes, workers)
    require(not crashed, f"a child did not append: {crashed}")
    assert sorted(shared) == list(range(workers))


@claim(
    "thread.shares-file-handles",
    says="Threads share open files, the file position included.",
    source="notes 2",
    program=programs.read_on_from_a_thread,
    contrast=programs.read_on_from_a_process,
)
@given(position=st.integers(1, 8))
@example(position=3)
def test_threads_share_open_files(program, processes, position):
    """The kernel keeps one table of open files a process, so a handle's number means the same file in all of its threads.

    A forked child has a table too. What was open at the fork is in both, position and all; what it opens later is in its own.
    """
    text = b"0123456789"
    answered, rest = program(processes, text, position)
    require(answered, "the child opened no file")
    assert rest == text[position:]
