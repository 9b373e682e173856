"""A queue that is given to a child process. Standard library only: spawned children import this module."""

from pickle import PicklingError
from queue import Queue


def a_queue_of_threads(processes):
    return put_by_a_child(processes, Queue())


def a_queue_of_processes(processes):
    return put_by_a_child(processes, processes.SimpleQueue())


def put_by_a_child(processes, queue):
    """How the child ended that was to put an item into the queue, and what the parent finds there afterwards."""
    child = processes.Process(target=put_an_item, args=(queue,))
    try:
        child.start()
    except (TypeError, PicklingError):
        return "cannot be pickled", found_in(queue)
    child.join()
    return f"exit code {child.exitcode}", found_in(queue)


def put_an_item(queue):
    queue.put("an item")


def found_in(queue):
    return "nothing" if queue.empty() else queue.get()
