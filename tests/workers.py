"""What the tests run in children. Standard library only: spawned children import this module."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from time import sleep, thread_time

#: Real seconds after which a child that waits in vain gives up.
GIVE_UP = 60


def double(number):
    return 2 * number


def annotated(number: int) -> int:
    """Add one."""
    return number + 1


async def double_soon(number):
    await asyncio.sleep(0)
    return 2 * number


def meet(barrier):
    barrier.wait(GIVE_UP)


def meet_in_tasks(watched, names):
    """Run `watched` once for each name, in a task of that name; each waits for the others."""

    async def main():
        barrier = asyncio.Barrier(len(names))
        tasks = [asyncio.create_task(watched(barrier), name=name) for name in names]
        await asyncio.wait_for(asyncio.gather(*tasks), GIVE_UP)

    asyncio.run(main())


async def meet_soon(barrier):
    await barrier.wait()


def say_and_stay(said):
    said.set()
    sleep(GIVE_UP)


def call_when_told(watched, told, *args):
    told.wait(GIVE_UP)
    watched(*args)


def stay():
    sleep(GIVE_UP)


def fail():
    raise ValueError("as told")


def greet(*names):
    print("hello", *names)
    print("careful", file=sys.stderr)


def tell_the_start_method():
    import multiprocessing

    print(multiprocessing.get_start_method())


def tell_the_environment(*names):
    print([os.environ.get(name) for name in names])


def leave_with(code):
    sys.exit(code)


def hang_with_a_grandchild(path):
    """Start another interpreter that hangs as well, write its process id to `path`, and hang."""
    grandchild = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({GIVE_UP})"])
    _write(path, str(grandchild.pid))
    grandchild.wait()


def leave_a_grandchild(path):
    """Start another interpreter that hangs, write its process id to `path`, and end before it."""
    grandchild = subprocess.Popen(
        [sys.executable, "-c", f"import time; time.sleep({GIVE_UP})"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _write(path, str(grandchild.pid))
    grandchild.returncode = 0


def start_a_child_and_stay(context_name, queue):
    """Start a child that stays, tell both process ids, and stay."""
    import multiprocessing

    child = multiprocessing.get_context(context_name).Process(target=stay)
    child.start()
    queue.put([os.getpid(), child.pid])
    stay()


def _write(path, text):
    # Renamed into place, so that whoever waits for the file never reads half of it.
    half = Path(f"{path}.half")
    half.write_text(text)
    half.replace(path)


def spin(cpu_seconds):
    until = thread_time() + cpu_seconds
    while thread_time() < until:
        pass


def lost_in_processes(processes, under_its_lock, one, rounds):
    """How many updates are lost where two processes add `one` to a shared value, so many times each."""
    value = processes.Value("i", 0)
    both = [processes.Process(target=_add, args=(value, under_its_lock, one, rounds)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    return 2 * rounds - value.value


def _add(value, under_its_lock, one, rounds):
    for _ in range(rounds):
        if under_its_lock:
            with value.get_lock():
                value.value += one
        else:
            value.value += one


def is_empty_after_a_put(processes, item):
    queue = processes.Queue()
    queue.put(item)
    was_empty = queue.empty()
    queue.get()
    queue.close()
    queue.join_thread()
    return was_empty
