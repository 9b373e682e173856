"""What the tests of hanging run in children. Standard library only: spawned children import this module."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from time import process_time, sleep

GIVE_UP = 60


def take_a_lock_twice():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def wait_in_another_thread():
    thread = threading.Thread(target=take_a_lock_twice, name="the other")
    thread.start()
    thread.join()


async def wait_for_an_event():
    await asyncio.Event().wait()


async def wait_for_each_other():
    async def wait_for(name):
        await tasks[name]

    tasks = {name: asyncio.create_task(wait_for(other), name=name) for name, other in [("one", "two"), ("two", "one")]}
    await tasks["one"]


async def double_soon(number):
    await asyncio.sleep(0)
    return 2 * number


def leave_a_full_queue(size):
    """Return, and leave to the exit to write what nobody reads."""
    multiprocessing.Queue().put("x" * size)


def say_and_stay(path):
    """Start a process that stays, in a session of its own; write both process ids to `path`, and stay."""
    grandchild = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({GIVE_UP})"], start_new_session=True)
    half = Path(f"{path}.half")
    half.write_text(f"{os.getpid()} {grandchild.pid}")
    half.replace(path)
    sleep(GIVE_UP)


def interrupt_the_test_and_stay(path):
    half = Path(f"{path}.half")
    half.write_text(str(os.getpid()))
    half.replace(path)
    os.kill(os.getppid(), signal.SIGINT)
    sleep(GIVE_UP)


def how_signals_are_handled():
    return [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, signal.SIGPIPE)]


def run_a_child(start_method):
    child = multiprocessing.get_context(start_method).Process(target=abs, args=(1,))
    child.start()
    child.join()
    return child.exitcode


def thread_name():
    return threading.current_thread().name


def fail():
    raise ValueError("as told")


def contradict():
    raise AssertionError("it is not so")


class Closed(Exception):
    """An exception that cannot be made again from what pickle keeps of it."""

    def __init__(self, one, two):
        super().__init__(one)


def fail_in_a_way_that_does_not_travel():
    raise Closed("closed", 2)


def start_two():
    for _ in range(2):
        child = multiprocessing.Process(target=abs, args=(1,))
        child.start()
        child.join()


def compute_for(seconds):
    """End after so many CPU seconds."""
    until = process_time() + seconds
    while process_time() < until:
        pass


def spin():
    """Compute without end."""
    while True:
        pass
