"""What becomes of other threads when the main thread ends. Standard library only: fresh interpreters import it."""

import _thread
from threading import Event, Thread, main_thread
from time import sleep

#: Real seconds after which nobody waits any longer for somebody who should have answered at once.
PATIENCE = 30

# Their work


def start_a_thread(nap):
    leave_behind(nap, lambda work: Thread(target=work).start())


def start_a_low_level_thread(nap):
    leave_behind(nap, lambda work: _thread.start_new_thread(work, ()))


def leave_behind(nap, start):
    begun = Event()

    def work():
        begun.set()
        main_thread().join()
        sleep(nap)
        print("the work is done", flush=True)

    start(work)
    begun.wait(PATIENCE)
    print("the main thread ends", flush=True)


# Their clean-up


def leave_a_daemon_where_it_stands():
    a_daemon_in_a_try_statement(lambda daemon, stop: None)


def tell_a_daemon_to_end():
    def tell(daemon, stop):
        stop.set()
        daemon.join()

    a_daemon_in_a_try_statement(tell)


def a_daemon_in_a_try_statement(afterwards):
    begun, stop = Event(), Event()

    def work():
        try:
            with CleanUp():
                begun.set()
                stop.wait()
        finally:
            print("finally", flush=True)

    daemon = Thread(target=work, daemon=True)
    daemon.start()
    begun.wait(PATIENCE)
    afterwards(daemon, stop)
    print("the main thread ends", flush=True)


class CleanUp:
    def __enter__(self):
        print("enter", flush=True)

    def __exit__(self, *error):
        print("exit", flush=True)
