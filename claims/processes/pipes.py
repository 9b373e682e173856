"""A pipe to a child that has ended. Standard library only: spawned children import this module."""


def keep_the_other_end(processes):
    here, there = processes.Pipe()
    child = processes.Process(target=close, args=(there,))
    child.start()
    child.join()
    return here, there, child.exitcode


def close_the_other_end(processes):
    here, there = processes.Pipe()
    child = processes.Process(target=close, args=(there,))
    child.start()
    there.close()
    child.join()
    return here, there, child.exitcode


def close(there):
    there.close()
