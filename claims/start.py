"""How children are started where the sentence is about something else. Standard library only."""

import multiprocessing


def quickest_context():
    """The context of the start method that costs least, for sentences that hold, or do not, under each alike."""
    return multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
