"""What join tells whoever waits for a thread. Standard library only."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

#: Real seconds for which a thread waits that nobody tells to stop.
PATIENCE = 60

# What the target returns or raises


def join_a_thread(target):
    with nothing_printed_about_errors():
        thread = Thread(target=target)
        thread.start()
        return thread.join()


def ask_a_future_for_its_result(target):
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(target).result()


@contextmanager
def nothing_printed_about_errors():
    before = threading.excepthook
    threading.excepthook = lambda arguments: None
    try:
        yield
    finally:
        threading.excepthook = before


# When its time-out is over


def join_with_a_time_out(limit):
    return fate(limit, lambda thread, stop: None)


def join_with_a_time_out_and_ask_to_stop(limit):
    def ask(thread, stop):
        if thread.is_alive():
            stop.set()
            thread.join()

    return fate(limit, ask)


def fate(limit, afterwards):
    """What join returned, and what has become of a thread that needs longer than the limit."""
    stop = Event()
    thread = Thread(target=stop.wait, args=(PATIENCE,))
    thread.start()
    try:
        returned = thread.join(limit)
        afterwards(thread, stop)
        return returned, "runs on" if thread.is_alive() else "stopped"
    finally:
        stop.set()
        thread.join()
