"""A hang: a producer that is closed ends, also when nobody takes what it still has to give."""

from queue import Full, Queue
from threading import Thread
from time import sleep

from pytest_claims import assert_ends, claim, seconds


class Producer:
    """Puts items on a small queue until it is closed."""

    def __init__(self):
        self.queue = Queue(maxsize=1)
        self.closed = False
        self.thread = Thread(target=self.produce, daemon=True)
        self.thread.start()

    def put(self, item):
        while not self.closed:
            try:
                self.queue.put(item, timeout=0.01)
                break
            except Full:
                continue

    def produce(self):
        while not self.closed:
            self.put("item")

    def close(self):
        self.closed = True
        self.thread.join()


class ProducerThatHangs(Producer):
    """The bug: it waits for a place in the queue, and nobody takes anything any more."""

    def put(self, item):
        self.queue.put(item)


def close_a_producer(nap, kind=Producer):
    producer = kind()
    sleep(nap)
    producer.close()
    return "closed"


def close_a_producer_that_hangs(nap):
    return close_a_producer(nap, ProducerThatHangs)


@claim(
    "producer.close-ends",
    says="A producer whose queue is full can be closed.",
    source="our handbook",
    program=close_a_producer,
    contrast=close_a_producer_that_hangs,
)
def test_closing_ends(program):
    """The call is made in a process of its own, which is ended when it hangs; where it waited is in the message."""
    assert assert_ends(program, seconds(1), within=5) == "closed"
