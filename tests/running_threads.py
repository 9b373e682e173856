"""Threads that run while a test looks at them."""

import threading
from contextlib import contextmanager


@contextmanager
def running_thread(make):
    """Run the thread that `make` makes, given the event that tells it to end, while the block runs."""
    end = threading.Event()
    thread = make(end)
    thread.start()
    try:
        yield thread
    finally:
        end.set()
        thread.join()
