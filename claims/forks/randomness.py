"""Random numbers in forked and other children."""

import random
import sys

from claims.forks.children import answer_of_a_child

# The random module


def the_functions_of_the_module(children):
    return [answer_of_a_child(random.random) for _ in range(children)]


def an_instance(children):
    generator = random.Random()
    return [answer_of_a_child(generator.random) for _ in range(children)]


# A generator that a module makes when it is imported: scripts, with the text of that module

SCRIPT = """
    import multiprocessing, sys
    import made

    def draw():
        {before}
        print(made.generator.random())

    if __name__ == "__main__":
        processes = multiprocessing.get_context(sys.argv[1])
        for _ in range(2):
            child = processes.Process(target=draw)
            child.start()
            child.join()
    """
SERVER_IMPORTS_THE_SCRIPT = (
    (3, 13, 8) <= sys.version_info < (3, 14)
    or (3, 14, 1) <= sys.version_info < (3, 15)
    or sys.version_info >= (3, 15, 0, "alpha", 1)
)
UNSEEDED = "import random; generator = random.Random()"


def made_at_import(method):
    return SCRIPT.format(before="pass"), UNSEEDED


def seeded_by_each_child(method):
    return SCRIPT.format(before="made.generator.seed()"), UNSEEDED


def seeded_with_a_number(method):
    return SCRIPT.format(before="pass"), "import random; generator = random.Random(7)"


def seeded_otherwise(method):
    """Where children inherit the generator, the special case is that each seeds it; elsewhere, a seed for all of them."""
    inherited = method == "fork" or (method == "forkserver" and SERVER_IMPORTS_THE_SCRIPT)
    return seeded_by_each_child(method) if inherited else seeded_with_a_number(method)
