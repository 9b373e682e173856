"""get(): when does it wait, and who wakes it? Standard library only."""

from contextlib import suppress
from queue import Empty, Queue
from threading import Barrier, Thread
from time import sleep

# From an empty queue


def get_from_an_empty_queue(nap):
    return got_by(Queue.get, nap)


def get_nowait_from_an_empty_queue(nap):
    return got_by(Queue.get_nowait, nap)


def got_by(get, nap):
    """What a get from an empty queue brings, into which an item is put after a while."""
    queue = Queue()

    def put():
        sleep(nap)
        queue.put("an item")

    producer = Thread(target=put)
    producer.start()
    try:
        return get(queue)
    except Empty:
        return "Empty"
    finally:
        producer.join()


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

    run([Thread(target=consume) for _ in range(consumers)])


# From a queue that is shut down


def shut_down(consumers, nap):
    return ends_of(consumers, nap, lambda queue: queue.shutdown())


def given_sentinels(consumers, nap):
    def end(queue):
        for _ in range(consumers):
            queue.put(None)

    return ends_of(consumers, nap, end)


def ends_of(consumers, nap, end):
    queue, found = Queue(), []

    def consume():
        try:
            found.append(queue.get())
        except Exception as error:
            found.append(type(error).__name__)

    threads = [Thread(target=consume) for _ in range(consumers)]
    for thread in threads:
        thread.start()
    sleep(nap)
    end(queue)
    for thread in threads:
        thread.join()
    return found


def run(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
