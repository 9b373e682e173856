"""Whom join waits for, and threads with a class of their own. Standard library only."""

from threading import Thread, current_thread
from time import sleep

from claims.start import run_all

# Whom join waits for


def join_after_the_loop(workers, nap):
    threads = [Thread(target=sleep, args=(nap,)) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def join_inside_the_loop(workers, nap):
    for _ in range(workers):
        thread = Thread(target=sleep, args=(nap,))
        thread.start()
        thread.join()


def last_thread_sleeps_shortest(workers, nap):
    return _join_only_the_last([nap] * (workers - 1) + [nap / 5])


def last_thread_sleeps_longest(workers, nap):
    return _join_only_the_last([nap / 5] * (workers - 1) + [nap])


def _join_only_the_last(naps):
    threads = []
    for nap in naps:
        thread = Thread(target=sleep, args=(nap,))
        thread.start()
        threads.append(thread)
    thread.join()
    still_alive = sum(thread.is_alive() for thread in threads)
    _join(threads)
    return still_alive


def join_one(naps, chosen):
    return _ended_after_joining([chosen], naps)


def join_them_all(naps, chosen):
    return _ended_after_joining(range(len(naps)), naps)


def _ended_after_joining(some, naps):
    threads = _start([Thread(target=sleep, args=(nap,)) for nap in naps])
    _join(threads[number] for number in some)
    ended = [number for number, thread in enumerate(threads) if not thread.is_alive()]
    _join(threads)
    return ended


# A thread class of one's own


class Worker(Thread):
    def __init__(self, number, naps, report):
        super().__init__()
        self.number = number
        self.naps = naps
        self.report = report

    def run(self):
        for nap in self.naps:
            sleep(nap)
            self.report(self.number)


def workers_joined_in_the_loop(count, naps, report):
    for number in range(count):
        worker = Worker(number, naps, report)
        worker.start()
        worker.join()


def workers_not_joined_in_the_loop(count, naps, report):
    run_all([Worker(number, naps, report) for number in range(count)])


class Recorder(Thread):
    def __init__(self):
        super().__init__()
        self.ran_in = None

    def run(self):
        self.ran_in = current_thread()


def start_a_subclass():
    thread = Recorder()
    run_all([thread])
    return thread, thread.ran_in


def call_run_of_a_subclass():
    thread = Recorder()
    thread.run()
    return thread, thread.ran_in


def _start(threads):
    for thread in threads:
        thread.start()
    return threads


def _join(threads):
    for thread in threads:
        thread.join()
