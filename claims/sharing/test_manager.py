"""A manager's list or dict: does what every child adds arrive?"""

from hypothesis import example, given

from claims.sharing import programs
from pytest_claims import claim, require, task_counts, worker_counts


@claim(
    "sharing.manager-list-collects",
    says="A manager's list collects what every child appends: 20 tasks on 9 workers leave 20 items in it.",
    source="notes 1.2",
    program=programs.a_managed_list,
    contrast=programs.a_plain_list,
)
@given(workers=worker_counts(max_value=3), tasks=task_counts())
@example(workers=9, tasks=20)
def test_a_managers_list_collects_what_every_child_appends(program, processes, workers, tasks):
    """The list lives in the manager's process. What is pickled is a proxy, an address that every call of append is sent to."""
    shared, lengths_in_children = program(processes, workers, tasks)
    require(len(lengths_in_children) == tasks and all(lengths_in_children), "a child did not append")
    assert sorted(shared) == list(range(tasks))


@claim(
    "sharing.manager-dict-collects",
    says="A manager's dict collects the items that the children set.",
    source="notes 1.2",
    program=programs.a_managed_dict,
    contrast=programs.a_plain_dict,
)
@given(workers=worker_counts(max_value=3), tasks=task_counts())
def test_a_managers_dict_collects_what_every_child_sets(program, processes, workers, tasks):
    """The dict lives in the manager's process, which carries out one call after another from every child."""
    shared, lengths_in_children = program(processes, workers, tasks)
    require(len(lengths_in_children) == tasks and all(lengths_in_children), "a child did not set its item")
    assert shared == {number: 2 * number for number in range(tasks)}
