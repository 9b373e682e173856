"""A race: a counter that several threads add to loses nothing."""

from threading import Lock, Thread

from pytest_claims import SlowToAdd, assert_never, claim


class Counter:
    """Counts what several threads do."""

    def __init__(self):
        self.value = 0
        self.lock = Lock()

    def add(self, amount):
        with self.lock:
            self.value += amount


class CounterWithoutLock(Counter):
    """The bug: another thread may add between the read and the write."""

    def add(self, amount):
        self.value += amount


def lost_by_the_counter(rounds, kind=Counter):
    """How many of the updates of two threads are lost."""
    counter = kind()

    def add():
        for _ in range(rounds):
            counter.add(SlowToAdd(1))

    threads = [Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 2 * rounds - int(counter.value)


def lost_without_a_lock(rounds):
    return lost_by_the_counter(rounds, CounterWithoutLock)


@claim(
    "counter.loses-nothing",
    says="A counter that two threads add to loses no update.",
    source="our handbook",
    program=lost_by_the_counter,
    contrast=lost_without_a_lock,
)
def test_the_counter_loses_nothing(program):
    """SlowToAdd holds the update open between its read and its write, so that a race is lost at once, on any interpreter."""
    assert_never(program)
