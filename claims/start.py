"""How children and threads are started where the sentence is about something else. Standard library only."""

import multiprocessing
from threading import Thread


def quickest_context():
    """The context of the start method that costs least, for sentences that hold, or do not, under each alike."""
    return multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")


def run_all(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run_in_a_thread(target):
    run_all([Thread(target=target)])
