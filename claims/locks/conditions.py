"""Condition: who is woken, and what does he find? Standard library only."""

from threading import Condition, Event, Semaphore, Thread

# Told before anybody waits


def notify_before_wait():
    condition = Condition()
    with condition:
        condition.notify()
    with condition:
        condition.wait()


def set_before_wait():
    event = Event()
    event.set()
    event.wait()


# Woken, and nothing there


def check_once(consumers):
    return found_by(consumers, checked_once)


def check_in_a_loop(consumers):
    return found_by(consumers, checked_in_a_loop)


def checked_once(items, condition, woken):
    if not items:
        condition.wait()
        woken.release()
    return items.pop() if items else "nothing"


def checked_in_a_loop(items, condition, woken):
    while not items:
        condition.wait()
        woken.release()
    return items.pop() if items else "nothing"


def found_by(consumers, take):
    """What the consumers find, all of whom wait when the first item comes; more come once all of them have been woken."""
    items, found = [], []
    condition, begun, woken = Condition(), Semaphore(0), Semaphore(0)

    def consume():
        with condition:
            begun.release()
            found.append(take(items, condition, woken))

    threads = [Thread(target=consume) for _ in range(consumers)]
    for thread in threads:
        thread.start()
    wait_for(begun, consumers)
    # The condition is free only once the last of them waits.
    with condition:
        items.append("an item")
        condition.notify_all()
    wait_for(woken, consumers)
    with condition:
        items.extend(["an item"] * (consumers - 1))
        condition.notify_all()
    for thread in threads:
        thread.join()
    return found


def wait_for(semaphore, times):
    for _ in range(times):
        semaphore.acquire()
