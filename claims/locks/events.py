"""Event: who hears of it, and what waiting for it costs. Standard library only."""

from pathlib import Path
from threading import Event, Thread
from time import sleep

# A short pulse


def pulse_while_they_wait(threads, nap):
    return heard_a_pulse(threads, nap, begin=lambda event, may_wait: None)


def pulse_before_they_wait(threads, nap):
    return heard_a_pulse(threads, nap, begin=lambda event, may_wait: may_wait.wait())


def heard_a_pulse(threads, nap, begin):
    """How many threads are told that the event was set, where each waits for it after `begin`."""
    event, may_wait, found = Event(), Event(), []

    def work():
        begin(event, may_wait)
        found.append(event.wait(3 * nap))

    workers = [Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    sleep(nap)
    event.set()
    event.clear()
    may_wait.set()
    for worker in workers:
        worker.join()
    return found.count(True)


# Waiting with a time-out


def wait_with_a_timeout(nap):
    event = Event()
    return wake_ups_during(lambda: event.wait(nap))


def look_twenty_times(nap):
    event = Event()

    def poll():
        for _ in range(20):
            if event.is_set():
                break
            sleep(nap / 20)

    return wake_ups_during(poll)


def wake_ups_during(wait):
    before = times_slept()
    wait()
    return times_slept() - before


def times_slept():
    """How often the system has put this thread to sleep."""
    status = Path("/proc/thread-self/status").read_text()
    return int(status.partition("\nvoluntary_ctxt_switches:")[2].split()[0])
