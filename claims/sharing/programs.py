"""The programs that the claims on shared lists and dicts are about. Standard library only: spawned children import this."""

from time import sleep

from claims.start import joined


def append(shared, number):
    shared.append(number)
    return len(shared)


def set_item(shared, number):
    shared[number] = 2 * number
    return len(shared)


def in_a_pool(processes, workers, tasks, function, shared):
    with joined(processes.Pool(workers)) as pool:
        results = [pool.apply_async(function, (shared, number)) for number in range(tasks)]
        return [result.get() for result in results]


def a_plain_list(processes, workers, tasks):
    shared = []
    lengths_in_children = in_a_pool(processes, workers, tasks, append, shared)
    return shared, lengths_in_children


def a_managed_list(processes, workers, tasks):
    with processes.Manager() as manager:
        shared = manager.list()
        lengths_in_children = in_a_pool(processes, workers, tasks, append, shared)
        return list(shared), lengths_in_children


def a_plain_dict(processes, workers, tasks):
    shared = {}
    lengths_in_children = in_a_pool(processes, workers, tasks, set_item, shared)
    return shared, lengths_in_children


def a_managed_dict(processes, workers, tasks):
    with processes.Manager() as manager:
        shared = manager.dict()
        lengths_in_children = in_a_pool(processes, workers, tasks, set_item, shared)
        return dict(shared), lengths_in_children


class Collector:
    def __init__(self, manager, keep):
        self.kept = keep
        self.numbers = manager.list()
        self.doubles = manager.dict()

    def collect(self, number, rest=sleep, nap=0):
        self.numbers.append(number)
        self.doubles[number] = 2 * number
        rest(nap)


def an_instance_that_keeps_proxies(processes, workers, tasks):
    with processes.Manager() as manager:
        return collect_in_a_pool(Collector(manager, keep=processes.Manager), processes, workers, tasks)


def an_instance_that_keeps_the_manager_too(processes, workers, tasks):
    with processes.Manager() as manager:
        return collect_in_a_pool(Collector(manager, keep=manager), processes, workers, tasks)


def collect_in_a_pool(collector, processes, workers, tasks):
    errors = []
    pool = processes.Pool(workers)
    for number in range(tasks):
        pool.apply_async(collector.collect, (number,), error_callback=errors.append)
    pool.close()
    pool.join()
    return list(collector.numbers), dict(collector.doubles), errors


def pool_of_workers_that_know(collector, processes, workers):
    everybody = processes.Barrier(workers + 1, timeout=60)
    pool = processes.Pool(workers, initializer=call_once, initargs=(collector, everybody))
    everybody.wait()
    return pool


def call_once(collector, everybody):
    collector.collect(-1)
    everybody.wait()


def nap_side_by_side(pool, collector, tasks, rest, nap):
    results = [pool.apply_async(collector.collect, (number, rest, nap)) for number in range(tasks)]
    for result in results:
        result.get()


def nap_one_by_one(pool, collector, tasks, rest, nap):
    for number in range(tasks):
        pool.apply(collector.collect, (number, rest, nap))
