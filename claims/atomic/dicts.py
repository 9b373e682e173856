"""Threads that use one dict. Standard library only."""

from collections import defaultdict
from threading import Barrier, Thread

from claims.atomic.side_by_side import run_side_by_side

# Two threads delete what is there: how often is it gone by then?


class Key:
    """A key as people write them, with a hash and an equality of its own."""

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return hash(self.number)

    def __eq__(self, other):
        return self.number == other.number


def delete_what_is_there(rounds):
    return _delete([f"key {number}" for number in range(rounds)])


def delete_what_is_there_by_keys_of_a_class(rounds):
    return _delete([Key(number) for number in range(rounds)])


def _delete(keys):
    shared, errors = dict.fromkeys(keys), []

    def delete_all():
        for key in keys:
            try:
                if key in shared:
                    del shared[key]
            except KeyError as error:
                errors.append(error)

    run_side_by_side(delete_all, delete_all)
    return len(errors)


def pop_what_is_there(rounds):
    keys = [f"key {number}" for number in range(rounds)]
    shared, errors = dict.fromkeys(keys), []

    def pop_all():
        for key in keys:
            try:
                shared.pop(key, None)
            except KeyError as error:
                errors.append(error)

    run_side_by_side(pop_all, pop_all)
    return len(errors)


# A thread adds a key while another one iterates


def iterate(keys, position):
    shared = dict.fromkeys(keys)
    return _iterate(shared, shared, position)


def iterate_over_a_list_of_the_keys(keys, position):
    shared = dict.fromkeys(keys)
    return _iterate(list(shared), shared, position)


def _iterate(iterated, shared, position):
    for number, _ in enumerate(iterated):
        if number == position:
            thread = Thread(target=shared.setdefault, args=("another key",))
            thread.start()
            thread.join()
    return shared


# Two threads ask for the value of one key: how often do they get different ones?


def set_default(rounds):
    return _times_they_differ([{} for _ in range(rounds)], lambda shared: shared.setdefault("key", []))


def look_and_set(rounds):
    return _times_they_differ([{} for _ in range(rounds)], look_for_the_key_and_set_it)


def look_for_the_key_and_set_it(shared):
    if "key" not in shared:
        shared["key"] = an_empty_list()
    return shared["key"]


def an_empty_list():
    return []


def ask_for_a_default_of_list(rounds):
    return _times_they_differ([defaultdict(list) for _ in range(rounds)], lambda shared: shared["key"])


def _times_they_differ(dicts, ask):
    ours, theirs = [], []
    run_side_by_side(lambda: ours.extend(map(ask, dicts)), lambda: theirs.extend(map(ask, dicts)))
    return sum(one is not other for one, other in zip(ours, theirs, strict=True))


# Two threads make a default for one key at the same moment


def both_append_to_a_default():
    return _both_append(defaultdict)


def both_append_to_what_they_set_as_default():
    return _both_append(SetsDefaults)


def both_append_to_what_they_put_there():
    return _both_append(Puts)


class SetsDefaults(defaultdict):
    def __missing__(self, key):
        return self.setdefault(key, self.default_factory())


class Puts(defaultdict):
    def __missing__(self, key):
        value = self[key] = self.default_factory()
        return value


def _both_append(kind):
    """Each default waits until the other thread makes one, too: both have found that the key is missing."""
    both = Barrier(2)
    shared = kind(lambda: (both.wait(), [])[1])
    run_side_by_side(lambda: shared["key"].append("ours"), lambda: shared["key"].append("theirs"))
    return shared["key"]
