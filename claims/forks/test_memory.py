"""Memory after a fork: does a child that only reads share it?"""

from claims.forks import memory
from pytest_claims import claim, implementation, platform

#: Bytes that the objects of the list take up.
SIZE = 10 * 2**20


@claim(
    "fork.reading-copies-nothing",
    says="Thanks to copy-on-write, a forked child that only reads a large list shares it with the parent and copies nothing.",
    source="an answer on a Q&A site (https://stackoverflow.com/questions/14941729); a web page on arguments of multiprocessing",
    needs=platform == "linux",
    refuted_where=implementation == "cpython",
    truth="fork.reading-a-list-copies-its-objects",
    program=memory.read_a_list,
    contrast=memory.read_an_array_or_write_a_list,
)
def test_reading_copies_nothing(program):
    """So it is on PyPy. CPython counts references, in the objects themselves: who looks at one writes to its page."""
    assert program(SIZE) < 0.5 * SIZE


@claim(
    "fork.reading-a-list-copies-its-objects",
    says="On CPython a forked child that reads a large list of objects copies them, though not what is in an array.",
    source="the correction of fork.reading-copies-nothing",
    needs=(platform == "linux") & (implementation == "cpython"),
    program=memory.read_a_list,
    contrast=memory.read_an_array,
)
def test_reading_a_list_copies_its_objects(program):
    """An array, or bytes, is one object with one count. Since 3.12 None and small numbers are not counted."""
    assert program(SIZE) > 0.5 * SIZE
