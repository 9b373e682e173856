"""How processes end, with what they have started. Standard library only: spawned children import this module."""

import signal
import sys
import time
from collections import namedtuple
from multiprocessing import active_children, get_context

#: Real seconds after which nobody waits any longer.
PATIENCE = 30

Ended = namedtuple("Ended", "said exitcode")
Joined = namedtuple("Joined", "returned exitcode answer")

# terminate, in the child


def terminate(processes):
    return what_is_said_when_terminated(processes, clean_up_in_finally)


def terminate_one_that_exits_on_sigterm(processes):
    return what_is_said_when_terminated(processes, clean_up_in_finally_on_sigterm)


def what_is_said_when_terminated(processes, target):
    here, child = start_with_pipe(processes, target)
    with here:
        here.recv()
        child.terminate()
        child.join()
        said = last_word(here)
    return Ended(said, child.exitcode)


def last_word(here):
    try:
        return here.recv()
    except EOFError:
        return None


def clean_up_in_finally(there):
    try:
        there.send("ready")
        time.sleep(PATIENCE)
    finally:
        there.send("cleaned up")


def clean_up_in_finally_on_sigterm(there):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    clean_up_in_finally(there)


# join with a time-out


def join_with_a_timeout(processes, timeout):
    return after_joining(processes, timeout, lambda child: None)


def join_with_a_timeout_and_terminate(processes, timeout):
    def stop(child):
        child.terminate()
        child.join()

    return after_joining(processes, timeout, stop)


def after_joining(processes, timeout, and_then):
    here, child = start_with_pipe(processes, answer)
    with here:
        here.recv()
        returned = child.join(timeout)
        and_then(child)
        outcome = Joined(returned, child.exitcode, answer_of(here))
        child.join()
    return outcome


def answer(there):
    there.send("ready")
    with there:
        if there.poll(PATIENCE) and there.recv() == "are you there?":
            there.send("here")


def answer_of(here):
    """What a process answers, or None where nobody is left at the other end of the pipe."""
    try:
        here.send("are you there?")
        return here.recv() if here.poll(PATIENCE) else "silence"
    except (EOFError, OSError):
        return None


def start_with_pipe(processes, target, *args):
    here, there = processes.Pipe()
    with there:
        child = processes.Process(target=target, args=(there, *args))
        child.start()
    return here, child


# The processes that a process started


def terminate_a_parent(processes):
    return answers_of_grandchildren(processes, wait_for_the_end, "terminate")


def terminate_a_parent_that_terminates_its_children(processes):
    return answers_of_grandchildren(processes, terminate_children_on_sigterm, "terminate")


def kill_a_parent(processes):
    return answers_of_grandchildren(processes, wait_for_the_end, "kill", kinds=("daemonic",))


def let_a_parent_end(processes):
    return answers_of_grandchildren(processes, end_at_once, "join", kinds=("daemonic",))


def answers_of_grandchildren(processes, parent, end, kinds=("daemonic", "other")):
    """What the children of a process answer, by their kind, when that has ended."""
    here, there = zip(*(processes.Pipe() for _ in kinds), strict=True)
    up, middle = start_with_pipe(
        processes, start_children, processes.get_start_method(), dict(zip(kinds, there, strict=True)), parent
    )
    with up:
        for pipe in there:
            pipe.close()
        up.recv()
        for pipe in here:
            pipe.recv()
        up.send("all have begun")
        getattr(middle, end)()
        middle.join()
    answers = {}
    for kind, pipe in zip(kinds, here, strict=True):
        with pipe:
            answers[kind] = answer_of(pipe)
    return answers


def start_children(up, method, pipes, go_on):
    processes = get_context(method)
    for kind, pipe in pipes.items():
        processes.Process(target=answer, args=(pipe,), daemon=kind == "daemonic").start()
        pipe.close()
    go_on(up)


def wait_for_the_end(up):
    up.send("ready")
    time.sleep(PATIENCE)


def terminate_children_on_sigterm(up):
    def end(*_):
        for child in active_children():
            child.terminate()
        sys.exit()

    signal.signal(signal.SIGTERM, end)
    wait_for_the_end(up)


def end_at_once(up):
    up.send("ready")
    up.recv()
