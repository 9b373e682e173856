"""Tasks submitted in a loop: what may differ from one to the next?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.pools import programs
from pytest_claims import claim

#: Functions that take two, three and four arguments.
JOBS = [(divmod, (17, 5)), (pow, (2, 5, 7)), (max, (3, 1, 4, 1))]


@claim(
    "pool.loop-different-arguments",
    says="A loop can submit one function with different arguments.",
    source="notes 1.1",
    program=programs.one_function_in_a_loop,
    contrast=programs.one_function_in_a_loop_without_the_comma,
)
@given(numbers=st.lists(st.integers(-99, 99), min_size=2, max_size=6))
@example(numbers=[0, 1, 2])
def test_a_loop_submits_one_function_with_different_arguments(program, processes, numbers):
    """Each task is pickled with arguments of its own. They must be a tuple: without its comma (number) is just a number."""
    assert program(processes, 3, numbers) == [number * number for number in numbers]


@claim(
    "pool.loop-different-functions",
    says="A loop can submit different functions, each with its own number of arguments.",
    source="notes 1.1",
    program=programs.several_functions_in_a_loop,
    contrast=programs.several_lambdas_in_a_loop,
)
@given(jobs=st.permutations(JOBS))
@example(jobs=JOBS)
def test_a_loop_submits_different_functions(program, processes, jobs):
    """Workers are not tied to a function: it travels with its task, as the name to import it by. A lambda has none."""
    assert program(processes, 3, jobs) == [function(*arguments) for function, arguments in jobs]
