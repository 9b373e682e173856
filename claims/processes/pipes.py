"""A pipe to a child that has ended. Standard library only: spawned children import this module."""

from multiprocessing import get_context
from time import sleep

#: Real seconds for which a child runs that nobody ends.
PATIENCE = 60


def keep_the_other_end(processes):
    here, there = processes.Pipe()
    child = processes.Process(target=close, args=(there,))
    child.start()
    child.join()
    return here, there, child.exitcode


def close_the_other_end(processes):
    here, there = processes.Pipe()
    child = processes.Process(target=close, args=(there,))
    child.start()
    there.close()
    child.join()
    return here, there, child.exitcode


def close(there):
    there.close()


# Another child


def close_after_the_start_of_another():
    here, there, child, another = forked_children()
    child.start()
    another.start()
    there.close()
    receive_when_one_has_ended(here, child, another)


def close_before_the_start_of_another():
    here, there, child, another = forked_children()
    child.start()
    there.close()
    another.start()
    receive_when_one_has_ended(here, child, another)


def forked_children():
    processes = get_context("fork")
    here, there = processes.Pipe()
    return here, there, processes.Process(target=close, args=(there,)), processes.Process(target=sleep, args=(PATIENCE,))


def receive_when_one_has_ended(here, child, another):
    child.join()
    try:
        here.recv()
    finally:
        another.terminate()
        another.join()
