"""Threads that ask for one value, which is to be computed once. Standard library only."""

from functools import cache, cached_property
from threading import Event, Lock

from claims.atomic.side_by_side import run_side_by_side


class Computation:
    """Computes a new object each time. The first time it goes on until somebody computes it again, or `nap` seconds."""

    def __init__(self, nap):
        self.nap = nap
        self._again = Event()
        self._begun = []

    @property
    def times(self):
        return len(self._begun)

    def __call__(self):
        self._begun.append(self)
        if self.times > 1:
            self._again.set()
        self._again.wait(self.nap)
        return object()


# A function that takes no arguments


def a_cached_function(threads, nap):
    compute = Computation(nap)

    @cache
    def get():
        return compute()

    return _ask(threads, get), compute.times


def a_cached_function_called_under_a_lock(threads, nap):
    compute, lock = Computation(nap), Lock()

    @cache
    def get():
        return compute()

    def ask():
        with lock:
            return get()

    return _ask(threads, ask), compute.times


def a_cached_function_called_before(threads, nap):
    """Any thread but the first finds the value in the cache."""
    compute = Computation(nap)

    @cache
    def get():
        return compute()

    first = get()
    return [first, *_ask(threads - 1, get)], compute.times


# An attribute


def a_cached_property(threads, nap):
    class Owner:
        @cached_property
        def value(self):
            return compute()

    compute, owner = Computation(nap), Owner()
    return _ask(threads, lambda: owner.value), compute.times


def a_property_that_looks_first(threads, nap):
    class Owner:
        @property
        def value(self):
            if "value" not in vars(self):
                vars(self)["value"] = compute()
            return vars(self)["value"]

    compute, owner = Computation(nap), Owner()
    return _ask(threads, lambda: owner.value), compute.times


def a_property_that_looks_under_a_lock(threads, nap):
    class Owner:
        @property
        def value(self):
            with lock:
                if "value" not in vars(self):
                    vars(self)["value"] = compute()
            return vars(self)["value"]

    compute, owner, lock = Computation(nap), Owner(), Lock()
    return _ask(threads, lambda: owner.value), compute.times


def _ask(threads, get):
    got = []
    run_side_by_side(*[lambda: got.append(get())] * threads)
    return got
