"""Timer: how often does it fire, and who waits for it? Standard library only."""

from threading import Thread, Timer

# How often?


def a_timer(calls):
    return calls_of(Timer, calls)


def a_timer_that_goes_on(calls):
    class Repeating(Timer):
        def run(self):
            while not self.finished.wait(self.interval):
                self.function(*self.args, **self.kwargs)

    return calls_of(Repeating, calls)


def calls_of(kind, at_most):
    """How often a timer has called its function when its thread ends, which is cancelled after `at_most` calls."""
    calls = 0

    def call():
        nonlocal calls
        calls += 1
        if calls == at_most:
            timer.cancel()

    timer = kind(0.01, call)
    timer.start()
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
