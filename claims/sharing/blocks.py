"""Blocks of shared memory and the programs that use them. Each function here runs as a program of its own."""

import multiprocessing
import subprocess
import sys
from contextlib import suppress
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory

# The program that creates a block, and prints its name


def create_and_end():
    block = SharedMemory(create=True, size=1)
    block.close()
    print(block.name)


def create_untracked_and_end():
    block = SharedMemory(create=True, size=1)
    block.close()
    # Since Python 3.13 SharedMemory(create=True, size=1, track=False) does the same.
    resource_tracker.unregister("/" + block.name, "shared_memory")
    print(block.name)


def unlink_if_there(name):
    """Whether there was a block of that name."""
    try:
        block = SharedMemory(name)
    except FileNotFoundError:
        return False
    block.close()
    block.unlink()
    return True


# The program that attaches to a block of another one


def attach_in_another_program():
    def attach(name):
        # It has ended, and so has its resource tracker, when nobody has its standard error any more.
        subprocess.run([sys.executable, "-c", ATTACH_AND_CLOSE, name], check=True, capture_output=True)

    create_and_see_what_is_left_after(attach)


def attach_in_a_child():
    def attach(name):
        child = multiprocessing.Process(target=attach_and_close, args=(name,))
        child.start()
        child.join()

    create_and_see_what_is_left_after(attach)


ATTACH_AND_CLOSE = """
import sys
from multiprocessing.shared_memory import SharedMemory
SharedMemory(sys.argv[1]).close()
"""


def attach_and_close(name):
    SharedMemory(name).close()


def create_and_see_what_is_left_after(attach):
    block = SharedMemory(create=True, size=1)
    attach(block.name)
    try:
        SharedMemory(block.name).close()
        print("there")
    except FileNotFoundError:
        print("gone")
    block.close()
    with suppress(FileNotFoundError):
        block.unlink()
