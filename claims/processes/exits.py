"""What happens when a process or its parent is done. Standard library only: spawned children import this module."""

import atexit
import multiprocessing
import os
import sys
from collections import namedtuple
from multiprocessing import get_all_start_methods, get_context, util
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic, sleep

#: Real seconds after which nobody waits any longer.
PATIENCE = 30
#: Real seconds that a program which waits for nobody needs to exit, and many times more.
SHORT = 0.3

Exit = namedtuple("Exit", "exitcode heard")

# Functions that are called at exit


def register_with_atexit(processes):
    return heard_from(processes, register)


def spawn_or_exit_at_once(processes):
    """Where children call what they registered, the special case is one that does not come to its exit; else a spawned one."""
    called = sys.version_info >= (3, 13) or processes.get_start_method() == "spawn"
    return heard_from(processes, register_and_exit_at_once) if called else register_with_atexit(get_context("spawn"))


def register_with_atexit_in_each_kind():
    return [name for name in get_all_start_methods() if heard_from(get_context(name), register).heard]


def register_a_finalizer_in_each_kind():
    return [name for name in get_all_start_methods() if heard_from(get_context(name), register_a_finalizer).heard]


def heard_from(processes, target):
    here, there = processes.Pipe(duplex=False)
    with here, there:
        child = processes.Process(target=target, args=(there,))
        child.start()
        child.join()
        return Exit(child.exitcode, here.recv() if here.poll() else None)


def register(there):
    atexit.register(there.send, "called at exit")


def register_and_exit_at_once(there):
    register(there)
    os._exit(0)


def register_a_finalizer(there):
    util.Finalize(None, there.send, ("called at exit",), exitpriority=0)


# The end of the main part


def leave_children_running():
    leave_running(SHORT, daemon=False)


def leave_daemons_running():
    leave_running(PATIENCE, daemon=True)


def leave_running(patience, daemon):
    """Leave a child of each kind running, and end."""
    pipes = [leave_one_running(get_context(name), patience, daemon) for name in get_all_start_methods()]
    for pipe in pipes:
        pipe.recv()
    print("the main part is over", flush=True)
    for pipe in pipes:
        atexit.register(pipe.send, "the exit has begun")


def leave_one_running(processes, patience, daemon):
    here, there = processes.Pipe()
    processes.Process(target=look_after, args=(there, patience), daemon=daemon).start()
    return here


def look_after(there, patience):
    there.send("begun")
    there.recv()
    program = multiprocessing.parent_process()
    program.join(patience)
    print("the program", "goes on" if program.is_alive() else "has ended", flush=True)


# What the system keeps of a process that has ended


def finish(processes):
    return fates(processes, first=wait_for_its_end)


def be_joined_or_finish_forked(processes):
    """A child of the fork server is no zombie of ours in any case; there the special case is a forked child."""
    if processes.get_start_method() == "forkserver":
        return finish(get_context("fork"))
    return fates(processes, first=join)


def finish_in_the_care_of_a_server():
    return finish(get_context("forkserver"))


def finish_forked():
    return finish(get_context("fork"))


def fates(processes, first):
    """What a child is when it has finished and after it was joined, and another one after the start of a third."""
    joined, left, third = (processes.Process(target=int) for _ in range(3))
    joined.start()
    first(joined)
    finished = [state_when_ended(joined.pid)]
    joined.join()
    after_join = state(joined.pid)
    left.start()
    first(left)
    finished.append(state_when_ended(left.pid))
    third.start()
    after_start = state(left.pid)
    for child in (left, third):
        child.join()
    return {"finished": finished, "after join": after_join, "after the start of another": after_start}


def wait_for_its_end(child):
    wait([child.sentinel])


def join(child):
    child.join()


def state_when_ended(pid):
    # The sentinel speaks a moment before the system has put the process away.
    until = monotonic() + PATIENCE
    while (now := state(pid)) not in ("zombie", "gone") and monotonic() < until:
        sleep(0.001)
    return now


def state(pid):
    try:
        letter = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "gone"
    return {"Z": "zombie"}.get(letter, "running")
