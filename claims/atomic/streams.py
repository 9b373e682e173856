"""Threads that draw from one generator, and threads that print to one stream. Standard library only."""

from io import TextIOWrapper
from tempfile import TemporaryFile
from threading import Event, Lock, Thread

from claims.atomic.side_by_side import run_side_by_side

#: Real seconds after which nobody waits any longer for somebody who should have answered at once.
PATIENCE = 30

# One thread is inside of the generator, and another one draws from it


def draw_from_a_generator(items):
    return _draw_meanwhile(items, lambda generator: generator.__next__)


def draw_under_a_lock(items):
    return _draw_meanwhile(items, under_a_lock)


def under_a_lock(generator):
    lock = Lock()

    def draw():
        with lock:
            return next(generator)

    return draw


def _draw_meanwhile(items, way_to_draw):
    """What the second thread gets; the first one stays in the generator until that one has drawn, or waits."""
    is_inside, second_has_drawn, got, errors = Event(), Event(), [], []

    def generate():
        is_inside.set()
        second_has_drawn.wait(PATIENCE if way_to_draw is not under_a_lock else 0)
        yield from items

    def draw_second():
        try:
            got.append(draw())
        except ValueError as error:
            errors.append(error)
        second_has_drawn.set()

    draw = way_to_draw(generate())
    first = Thread(target=lambda: got.append(draw()))
    first.start()
    is_inside.wait(PATIENCE)
    second = Thread(target=draw_second)
    second.start()
    second.join()
    first.join()
    return got, errors


# Two threads print lines to one stream: how many lines are not what was printed?


def print_several_values(rounds):
    def print_to(stream, words):
        print(*words, file=stream)

    return _broken_lines(print_to, rounds)


def print_one_piece(rounds):
    def print_to(stream, words):
        print(" ".join(words) + "\n", end="", file=stream)

    return _broken_lines(print_to, rounds)


def _broken_lines(print_to, rounds):
    ours, theirs = ["ours"] * 5, ["theirs"] * 5
    with TemporaryFile(buffering=0) as file:
        # Like the standard output of `python -u`: each text that is written goes out at once.
        stream = TextIOWrapper(file, encoding="ascii", newline="\n", write_through=True)

        def print_all(words):
            for _ in range(rounds):
                print_to(stream, words)

        run_side_by_side(lambda: print_all(ours), lambda: print_all(theirs))
        stream.seek(0)
        lines = stream.read().split("\n")
        stream.detach()
    whole = [" ".join(ours), " ".join(theirs)]
    return sum(line not in whole for line in lines[:-1])
