"""Random numbers: do children draw the same ones?"""

from hypothesis import example, given

from claims.forks import randomness
from pytest_claims import claim, everywhere, fresh_interpreter, platform, python, require, script, start_method, worker_counts

SERVER_IMPORTS_THE_SCRIPT = (
    ((python >= "3.13.8") & (python < "3.14")) | ((python >= "3.14.1") & (python < "3.15")) | (python >= "3.15.0a1")
)


@claim(
    "fork.children-repeat-random-numbers",
    says="Forked children inherit the state of the random module, so they all draw the same random numbers.",
    source="a blog on seeding random number generators in parallel programs; true until Python 3.6",
    needs=platform != "win32",
    refuted_where=everywhere,
    truth="fork.random-module-is-seeded-anew",
    program=randomness.the_functions_of_the_module,
    contrast=randomness.an_instance,
)
@given(children=worker_counts())
@example(children=4)
def test_children_repeat_random_numbers(program, children):
    """They did. Since 3.7 the module seeds its generator anew in a forked child, and that one only."""
    assert len(set(program(children))) == 1


@claim(
    "fork.random-module-is-seeded-anew",
    says="The functions of the random module give other numbers in each forked child; a generator object gives the same.",
    source="the correction of fork.children-repeat-random-numbers",
    needs=platform != "win32",
    program=randomness.the_functions_of_the_module,
    contrast=randomness.an_instance,
)
@given(children=worker_counts())
@example(children=4)
def test_the_random_module_is_seeded_anew(program, children):
    """It has registered with os.register_at_fork. A random.Random() of one's own has not; NumPy's generators have not."""
    assert len(set(program(children))) == children


@claim(
    "fork.random-instance-repeats",
    says="A random generator object that a module makes when it is imported gives the same numbers in every child process.",
    source="a blog (multiprocessing and seeded RNGs)",
    refuted_where=(start_method == "spawn") | ((start_method == "forkserver") & ~SERVER_IMPORTS_THE_SCRIPT),
    truth="fork.random-instance-differs-if-spawned",
    program=randomness.made_at_import,
    contrast=randomness.seeded_otherwise,
)
def test_a_generator_made_at_import_repeats(program, processes):
    """Forked children copy the generator. Since 3.13.8 and 3.14.1 a fork server imports the script once for all."""
    method = processes.get_start_method()
    assert len(set(numbers_of_children(method, *program(method)))) == 1


@claim(
    "fork.random-instance-differs-if-spawned",
    says="Spawned children import the module themselves: the generator object that it makes gives other numbers in each.",
    source="the correction of fork.random-instance-repeats",
    program=randomness.made_at_import,
    contrast=randomness.seeded_with_a_number,
)
def test_a_generator_made_at_import_differs_if_spawned(program):
    """Without a number as its seed a generator takes one from the operating system, at each import another."""
    assert len(set(numbers_of_children("spawn", *program("spawn")))) == 2


def numbers_of_children(method, source, made):
    ended = fresh_interpreter(script(source, made=made), method)
    numbers = ended.stdout.split()
    require(len(numbers) == 2, f"a child drew no number: {ended.stderr}")
    return numbers
