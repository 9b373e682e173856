"""What a large argument of a pool's task costs. Standard library only: spawned children import this module."""

import mmap
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from claims.start import joined

# Time


def time_whole_arguments(processes, sizes):
    with joined(processes.Pool(1)) as pool:
        return [shortest_call(pool, len, bytes(size)) for size in sizes]


def time_names_of_files(processes, sizes):
    with joined(processes.Pool(1)) as pool, TemporaryDirectory() as folder:
        return [shortest_call(pool, length_of_file, file_of_size(folder, size)) for size in sizes]


def shortest_call(pool, task, argument, calls=8, seconds=0.05):
    # Not in turn with those of another size: while a large argument is thrown away, the next call waits. And for a while, since
    # a call of a tenth of a millisecond can only be short if nobody else has the CPU.
    took, until = [], perf_counter() + seconds
    while len(took) < calls or perf_counter() < until:
        started = perf_counter()
        pool.apply(task, (argument,))
        took.append(perf_counter() - started)
    return min(took)


def file_of_size(folder, size):
    path = Path(folder, str(size))
    path.touch()
    os.truncate(path, size)
    return path


def length_of_file(path):
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return len(content)


# Memory


def memory_for_a_whole_argument(processes, size):
    with joined(processes.Pool(1)) as pool:
        before = pool.apply(memory_while_holding, (b"",))
        return pool.apply(memory_while_holding, (bytes(size),)) - before


def memory_for_the_name_of_a_file(processes, size):
    with joined(processes.Pool(1)) as pool, TemporaryDirectory() as folder:
        before = pool.apply(memory_while_holding, (b"",))
        return pool.apply(memory_while_holding_file, (file_of_size(folder, size),)) - before


def memory_while_holding(argument):
    # What this process alone has. A forked worker shares what its parent has freed until it writes there, and then has a copy.
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    fields = dict(line.split(":", 1) for line in lines)
    return sum(int(fields[name].split()[0]) for name in ("Private_Dirty", "Swap")) * 1024


def memory_while_holding_file(path):
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return memory_while_holding(content)
