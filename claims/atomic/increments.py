"""Two threads that add to one number: each program returns how many updates were lost. Standard library only."""

from threading import Lock
from types import SimpleNamespace

from claims.atomic.side_by_side import run_side_by_side

number = 0


def one():
    return 1


def add_one(rounds):
    def add():
        global number
        for _ in range(rounds):
            number += 1

    return _lost(add, rounds)


def add_one_by_a_call(rounds):
    def add():
        global number
        for _ in range(rounds):
            number += one()

    return _lost(add, rounds)


def add_one_under_a_lock(rounds):
    lock = Lock()

    def add():
        global number
        for _ in range(rounds):
            with lock:
                number += 1

    return _lost(add, rounds)


def add_one_by_a_call_under_a_lock(rounds):
    lock = Lock()

    def add():
        global number
        for _ in range(rounds):
            with lock:
                number += one()

    return _lost(add, rounds)


def _lost(add, rounds):
    global number
    number = 0
    run_side_by_side(add, add)
    return 2 * rounds - number


# A number that is kept elsewhere


def add_one_to_a_field(kind, rounds):
    total = SimpleNamespace(number=0)
    items = {"number": 0}

    def add_to_an_attribute():
        for _ in range(rounds):
            total.number += 1

    def add_to_an_item():
        for _ in range(rounds):
            items["number"] += 1

    add = {"attribute": add_to_an_attribute, "item": add_to_an_item}[kind]
    run_side_by_side(add, add)
    return 2 * rounds - total.number - items["number"]


def add_one_to_a_field_by_a_call(kind, rounds):
    total = SimpleNamespace(number=0)
    items = {"number": 0}

    def add_to_an_attribute():
        for _ in range(rounds):
            total.number += one()

    def add_to_an_item():
        for _ in range(rounds):
            items["number"] += one()

    add = {"attribute": add_to_an_attribute, "item": add_to_an_item}[kind]
    run_side_by_side(add, add)
    return 2 * rounds - total.number - items["number"]
