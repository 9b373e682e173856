"""What does a forked child have of its parent: its threads, its open files, the text in its buffers?"""

from hypothesis import example, given

from claims.forks import copies
from pytest_claims import (
    claim,
    everywhere,
    fresh_interpreter,
    platform,
    python,
    require,
    start_method,
    worker_counts,
)


@claim(
    "fork.child-has-the-parents-threads",
    says="fork copies the whole process, so the threads that run in the parent run in the child as well.",
    source="a web page on fork bombs",
    needs=platform != "win32",
    refuted_where=everywhere,
    truth="fork.child-has-one-thread",
    program=copies.threads_of_a_child,
    contrast=copies.threads_of_a_child_that_starts_its_own,
)
@given(threads=worker_counts())
@example(threads=3)
def test_a_child_has_the_threads_of_its_parent(program, threads):
    """It copies the memory, with all that the threads have there, but of the threads only the one that called it."""
    assert program(threads) == 1 + threads


@claim(
    "fork.child-has-one-thread",
    says="A forked child has one thread, whatever runs in its parent: the one that called fork.",
    source="the correction of fork.child-has-the-parents-threads",
    needs=platform != "win32",
    program=copies.threads_of_a_child,
    contrast=copies.threads_of_a_child_that_starts_its_own,
)
@given(threads=worker_counts())
@example(threads=3)
def test_a_child_has_one_thread(program, threads):
    """What the others held stays held, and what they were about to do stays undone."""
    assert program(threads) == 1


@claim(
    "fork.warns-when-threads-run",
    says="os.fork in a process that has several threads gives a DeprecationWarning.",
    source="https://github.com/python/cpython/pull/109767 (Document the os.fork threads DeprecationWarning)",
    needs=platform != "win32",
    refuted_where=python < "3.12",
    truth="fork.is-silent-about-threads-until-3-11",
    program=copies.fork_beside_a_thread,
    contrast=copies.fork_without_threads_or_with_a_warning_of_ones_own,
)
def test_fork_warns_when_threads_run(program):
    """Since 3.12, in the parent, where the system counts more than one thread. Outside of __main__ it is hidden by default."""
    assert "DeprecationWarning" in warnings_of(program)


@claim(
    "fork.is-silent-about-threads-until-3-11",
    says="Until Python 3.11 os.fork says nothing of the threads that the child will lack.",
    source="the correction of fork.warns-when-threads-run",
    needs=(platform != "win32") & (python < "3.12"),
    program=copies.fork_beside_a_thread,
    contrast=copies.fork_beside_a_thread_with_a_warning_of_ones_own,
)
def test_fork_was_silent_about_threads(program):
    """Some libraries that have threads of their own warn themselves, by a function registered with os.register_at_fork."""
    assert warnings_of(program) == ""


def warnings_of(program):
    ended = fresh_interpreter(program, flags=["-W", "always"])
    require(ended.returncode == 0, f"the program failed: {ended.stderr}")
    return ended.stderr


@claim(
    "fork.unflushed-text-appears-twice",
    says="Text that is still in the buffer of standard output at os.fork is written twice.",
    source="an answer on a Q&A site (https://stackoverflow.com/questions/9364410)",
    needs=platform != "win32",
    program=copies.print_and_fork,
    contrast=copies.print_flush_and_fork,
)
def test_unflushed_text_appears_twice(program):
    """The buffer is memory, and both processes write theirs at exit. Before multiprocessing forks it flushes the streams."""
    ended = fresh_interpreter(program)
    require("a line" in ended.stdout, f"nothing was printed: {ended.stderr}")
    assert ended.stdout.splitlines() == ["a line", "a line"]


@claim(
    "fork.child-inherits-open-files",
    says="A file that the parent has open is open in its child processes too, under the same descriptor.",
    source="a book (inheritance of file descriptors); https://docs.python.org/3/library/multiprocessing.html",
    needs=platform != "win32",
    refuted_where=~(start_method == "fork"),
    truth="fork.files-stay-behind-unless-forked",
    program=copies.an_open_file,
    contrast=copies.an_open_file_by_another_start_method,
)
def test_a_child_inherits_open_files(program, processes):
    """A fork copies the table of descriptors. By other start methods a program is executed, and most are closed before."""
    assert program(processes)


@claim(
    "fork.files-stay-behind-unless-forked",
    says="A child process that is not forked has none of the files that its parent has opened.",
    source="the correction of fork.child-inherits-open-files",
    needs=platform != "win32",
    program=copies.an_open_file_unless_forked,
    contrast=copies.an_open_file_if_forked,
)
def test_files_stay_behind_unless_forked(program):
    """It has the standard streams, and the pipes that multiprocessing hands over; all other descriptors are closed."""
    assert not any(program())
