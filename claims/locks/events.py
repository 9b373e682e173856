"""Event: who hears of it, and what waiting for it costs. Standard library only."""

from pathlib import Path
from threading import Event, Thread
from time import sleep

from claims.locks.waiting import until_they_wait

#: Real seconds after which a thread that should have been woken gives up.
PATIENCE = 60

# A short pulse


def pulse_while_they_wait(threads):
    event, told = Event(), []
    workers = start_waiting(threads, event, PATIENCE, told)
    until_they_wait(workers)
    pulse(event)
    return told_in_the_end(workers, told)


def pulse_before_they_wait(threads):
    event, told = Event(), []
    pulse(event)
    workers = start_waiting(threads, event, 0.05, told)
    return told_in_the_end(workers, told)


def pulse(event):
    event.set()
    event.clear()


def start_waiting(threads, event, timeout, told):
    workers = [Thread(target=lambda: told.append(event.wait(timeout))) for _ in range(threads)]
    for worker in workers:
        worker.start()
    return workers


def told_in_the_end(workers, told):
    """How many threads were told that the event was set."""
    for worker in workers:
        worker.join()
    return told.count(True)


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
