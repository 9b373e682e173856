"""Proxies of a manager's lists and dicts. Standard library only: spawned children import this module."""

import json
from threading import Barrier, Thread

#: Real seconds after which nobody waits any longer.
PATIENCE = 60

# What sits in a dict


def a_plain_list_in_it(processes, items):
    with processes.Manager() as manager:
        return append_to_what_sits_in(manager.dict(nested=[]), items)


def a_managers_list_in_it(processes, items):
    with processes.Manager() as manager:
        return append_to_what_sits_in(manager.dict(nested=manager.list()), items)


def append_to_what_sits_in(shared, items):
    for item in items:
        shared["nested"].append(item)
    return list(shared["nested"])


# Threads that use one proxy


def an_item_for_each(processes, threads, rounds):
    return wrong_answers(processes, threads, rounds, lambda thread: thread)


def one_item_for_all(processes, threads, rounds):
    return wrong_answers(processes, threads, rounds, lambda thread: "the same")


def wrong_answers(processes, threads, rounds, item_of):
    """How often a thread reads another number than it has written, once all others have written, too."""
    wrong = []
    with processes.Manager() as manager:
        shared = manager.dict()
        everybody = Barrier(threads)

        def write_and_read(thread):
            for number in range(rounds):
                shared[item_of(thread)] = (thread, number)
                everybody.wait(PATIENCE)
                if shared[item_of(thread)] != (thread, number):
                    wrong.append(number)

        users = [Thread(target=write_and_read, args=(thread,)) for thread in range(threads)]
        for user in users:
            user.start()
        for user in users:
            user.join()
    return len(wrong)


# What takes a dict


def the_proxy(processes, use):
    with processes.Manager() as manager:
        return USES[use](manager.dict(DICT))


def a_copy_of_it(processes, use):
    with processes.Manager() as manager:
        return USES[use](manager.dict(DICT).copy())


DICT = {"a": 1}


def dumped(mapping):
    try:
        return json.dumps(mapping)
    except TypeError:
        return "TypeError"


def compared(mapping):
    return mapping == {"a": 1}


def asked_for_its_class(mapping):
    return isinstance(mapping, dict)


USES = {"json.dumps": dumped, "==": compared, "isinstance": asked_for_its_class}
#: What a dict answers.
ANSWERS = {use: function(DICT) for use, function in USES.items()}
