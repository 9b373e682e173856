"""Calls in C: some give the GIL up, some keep it. Standard library only."""

import gc
import hashlib
import os
import re
import sys
import zlib
from time import perf_counter


def match_a_pattern_that_backtracks():
    """Tries some eight million ways to split the letters, and fails each time."""
    re.match(r"(a+)+$", 23 * "a" + "b")


def compute_in_python():
    """As long as no call in C takes long, a thread that computes gives the GIL up every few milliseconds."""
    end, total = perf_counter() + 0.15, 0
    while perf_counter() < end:
        total = (total + 1) % 1_000_003
    return total


def stop_everybody():
    """Without a GIL, the garbage collector stops all threads while it looks for what refers to an object."""
    references = [None] * 300_000
    wanted = [object()] * 2500
    gc.get_referrers(*wanted)
    return references


def work_on_a_large_buffer(kind):
    LARGE_BUFFERS[kind]()


def keep_the_gil(kind):
    hold_up_the_others()


LARGE_BUFFERS = {
    "hashlib": lambda: hashlib.sha3_512(bytes(64_000_000)),
    "zlib": lambda: zlib.compress(os.urandom(12_000_000)),
}
gil_is_held = getattr(sys, "_is_gil_enabled", lambda: True)()
hold_up_the_others = match_a_pattern_that_backtracks if gil_is_held else stop_everybody
let_others_run_or_stop_them = compute_in_python if gil_is_held else stop_everybody
