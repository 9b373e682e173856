"""Context variables, and threads that somebody starts. Standard library only."""

import contextvars
from contextvars import ContextVar
from threading import Thread

VARIABLE = ContextVar("VARIABLE", default="nothing")


def a_thread(value):
    return found_by(value, Thread)


def a_thread_in_a_copy_of_the_context(value):
    def in_a_copy(target):
        return Thread(target=contextvars.copy_context().run, args=(target,))

    return found_by(value, in_a_copy)


def a_thread_in_an_empty_context(value):
    def in_an_empty_one(target):
        return Thread(target=contextvars.Context().run, args=(target,))

    return found_by(value, in_an_empty_one)


def found_by(value, make):
    """What a thread finds in a variable that its starter has set."""
    found = []
    token = VARIABLE.set(value)
    try:
        thread = make(target=lambda: found.append(VARIABLE.get()))
        thread.start()
        thread.join()
    finally:
        VARIABLE.reset(token)
    return found[0]
