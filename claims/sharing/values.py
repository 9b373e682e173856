"""Values, locks and updates from several processes. Standard library only: spawned children import this module."""

import os
import signal
import time

#: Real seconds after which nobody waits any longer.
PATIENCE = 60

# A value


def without_its_lock(processes, one, rounds):
    return lost_updates_of_a_value(processes, one, rounds, add)


def with_its_lock(processes, one, rounds):
    return lost_updates_of_a_value(processes, one, rounds, add_under_its_lock)


def lost_updates_of_a_value(processes, one, rounds, add):
    """How many updates are lost of those that the parent and a child make at the same time."""
    value = processes.Value("i", 0)
    both = processes.Barrier(2)
    child = processes.Process(target=meet_and_add, args=(both, add, value, one, rounds))
    child.start()
    meet_and_add(both, add, value, one, rounds)
    child.join()
    return 2 * rounds - value.value


def meet_and_add(both, add, *args):
    both.wait(PATIENCE)
    add(*args)


def add(value, one, rounds):
    for _ in range(rounds):
        value.value += one


def add_under_its_lock(value, one, rounds):
    for _ in range(rounds):
        with value.get_lock():
            value.value += one


# The item of a manager's dict


def without_a_lock(processes, one, rounds):
    return lost_updates_of_an_item(processes, one, rounds, NoLock())


def with_a_lock(processes, one, rounds):
    return lost_updates_of_an_item(processes, one, rounds, processes.Lock())


class NoLock:
    def __enter__(self):
        pass

    def __exit__(self, *error):
        pass


def lost_updates_of_an_item(processes, one, rounds, lock):
    with processes.Manager() as manager:
        shared = manager.dict(number=0)
        both = processes.Barrier(2)
        child = processes.Process(target=meet_and_add, args=(both, add_to_an_item, shared, one, rounds, lock))
        child.start()
        meet_and_add(both, add_to_an_item, shared, one, rounds, lock)
        child.join()
        return 2 * rounds - shared["number"]


def add_to_an_item(shared, one, rounds, lock):
    for _ in range(rounds):
        with lock:
            shared["number"] += one


# Locks


def a_holder_that_is_killed(processes):
    take_after(processes, take_and_be_killed)


def a_holder_that_raises(processes):
    take_after(processes, take_and_fail)


def take_after(processes, holder):
    lock = processes.Lock()
    child = processes.Process(target=holder, args=(lock,))
    child.start()
    child.join()
    lock.acquire()


def take_and_be_killed(lock):
    with lock:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)


def take_and_fail(lock):
    with lock:
        raise SystemExit


def a_lock_of_the_parent(processes):
    lock = processes.Lock()
    lock.acquire()
    return release_in_a_child(processes, lock)


def a_lock_of_nobody(processes):
    return release_in_a_child(processes, processes.Lock())


def a_recursive_lock_of_the_parent(processes):
    lock = processes.RLock()
    lock.acquire()
    return release_in_a_child(processes, lock)


def release_in_a_child(processes, lock):
    receiver, sender = processes.Pipe(duplex=False)
    child = processes.Process(target=release_and_tell, args=(lock, sender))
    child.start()
    said = receiver.recv()
    child.join()
    return said


def release_and_tell(lock, sender):
    try:
        lock.release()
    except Exception as error:
        sender.send(type(error).__name__)
    else:
        sender.send("released")
