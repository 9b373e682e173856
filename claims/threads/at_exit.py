"""Threads and what is registered to be called at the exit. Standard library only: fresh interpreters import it."""

import atexit
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread, main_thread

#: Real seconds after which nobody waits any longer for somebody who should have answered at once.
PATIENCE = 30

# Telling a thread to stop


def tell_a_thread_at_the_exit(nap):
    tell_at_the_exit(nap, daemon=False)


def tell_a_daemon_at_the_exit(nap):
    tell_at_the_exit(nap, daemon=True)


def tell_at_the_exit(nap, daemon):
    stop, ended = Event(), Event()

    def work():
        main_thread().join()
        print("the thread is told to stop" if stop.wait(nap) else "the thread ends untold", flush=True)
        ended.set()

    def tell():
        print("the function is called", flush=True)
        stop.set()
        ended.wait(PATIENCE)

    atexit.register(tell)
    Thread(target=work, daemon=daemon).start()


# Starting a thread


def start_a_thread_at_the_exit():
    atexit.register(attempt, run_a_thread)


def submit_to_an_executor_at_the_exit():
    atexit.register(attempt, run_an_executor)


def start_a_thread_before_the_exit():
    attempt(run_a_thread)


def start_a_thread_from_one_that_runs_on():
    after_the_end_of_the_main_thread(run_a_thread)


def submit_from_a_thread_that_runs_on():
    after_the_end_of_the_main_thread(run_an_executor)


def after_the_end_of_the_main_thread(run):
    def work():
        main_thread().join()
        attempt(run)

    Thread(target=work).start()


def attempt(run):
    try:
        run(lambda: print("it runs", flush=True))
    except RuntimeError:
        print("RuntimeError", flush=True)


def run_a_thread(target):
    thread = Thread(target=target)
    thread.start()
    thread.join()


def run_an_executor(target):
    with ThreadPoolExecutor(1) as executor:
        executor.submit(target).result()
