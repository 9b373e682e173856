"""Threads that use one list. Standard library only."""

from threading import Event

from claims.atomic.side_by_side import run_side_by_side

#: Real seconds after which nobody waits any longer for somebody who should have answered at once.
PATIENCE = 30

#: Items of the list that is copied, one by one: meanwhile the other thread gets its turn.
LONG = 2000
#: After so many rounds it begins anew, before it has grown much longer.
ROUNDS = 500

numbers = []

# Two threads lengthen a list: how many items are missing in the end?


def append(rounds):
    def lengthen():
        for number in range(rounds):
            numbers.append(number)

    return _missing(lengthen, rounds)


def add_in_place(rounds):
    def lengthen():
        global numbers
        for number in range(rounds):
            numbers += [number]

    return _missing(lengthen, rounds)


def replace_by_a_longer_one(rounds):
    return sum(_missing_after_copies(min(ROUNDS, rounds - done)) for done in range(0, rounds, ROUNDS))


def _missing_after_copies(rounds):
    def lengthen():
        global numbers
        for number in range(rounds):
            numbers = longer(numbers, number)

    return _missing(lengthen, rounds, begin=LONG)


def longer(items, item):
    copy = []
    for one in items:
        copy.append(one)
    return [*copy, item]


def _missing(lengthen, rounds, begin=0):
    global numbers
    numbers = list(range(begin))
    run_side_by_side(lengthen, lengthen)
    return begin + 2 * rounds - len(numbers)


# One thread sorts a list, another one looks at its length: how often is it another one?


def sort_numbers(items, rounds):
    numbers = list(range(items, 0, -1))

    def sort():
        for _ in range(rounds):
            numbers.sort()
            numbers.reverse()

    return _times_it_was_shorter(numbers, sort)


def sort_by_a_key(items, rounds):
    numbers = list(range(items, 0, -1))

    def sort():
        for _ in range(rounds):
            numbers.sort(key=negative)

    return _times_it_was_shorter(numbers, sort)


def put_a_sorted_copy_in_its_place(items, rounds):
    numbers = list(range(items, 0, -1))

    def sort():
        for _ in range(rounds):
            numbers[:] = sorted(numbers)
            numbers.reverse()

    return _times_it_was_shorter(numbers, sort)


def negative(number):
    return -number


def _times_it_was_shorter(numbers, sort):
    length, seen, done = len(numbers), [], []

    def sort_all():
        sort()
        done.append(True)

    def look():
        while not done:
            if len(numbers) != length:
                seen.append(True)

    run_side_by_side(sort_all, look)
    return len(seen)


# What another thread sees at a moment at which a list is being sorted


def seen_while_a_key_is_computed(numbers):
    return _seen_meanwhile(numbers, lambda key: numbers.sort(key=key))


def seen_while_a_copy_is_sorted(numbers):
    return _seen_meanwhile(numbers, lambda key: sorted(numbers, key=key))


def _seen_meanwhile(numbers, sort):
    is_sorted, was_seen, seen = Event(), Event(), []

    def key(number):
        is_sorted.set()
        was_seen.wait(PATIENCE)
        return number

    def look():
        is_sorted.wait(PATIENCE)
        seen.append(list(numbers))
        was_seen.set()

    run_side_by_side(lambda: sort(key), look)
    return seen[0]
