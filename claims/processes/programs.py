"""The programs that the claims on processes are about. Standard library only: spawned children import this module."""

import json
import multiprocessing
import os
import threading
from collections import namedtuple
from contextlib import contextmanager
from importlib import import_module
from pickle import PicklingError
from threading import Thread
from types import ModuleType

from claims.start import joined

Birth = namedtuple("Birth", "parent_is_the_caller knows_the_change")
Life = namedtuple("Life", "got ran_in alive_afterwards")

# Asking for something in another process: what came back, or the error that kept it from leaving.


def ask_a_pool(processes, task, *args):
    with joined(processes.Pool(1)) as pool:
        try:
            return pool.apply(task, args)
        except (TypeError, PicklingError) as error:
            return error


def ask_a_process(processes, task, *args):
    answers = processes.SimpleQueue()
    child = processes.Process(target=put_answer, args=(answers, task, *args))
    try:
        child.start()
    except (TypeError, PicklingError) as error:
        return error
    child.join()
    return None if answers.empty() else answers.get()


def put_answer(answers, task, *args):
    answers.put(task(*args))


def another_start_method(processes):
    return multiprocessing.get_context("spawn" if processes.get_start_method() == "fork" else "fork")


# Instances


class Tally:
    def __init__(self, total):
        self.total = total

    def add(self, amount):
        self.total += amount
        return self.total


class LockedTally(Tally):
    def __init__(self, total):
        super().__init__(total)
        self.lock = threading.Lock()

    def add(self, amount):
        with self.lock:
            return super().add(amount)


def add_to(tally, amount):
    return tally.add(amount)


def an_instance(processes, total, amount):
    return ask_a_pool(processes, add_to, Tally(total), amount)


def an_instance_with_a_lock(processes, total, amount):
    return ask_a_pool(processes, add_to, LockedTally(total), amount)


def a_bound_method(processes, total, amount):
    return ask_a_pool(processes, Tally(total).add, amount)


def an_instance_then_a_bound_method(processes, total, amount):
    return [an_instance(processes, total, amount), a_bound_method(processes, total, amount)]


def the_same_with_a_lock(processes, total, amount):
    bound_method = LockedTally(total).add
    return [an_instance_with_a_lock(processes, total, amount), ask_a_pool(processes, bound_method, amount)]


# Modules


def dump_with(module, value):
    return module.dumps(value)


def dump_with_the_module_called(name, value):
    return import_module(name).dumps(value)


def a_module_made_by_hand():
    module = ModuleType("made_by_hand")
    module.dumps, module.lock = json.dumps, threading.Lock()
    return module


def a_module_to_a_pool(processes, value):
    return ask_a_pool(processes, dump_with, json, value)


def the_name_of_a_module_to_a_pool(processes, value):
    return ask_a_pool(processes, dump_with_the_module_called, json.__name__, value)


def a_module_made_by_hand_to_a_pool(processes, value):
    return ask_a_pool(processes, dump_with, a_module_made_by_hand(), value)


def a_module_to_a_process(processes, value):
    return ask_a_process(processes, dump_with, json, value)


def a_module_by_another_start_method(processes, value):
    return ask_a_process(another_start_method(processes), dump_with, json, value)


def a_module_made_by_hand_to_a_spawned_process(processes, value):
    return ask_a_process(multiprocessing.get_context("spawn"), dump_with, a_module_made_by_hand(), value)


# Start methods

START_METHODS = ("fork", "spawn", "forkserver")

settings = {"answer": "as imported"}


def a_child_by_each_start_method():
    return {name: birth_of_a_child(multiprocessing.get_context(name)) for name in multiprocessing.get_all_start_methods()}


def a_child_by_default_each_time():
    return {name: birth_of_a_child(multiprocessing) for name in multiprocessing.get_all_start_methods()}


def birth_of_a_child(processes):
    with changed_settings():
        parent, answer = ask_a_process(processes, parent_and_setting)
    return Birth(parent == os.getpid(), answer == "changed")


def parent_and_setting():
    return os.getppid(), settings["answer"]


@contextmanager
def changed_settings():
    settings["answer"] = "changed"
    yield
    settings["answer"] = "as imported"


def a_changed_global():
    with changed_settings():
        return {name: ask_a_process(multiprocessing.get_context(name), read_setting) for name in START_METHODS}


def a_changed_argument():
    with changed_settings():
        answer = settings["answer"]
        return {name: ask_a_process(multiprocessing.get_context(name), str, answer) for name in START_METHODS}


def read_setting():
    return settings["answer"]


def start_a_process_and_print_how():
    process = multiprocessing.Process(target=print, args=("the child ran",))
    process.start()
    process.join()
    print(multiprocessing.get_start_method())


def choose_another_start_method_first():
    usual = multiprocessing.get_start_method()
    multiprocessing.set_start_method("forkserver" if usual == "fork" else "fork", force=True)
    start_a_process_and_print_how()


# Processes and threads


def start_and_join(processes, number):
    return [life_of(kind, processes.SimpleQueue(), number) for kind in (Thread, processes.Process)]


def life_of(kind, answers, number):
    worker = kind(target=report, args=(answers, number))
    worker.start()
    worker.join()
    return Life(*answers.get(), worker.is_alive())


def call_run_in_place_of_start(processes, number):
    lives = []
    for kind in (Thread, processes.Process):
        answers = processes.SimpleQueue()
        worker = kind(target=report, args=(answers, number))
        worker.run()
        lives.append(Life(*answers.get(), worker.is_alive()))
    return lives


def report(answers, number):
    answers.put((number, here()))


def here():
    return os.getpid(), threading.get_ident()


def join_after_the_loop(processes, task, workers, nap):
    children = [processes.Process(target=task, args=(nap,)) for _ in range(workers)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    return [child.exitcode for child in children]


def join_inside_the_loop(processes, task, workers, nap):
    children = [processes.Process(target=task, args=(nap,)) for _ in range(workers)]
    for child in children:
        child.start()
        child.join()
    return [child.exitcode for child in children]


def a_list_changed_by_a_process(processes, number):
    return list_changed_by(processes.Process, processes.SimpleQueue(), number)


def a_list_changed_by_a_thread(processes, number):
    return list_changed_by(Thread, processes.SimpleQueue(), number)


def list_changed_by(kind, answers, number):
    numbers = []
    worker = kind(target=append_and_report, args=(numbers, number, answers))
    worker.start()
    worker.join()
    return numbers, answers.get()


def append_and_report(numbers, number, answers):
    numbers.append(number)
    answers.put(list(numbers))


def one_process_a_share(processes, work, shares):
    children = [processes.Process(target=work) for _ in range(shares)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    return [child.exitcode for child in children]


def one_process_for_all_shares(processes, work, shares):
    child = processes.Process(target=repeat, args=(work, shares))
    child.start()
    child.join()
    return [child.exitcode]


def repeat(work, times):
    for _ in range(times):
        work()
