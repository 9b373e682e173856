"""Results and errors of executors, and the end of their with blocks. Standard library only."""

import time
from concurrent.futures import ThreadPoolExecutor

# An error in the middle of map


def catching_errors_of_map(tasks, bad):
    with ThreadPoolExecutor(2) as executor:
        return results_and_errors_of(executor.map(refusing(bad), range(tasks)))


def catching_errors_of_a_generator(tasks, bad):
    with ThreadPoolExecutor(2) as executor:
        futures = [executor.submit(refusing(bad), number) for number in range(tasks)]
        return results_and_errors_of(future.result() for future in futures)


def results_and_errors_of(iterator):
    found = []
    while True:
        try:
            found.append(next(iterator))
        except ValueError:
            found.append("an error")
        except StopIteration:
            return found


def catching_errors_of_each_future(tasks, bad):
    with ThreadPoolExecutor(2) as executor:
        found = []
        for future in [executor.submit(refusing(bad), number) for number in range(tasks)]:
            try:
                found.append(future.result())
            except ValueError:
                found.append("an error")
        return found


def refusing(bad):
    def task(number):
        if number == bad:
            raise ValueError(number)
        return number

    return task


# A result that does not come in time


def in_a_with_block(nap, timeout):
    with ThreadPoolExecutor(1) as executor:
        return outcome(executor.submit(time.sleep, nap), timeout)


def shut_down_without_waiting(nap, timeout):
    executor = ThreadPoolExecutor(1)
    try:
        return outcome(executor.submit(time.sleep, nap), timeout)
    finally:
        executor.shutdown(wait=False)


def outcome(future, timeout):
    try:
        future.result(timeout)
    except TimeoutError:
        return "given up"
    return "in time"


# The end of the program: each runs as a program of its own


def shutdown_without_waiting(tasks, nap):
    executor = ThreadPoolExecutor(1)
    for number in range(tasks):
        executor.submit(say, number, nap)
    executor.shutdown(wait=False)
    print("the main thread ends", flush=True)


def shutdown_that_cancels(tasks, nap):
    executor = ThreadPoolExecutor(1)
    for number in range(tasks):
        executor.submit(say, number, nap)
    executor.shutdown(wait=False, cancel_futures=True)
    print("the main thread ends", flush=True)


def say(number, nap):
    time.sleep(nap)
    print(f"task {number} ends", flush=True)
