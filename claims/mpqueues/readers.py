"""Queues and the processes at both ends. Standard library only: spawned children import this module."""

import os
import signal
import sys
import time
from threading import Thread, main_thread

from claims.start import joined

# The child that puts


def join_then_take(processes, size):
    queue = processes.Queue()
    child = processes.Process(target=put_bytes, args=(queue, size))
    child.start()
    child.join()
    queue.get()


def take_then_join(processes, size):
    queue = processes.Queue()
    child = processes.Process(target=put_bytes, args=(queue, size))
    child.start()
    queue.get()
    child.join()


def put_bytes(queue, size):
    queue.put(bytes(size))


# A task of a pool


def as_an_argument(processes, item):
    queue = processes.Queue()
    with joined(processes.Pool(1)) as pool:
        pool.apply(put, (queue, item))
        return queue.get()


def through_the_initializer(processes, item):
    queue = processes.Queue()
    with joined(processes.Pool(1, initializer=remember, initargs=(queue,))) as pool:
        pool.apply(put_on_the_queue, (item,))
        return queue.get()


def put(queue, item):
    queue.put(item)


def remember(queue):
    global the_queue
    the_queue = queue


def put_on_the_queue(item):
    the_queue.put(item)


# A reader that is killed


def a_reader_killed_in_get(processes):
    read_after_a_reader_was_killed(processes, get_and_be_killed)


def a_reader_killed_elsewhere(processes):
    read_after_a_reader_was_killed(processes, be_killed)


def read_after_a_reader_was_killed(processes, reader):
    queue = processes.Queue()
    child = processes.Process(target=reader, args=(queue,))
    child.start()
    child.join()
    queue.put("for somebody else")
    queue.get()


def get_and_be_killed(queue):
    Thread(target=be_killed_once_it_waits, args=(main_thread().ident,), daemon=True).start()
    queue.get()


def be_killed_once_it_waits(thread):
    while "recv_bytes" not in functions_of(sys._current_frames()[thread]):
        time.sleep(0.001)
    be_killed()


def functions_of(frame):
    while frame is not None:
        yield frame.f_code.co_name
        frame = frame.f_back


def be_killed(queue=None):
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)
