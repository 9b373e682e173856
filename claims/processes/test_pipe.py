"""A pipe to a child: does its reader get to know that the child has ended?"""

from claims.processes import pipes
from pytest_claims import assert_ends, assert_hangs, claim, everywhere, platform, require


@claim(
    "pipe.ended-child-means-eof",
    says="recv raises EOFError once the child that had the other end of the pipe has closed it and ended.",
    source="a web page on multiprocessing.connection.Connection; a web page on pipes, queues and managers",
    needs=platform != "win32",
    refuted_where=everywhere,
    truth="pipe.eof-once-every-copy-is-closed",
    program=pipes.keep_the_other_end,
    contrast=pipes.close_the_other_end,
)
def test_the_end_of_a_child_is_the_end_of_the_pipe(program, processes):
    """The parent, which made the pipe, has the other end open as well, and waits for a message that it alone could send."""
    assert isinstance(what_recv_raises(program(processes)), EOFError)


@claim(
    "pipe.eof-once-every-copy-is-closed",
    says="recv raises EOFError once every copy of the other end is closed, that of the parent included.",
    source="the correction of pipe.ended-child-means-eof",
    needs=platform != "win32",
    program=pipes.close_the_other_end,
    contrast=pipes.keep_the_other_end,
)
def test_a_pipe_ends_when_every_copy_is_closed(program, processes):
    """The system counts them. So the parent closes its own after start()."""
    assert isinstance(what_recv_raises(program(processes)), EOFError)


def what_recv_raises(pipe_and_child):
    here, there, exitcode = pipe_and_child
    require(exitcode == 0, "the child failed")
    with here, there:
        return assert_ends(here.recv, within=2, raises=EOFError)


@claim(
    "pipe.forked-sibling-keeps-it-open",
    says="A child that is forked before the parent has closed the other end keeps that open: recv waits while that child runs.",
    source="what follows from pipe.eof-once-every-copy-is-closed",
    needs=platform != "win32",
    program=pipes.close_after_the_start_of_another,
    contrast=pipes.close_before_the_start_of_another,
)
def test_a_forked_sibling_keeps_a_pipe_open(program):
    """A forked child has a copy of all that is open, what belongs to its siblings included, and does not know of it."""
    assert_hangs(program, raises=EOFError)
