"""The programs that the claims on shared lists and dicts are about. Standard library only: children import this."""


def append(shared, number):
    shared.append(number)
    return len(shared)


def a_plain_list(processes, workers, tasks):
    shared = []
    return shared, _append_in_a_pool(processes, workers, tasks, shared)


def a_managed_list(processes, workers, tasks):
    with processes.Manager() as manager:
        shared = manager.list()
        lengths_in_children = _append_in_a_pool(processes, workers, tasks, shared)
        return list(shared), lengths_in_children


def _append_in_a_pool(processes, workers, tasks, shared):
    with processes.Pool(workers) as pool:
        results = [pool.apply_async(append, (shared, number)) for number in range(tasks)]
        return [result.get() for result in results]
