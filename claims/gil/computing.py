"""Threads that compute, and what others wait for beside them. Standard library only."""

import sys
from itertools import groupby
from threading import Lock, Semaphore, Thread
from time import sleep

from claims.atomic.side_by_side import run_side_by_side

#: Real seconds that a short wait for input takes.
SHORT = 0.0002

# Two threads work at once: how many rounds does one of them do in a row?


def rounds_in_a_row(rounds):
    log = []

    def work(name):
        for _ in range(rounds):
            log.append(name)

    run_side_by_side(lambda: work("A"), lambda: work("B"))
    return log, _longest(log)


def rounds_by_turns(rounds):
    """Each thread hands on after ten rounds."""
    log, turn_of_a, turn_of_b = [], Semaphore(1), Semaphore(0)

    def work(name, mine, others):
        for begin in range(0, rounds, 10):
            mine.acquire()
            for _ in range(begin, min(begin + 10, rounds)):
                log.append(name)
            others.release()

    run_side_by_side(lambda: work("A", turn_of_a, turn_of_b), lambda: work("B", turn_of_b, turn_of_a))
    return log, _longest(log)


def _longest(log):
    return max(len(list(same)) for _, same in groupby(log))


# A thread waits for input beside one that computes


def short_waits_beside_a_computation(times, interval):
    _wait_beside(Computation.compute, times, interval, wait_for_input)


def short_waits_beside_a_computation_that_rests(times, interval):
    _wait_beside(Computation.compute_and_rest, times, interval, wait_for_input)


def waits_as_long_as_the_interval(times, interval):
    _wait_beside(Computation.compute, times, 0.005, lambda _: sleep(interval))


class Computation:
    def __init__(self):
        self.rounds = 0
        self.is_over = False

    def compute(self):
        while not self.is_over:
            self.rounds += 1

    def compute_and_rest(self):
        while not self.is_over:
            self.rounds += 1
            if self.rounds % 1000 == 0:
                sleep(SHORT)


def _wait_beside(way, times, interval, wait):
    before, computation = sys.getswitchinterval(), Computation()
    thread = Thread(target=way, args=(computation,))
    thread.start()
    try:
        sys.setswitchinterval(interval)
        for _ in range(times):
            wait(computation)
    finally:
        computation.is_over = True
        sys.setswitchinterval(before)
        thread.join()


def wait_for_input(computation):
    """Input that is there once the other thread has got on: on a busy machine that one may be slow to get a CPU."""
    rounds = computation.rounds
    while computation.rounds == rounds:
        sleep(SHORT)


# Check, then act


def check_and_act(rounds):
    made = {}

    def make_all():
        for key in range(rounds):
            if key not in made:
                made[key] = make(key)

    def make(key):
        times.append(key)
        return key

    times = []
    run_side_by_side(make_all, make_all)
    return len(times) - rounds


def check_and_act_under_a_lock(rounds):
    made, lock = {}, Lock()

    def make_all():
        for key in range(rounds):
            with lock:
                if key not in made:
                    made[key] = make(key)

    def make(key):
        times.append(key)
        return key

    times = []
    run_side_by_side(make_all, make_all)
    return len(times) - rounds
