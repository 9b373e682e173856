"""How one knows that a thread waits. Standard library only."""

import sys
from threading import Condition
from time import sleep


def until_they_wait(threads):
    """Return once each thread waits in an Event, a Condition or a queue, or has ended."""
    while not all(waits(thread) or not thread.is_alive() for thread in threads):
        sleep(0.001)


def waits(thread):
    frame = sys._current_frames().get(thread.ident)
    return frame is not None and frame.f_code is Condition.wait.__code__
