"""Does a queue of threads reach a child process?"""

from claims.queues import processes as programs
from pytest_claims import claim, everywhere


@claim(
    "queue.crosses-to-a-process",
    says="queue.Queue hands items safely between threads and also between processes.",
    source="a guide to Queue.join()",
    refuted_where=everywhere,
    truth="queue.stays-in-its-process",
    program=programs.a_queue_of_threads,
    contrast=programs.a_queue_of_processes,
)
def test_a_queue_crosses_to_a_process(program, processes):
    """It is an object in the memory of one process. A queue of multiprocessing is a pipe, which two processes can share."""
    assert program(processes) == ("exit code 0", "an item")


@claim(
    "queue.stays-in-its-process",
    says="A queue.Queue stays in its process: a forked child fills a copy of its own, and for a child that is started "
    "otherwise it cannot be pickled.",
    source="the correction of queue.crosses-to-a-process",
    program=programs.a_queue_of_threads,
    contrast=programs.a_queue_of_processes,
)
def test_a_queue_stays_in_its_process(program, processes):
    """It holds locks, which cannot be pickled. Under fork there is no error at all, and nothing ever arrives."""
    forked = processes.get_start_method() == "fork"
    assert program(processes) == ("exit code 0" if forked else "cannot be pickled", "nothing")
