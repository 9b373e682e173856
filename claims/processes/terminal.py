"""Children and the terminal of their parent. Standard library only: spawned children import this module."""

import multiprocessing
import signal
import sys
from time import sleep

#: Real seconds after which nobody waits any longer.
PATIENCE = 30

# Reading what is typed


def input_in_a_child():
    run(read_a_line)


def input_in_a_child_that_opens_stdin():
    run(read_a_line_after_opening_stdin)


def run(target):
    child = multiprocessing.Process(target=target)
    child.start()
    child.join()


def read_a_line():
    try:
        print("read:", input())
    except EOFError:
        print("EOFError")


def read_a_line_after_opening_stdin():
    with open(0) as sys.stdin:
        read_a_line()


# Ctrl-C


def wait_in_children(workers):
    wait_for_ctrl_c(workers, say_what_comes)


def wait_in_children_that_ignore_it(workers):
    wait_for_ctrl_c(workers, ignore_ctrl_c_and_say_what_comes)


def wait_for_ctrl_c(workers, target):
    pipes = []
    for _ in range(workers):
        here, there = multiprocessing.Pipe()
        multiprocessing.Process(target=target, args=(there,)).start()
        pipes.append(here)
    try:
        for pipe in pipes:
            pipe.recv()
        print("ready", flush=True)
        sleep(PATIENCE)
    except KeyboardInterrupt:
        print("parent: KeyboardInterrupt", flush=True)
    for pipe in pipes:
        pipe.send("told to end")


def say_what_comes(there):
    try:
        there.send("ready")
        came = there.recv()
    except KeyboardInterrupt:
        came = "KeyboardInterrupt"
    print("child:", came, flush=True)


def ignore_ctrl_c_and_say_what_comes(there):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    say_what_comes(there)
