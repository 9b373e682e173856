"""Growth: joining lines costs as much for each line, however many there are."""

from pytest_claims import assert_growth, claim


def without_repetitions(lines):
    """The lines in their order, each once."""
    seen = set()
    return [line for line in lines if line not in seen and not seen.add(line)]


def without_repetitions_by_list(lines):
    """The bug: a list is searched from its start for each line."""
    seen = []
    for line in lines:
        if line not in seen:
            seen.append(line)
    return seen


@claim(
    "lines.linear",
    says="To drop repeated lines takes time in proportion to their number.",
    source="our handbook",
    program=without_repetitions,
    contrast=without_repetitions_by_list,
)
def test_the_cost_grows_linearly(program):
    """CPU time at several sizes, whatever the machine: no bound in seconds that is right on one machine only."""
    assert_growth(program, prepare=lambda n: list(map(str, range(n))), at_most="linear")
