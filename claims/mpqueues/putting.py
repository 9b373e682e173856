"""What put does at once and what it leaves to its thread. Standard library only."""

import multiprocessing
import time

# What cannot be pickled: each runs as a program of its own


def put_a_lambda_on_a_queue():
    queue = multiprocessing.Queue()
    print(outcome(queue.put, lambda: 1))
    queue.put("the next one")
    print(queue.get())


def put_a_lambda_on_a_simple_queue():
    queue = multiprocessing.SimpleQueue()
    print(outcome(queue.put, lambda: 1))
    queue.put("the next one")
    print(queue.get())


def outcome(call, *args):
    try:
        call(*args)
    except Exception as error:
        return f"raised {type(error).__name__}"
    return "raised nothing"


# empty


def put_what_is_slow_to_pickle(slow):
    put_and_wait_until_not_empty(multiprocessing.Queue(), slow)


def put_what_is_quick_to_pickle(slow):
    put_and_wait_until_not_empty(multiprocessing.Queue(), "quick")


def put_and_wait_until_not_empty(queue, item):
    queue.put(item)
    while queue.empty():
        time.sleep(0.001)
    queue.get()


# Changes after put


def a_change_shows_on_a_queue(slow):
    return what_arrives(multiprocessing.Queue(), slow) == "after"


def a_change_shows_on_a_simple_queue(slow):
    return what_arrives(multiprocessing.SimpleQueue(), slow) == "after"


def what_arrives(queue, slow):
    item = [slow, "before"]
    queue.put(item)
    item[1] = "after"
    return queue.get()[1]
