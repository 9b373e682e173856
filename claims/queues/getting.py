"""get(): when does it wait, and who wakes it? Standard library only."""

from contextlib import suppress
from queue import Empty, Queue
from threading import Barrier, Thread

from claims.locks.waiting import until_they_wait
from claims.start import run_all

# From an empty queue


def get_from_an_empty_queue():
    return got_by(Queue.get)


def get_nowait_from_an_empty_queue():
    return got_by(Queue.get_nowait)


def got_by(get):
    """What a get from an empty queue brings, into which an item is put once the consumer waits."""
    queue, found = Queue(), []

    def consume():
        try:
            found.append(get(queue))
        except Empty:
            found.append("Empty")

    consumer = Thread(target=consume)
    consumer.start()
    until_they_wait([consumer])
    queue.put("an item")
    consumer.join()
    return found[0]


# After a look whether it is empty


def get_after_a_look(consumers):
    def get(queue):
        queue.get()

    looked_then_got(consumers, get)


def get_nowait_after_a_look(consumers):
    def get(queue):
        with suppress(Empty):
            queue.get_nowait()

    looked_then_got(consumers, get)


def looked_then_got(consumers, get):
    """All consumers look at a queue of one item before the first of them takes it."""
    queue, all_have_looked = Queue(), Barrier(consumers)
    queue.put("an item")

    def consume():
        if not queue.empty():
            all_have_looked.wait()
            get(queue)

    run_all([Thread(target=consume) for _ in range(consumers)])


# From a queue that is shut down


def shut_down(consumers):
    return ends_of(consumers, lambda queue: queue.shutdown())


def given_sentinels(consumers):
    def end(queue):
        for _ in range(consumers):
            queue.put(None)

    return ends_of(consumers, end)


def ends_of(consumers, end):
    queue, found = Queue(), []

    def consume():
        try:
            found.append(queue.get())
        except Exception as error:
            found.append(type(error).__name__)

    threads = [Thread(target=consume) for _ in range(consumers)]
    for thread in threads:
        thread.start()
    until_they_wait(threads)
    end(queue)
    for thread in threads:
        thread.join()
    return found
