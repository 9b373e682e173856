"""Starting the work of a thread again once it has finished. Standard library only."""

from threading import Thread


def the_same_thread(work, times):
    thread = Thread(target=work)
    return [outcome_of(start_and_join, thread) for _ in range(times)]


def a_new_thread_each_time(work, times):
    return [outcome_of(start_and_join, Thread(target=work)) for _ in range(times)]


def start_and_join(thread):
    thread.start()
    thread.join()


def outcome_of(call, *args):
    try:
        call(*args)
    except Exception as error:
        return type(error)
    return "ran"
