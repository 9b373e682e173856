"""A forked child that answers. Standard library only."""

import os
import warnings
from multiprocessing import Pipe


def fork():
    with warnings.catch_warnings():
        # Whoever runs the tests has threads of its own. What is forked here makes one call.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def answer_of_a_child(function, *args):
    """What `function(*args)` returns in a forked child; EOFError where it raises an exception."""
    here, there = Pipe(duplex=False)
    child = fork()
    if not child:
        try:
            there.send(function(*args))
        finally:
            os._exit(0)
    there.close()
    with here:
        answer = here.recv()
    os.waitpid(child, 0)
    return answer
