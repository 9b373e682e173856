"""Locks that a thread holds while a child is forked."""

import logging
import multiprocessing
import os
from contextlib import contextmanager
from multiprocessing.connection import wait
from threading import Event, Lock, Thread

from claims.forks.children import fork

#: Real seconds after which nobody waits any longer.
PATIENCE = 60
#: More characters than fit into a pipe.
LONG = 2**20


def a_lock():
    take_in_a_child(Lock())


def a_lock_of_multiprocessing():
    take_in_a_child(multiprocessing.get_context("fork").Lock())


def take_in_a_child(lock):
    held, may_end = Event(), Event()

    def hold():
        with lock:
            held.set()
            may_end.wait(PATIENCE)

    thread = Thread(target=hold)
    thread.start()
    held.wait(PATIENCE)
    child = call_in_a_child(lock.acquire)
    may_end.set()
    thread.join()
    os.waitpid(child, 0)


def call_in_a_child(call, *args):
    child = fork()
    if not child:
        call(*args)
        os._exit(0)
    return child


# Logging


class SlowToFormat:
    def __init__(self):
        self.begun, self.may_end = Event(), Event()

    def __str__(self):
        self.begun.set()
        self.may_end.wait(PATIENCE)
        return "formatted"


def log_while_a_thread_formats():
    with a_log() as (log, _):
        message = SlowToFormat()
        thread = Thread(target=log.error, args=(message,))
        thread.start()
        message.begun.wait(PATIENCE)
        child = call_in_a_child(log.error, "from the child")
        message.may_end.set()
        thread.join()
        os.waitpid(child, 0)


def log_while_a_thread_writes():
    with a_log() as (log, reader):
        thread = Thread(target=log.error, args=("x" * LONG,))
        thread.start()
        # What has arrived is the begin of it: the thread is in the midst of writing until somebody reads on.
        wait([reader], PATIENCE)
        child = call_in_a_child(log.error, "from the child")
        left = LONG
        while left > 0:
            left -= len(os.read(reader.fileno(), LONG))
        thread.join()
        os.waitpid(child, 0)


@contextmanager
def a_log():
    """A log that is written to a pipe, and the end of the pipe where it can be read."""
    reader, writer = os.pipe()
    with open(reader, "rb", buffering=0) as read_from, open(writer, "w") as stream:
        log = logging.Logger("of the program")
        log.addHandler(logging.StreamHandler(stream))
        yield log, read_from
