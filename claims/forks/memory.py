"""What a forked child copies of its parent's memory as it uses a list."""

import gc
import sys
from array import array
from pathlib import Path

from claims.forks.children import answer_of_a_child

COUNTS_REFERENCES = sys.implementation.name == "cpython"


def read_a_list(size):
    """How many bytes a child copies as it reads a list of objects that take up about `size` bytes."""
    return answer_of_a_child(bytes_copied, read_all, list_of(size))


def write_a_list(size):
    return answer_of_a_child(bytes_copied, put_others, list_of(size))


def read_an_array(size):
    return answer_of_a_child(bytes_copied, read_all, array("b", bytes(size)))


def read_an_array_or_write_a_list(size):
    """Where to read a list copies it, the special case is an array; where it does not, a list that is written to."""
    return read_an_array(size) if COUNTS_REFERENCES else write_a_list(size)


def list_of(size):
    items = [text(number) for number in range(size // sys.getsizeof(text(0), 150))]
    # PyPy's collector moves what is new, and marks what it visits. It is to have done so before the child looks.
    gc.collect()
    return items


def text(number):
    return f"{number:100}"


def read_all(items):
    for _ in items:
        pass


def put_others(items):
    for place in range(len(items)):
        items[place] = text(place)


def bytes_copied(function, items):
    gc.disable()
    before = own_memory()
    function(items)
    return own_memory() - before


def own_memory():
    """Bytes in pages that this process has written to, and shares with no other."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    fields = dict(line.split(":") for line in lines)
    return int(fields["Private_Dirty"].split()[0]) * 1024
