"""The methods of threading that were once written in camelCase. Standard library only."""

import threading
import warnings
from threading import Condition, Event, Thread


def is_alive_in_camel_case(thread):
    return thread.isAlive()


def is_alive_in_lower_case(thread):
    return thread.is_alive()


IN_CAMEL_CASE = {
    "getName": lambda: Thread().getName(),
    "setName": lambda: Thread().setName("a name"),
    "isDaemon": lambda: Thread().isDaemon(),
    "setDaemon": lambda: Thread().setDaemon(True),
    "currentThread": lambda: threading.currentThread(),
    "activeCount": lambda: threading.activeCount(),
    "isSet": lambda: Event().isSet(),
    "notifyAll": lambda: notify_all("notifyAll"),
}

IN_LOWER_CASE = {
    "getName": lambda: Thread().name,
    "setName": lambda: setattr(Thread(), "name", "a name"),
    "isDaemon": lambda: Thread().daemon,
    "setDaemon": lambda: setattr(Thread(), "daemon", True),
    "currentThread": lambda: threading.current_thread(),
    "activeCount": lambda: threading.active_count(),
    "isSet": lambda: Event().is_set(),
    "notifyAll": lambda: notify_all("notify_all"),
}


def notify_all(method):
    condition = Condition()
    with condition:
        getattr(condition, method)()


def warnings_in_camel_case(name):
    return warnings_of(IN_CAMEL_CASE[name])


def warnings_in_lower_case(name):
    return warnings_of(IN_LOWER_CASE[name])


def warnings_of(call):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    return [warning.category for warning in caught]
