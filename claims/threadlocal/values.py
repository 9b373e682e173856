"""Values that belong to a thread. Standard library only."""

import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

# Set by one thread, read by another


def an_attribute(value):
    local = threading.local()
    local.setting = value
    return read_in_another_thread(lambda: local.setting), local.setting


def a_default_of_a_subclass(value):
    class Settings(threading.local):
        setting = value

    local = Settings()
    return read_in_another_thread(lambda: local.setting), local.setting


def read_in_another_thread(read):
    found = []

    def work():
        try:
            found.append(read())
        except AttributeError as error:
            found.append(type(error))

    thread = Thread(target=work)
    thread.start()
    thread.join()
    return found[0]


# Set by one task, read by the next


def tasks_of_a_pool_thread(values):
    with ThreadPoolExecutor(1) as executor:
        return found_by_tasks(values, lambda task, value: executor.submit(task, value).result())


def tasks_in_threads_of_their_own(values):
    def run(task, value):
        # A pool for each task: a thread that has run no other.
        with ThreadPoolExecutor(1) as executor:
            return executor.submit(task, value).result()

    return found_by_tasks(values, run)


def found_by_tasks(values, run):
    """What each task finds, before it leaves a value of its own."""
    local = threading.local()

    def task(value):
        found = getattr(local, "value", None)
        local.value = value
        return found

    return [run(task, value) for value in values]
