"""Threads that begin at the same moment. Standard library only."""

from threading import Barrier, Thread


def run_side_by_side(*functions):
    """Call each function in a thread of its own; none begins before all threads run."""
    everybody = Barrier(len(functions))

    def begin_together(function):
        everybody.wait()
        function()

    threads = [Thread(target=begin_together, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
