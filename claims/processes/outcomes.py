"""What reaches the parent of what its child did. Standard library only: spawned children import this module."""

import multiprocessing
import sys
from collections import namedtuple
from pickle import PicklingError

from claims.processes.programs import another_start_method
from claims.start import joined

Seen = namedtuple("Seen", "raised child_failed")

# An exception


def join_a_process_that_fails(processes):
    child = processes.Process(target=divide, args=(1, 0))
    child.start()
    return Seen(error_raised_by(child.join), child.exitcode == 1)


def get_the_result_of_a_task_that_fails(processes):
    with joined(processes.Pool(1)) as pool:
        task = pool.apply_async(divide, (1, 0))
        return Seen(error_raised_by(task.get), not task.successful())


def divide(a, b):
    return a / b


def error_raised_by(call):
    try:
        call()
    except Exception as error:
        return error
    return None


def print_exit_code_after_an_exception():
    print_exit_code_of(divide, 1, 0)


def print_exit_code_after_sys_exit():
    print_exit_code_of(sys.exit, "ZeroDivisionError")


def print_exit_code_of(target, *args):
    child = multiprocessing.Process(target=target, args=args)
    child.start()
    child.join()
    print(child.exitcode)


# A result


def answer_of_a_process(processes, question):
    """All that the parent gets: what join returns, and what is in the Process object."""
    child = processes.Process(target=answer, args=(question,))
    child.start()
    joined = child.join()
    return child.exitcode == 0, [joined, child.exitcode, *vars(child).values()]


def answer_of_a_task(processes, question):
    with joined(processes.Pool(1)) as pool:
        return True, [pool.apply(answer, (question,))]


def answer(question):
    return f"the answer to {question}"


# A target that cannot be pickled


def a_lambda(processes, number):
    return outcome_of(processes, lambda writer, number: writer.send(2 * number), number)


def a_lambda_by_another_start_method(processes, number):
    return a_lambda(another_start_method(processes), number)


def a_lambda_not_forked(number):
    return {name: a_lambda(multiprocessing.get_context(name), number) for name in ("spawn", "forkserver")}


def a_function_not_forked(number):
    return {name: outcome_of(multiprocessing.get_context(name), send_double, number) for name in ("spawn", "forkserver")}


def send_double(writer, number):
    writer.send(2 * number)


def outcome_of(processes, target, number):
    """What a child answers whose target it is, or the error that kept it from starting."""
    reader, writer = processes.Pipe(duplex=False)
    with reader, writer:
        child = processes.Process(target=target, args=(writer, number))
        try:
            child.start()
        except (AttributeError, TypeError, PicklingError) as error:
            return error
        child.join()
        return reader.recv() if reader.poll() else None
