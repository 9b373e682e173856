"""join(): for what does it wait? Standard library only."""

from queue import Queue


def taken_out(items):
    queue = filled(items)
    while not queue.empty():
        queue.get()
    queue.join()


def taken_out_and_done(items):
    queue = filled(items)
    while not queue.empty():
        queue.get()
        queue.task_done()
    queue.join()


def filled(items):
    queue = Queue()
    for item in range(items):
        queue.put(item)
    return queue
