"""Timer: how often does it fire, and who waits for it? Standard library only."""

from threading import Event, Thread, Timer
from time import sleep

# How often?


def a_timer(interval, nap):
    return calls_of(Timer, interval, nap)


def a_timer_that_goes_on(interval, nap):
    class Repeating(Timer):
        def run(self):
            while not self.finished.wait(self.interval):
                self.function(*self.args, **self.kwargs)

    return calls_of(Repeating, interval, nap)


def calls_of(kind, interval, nap):
    """How often the function is called until `nap` after its first call."""
    calls, called = 0, Event()

    def call():
        nonlocal calls
        calls += 1
        called.set()

    timer = kind(interval, call)
    timer.start()
    called.wait()
    sleep(nap)
    timer.cancel()
    timer.join()
    return calls


# Who waits for it? Each runs as a program of its own.


def started_by_the_main_thread(interval):
    start_a_timer(interval)
    print("the main thread ends", flush=True)


def started_by_a_daemon_thread(interval):
    thread = Thread(target=start_a_timer, args=(interval,), daemon=True)
    thread.start()
    thread.join()
    print("the main thread ends", flush=True)


def start_a_timer(interval):
    Timer(interval, print, ["the timer fires"], {"flush": True}).start()
