"""What Ctrl-C does to a program with threads. Standard library only: fresh interpreters import it."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread, main_thread
from time import sleep

#: Real seconds after which nobody waits any longer for somebody who should have answered at once.
PATIENCE = 30

# What becomes of the thread


def main_joins_it(nap):
    interrupted(nap, Thread.join)


def main_sleeps(nap):
    interrupted(nap, lambda thread: asleep())


def main_joins_a_daemon(nap):
    interrupted(nap, Thread.join, daemon=True)


def interrupted(nap, wait, daemon=False):
    """A program that Ctrl-C ends while its main thread waits. It says so itself, where a traceback would be printed."""

    def work():
        ready_when_main_waits_in("join", "asleep")
        main_thread().join()
        sleep(nap)
        print("the thread ends", flush=True)

    thread = Thread(target=work, daemon=daemon)
    try:
        thread.start()
        wait(thread)
    except KeyboardInterrupt:
        print("KeyboardInterrupt in the main thread", flush=True)


def asleep():
    sleep(PATIENCE)


# Does it come through?


def waiting_in_join(limit):
    def wait_for(work):
        thread = Thread(target=work)
        thread.start()
        thread.join()

    print_which_is_first(limit, wait_for)


def waiting_in_a_with_statement(limit):
    def wait_for(work):
        with ThreadPoolExecutor(1) as executor:
            executor.submit(work).result()

    print_which_is_first(limit, wait_for)


def print_which_is_first(limit, wait_for):
    """Whether the main thread goes on at Ctrl-C, or the thread for which it waits ends first, since that takes no longer."""
    told, answer, answered = Event(), [], Event()

    def work():
        ready_when_main_waits_in("join", "result")
        answer.append("KeyboardInterrupt" if told.wait(limit) else "the end of the thread")
        answered.set()

    try:
        wait_for(work)
    except KeyboardInterrupt:
        told.set()
        answered.wait(PATIENCE)
    print("first:", *answer, flush=True)


def ready_when_main_waits_in(*names):
    """Ask for the signal once the main thread stands still in a function of such a name."""
    before = None
    while True:
        frames = frames_of(main_thread())
        if frames == before and {name for name, _ in frames} & set(names):
            print("ready", flush=True)
            return
        before = frames
        sleep(0.01)


def frames_of(thread):
    frame, frames = sys._current_frames().get(thread.ident), []
    while frame is not None:
        frames.append((frame.f_code.co_name, frame.f_lasti))
        frame = frame.f_back
    return frames
