"""A plain list or dict: do the parent and its children see the same one?"""

from hypothesis import example, given

from claims.sharing import programs
from pytest_claims import claim, require, task_counts, worker_counts


@claim(
    "sharing.plain-list-stays-empty",
    says="A plain list that child processes append to is still empty in the parent.",
    source="notes 1.2",
    program=programs.a_plain_list,
    contrast=programs.a_managed_list,
)
@given(workers=worker_counts(max_value=3), tasks=task_counts())
@example(workers=9, tasks=20)
def test_a_plain_list_stays_empty_in_the_parent(program, processes, workers, tasks):
    """Arguments of a pool's tasks are pickled, whatever the start method: each task appends to a copy of its own."""
    shared, lengths_in_children = program(processes, workers, tasks)
    require(len(lengths_in_children) == tasks and all(lengths_in_children), "a child did not append")
    assert shared == []


@claim(
    "sharing.plain-dict-stays-empty",
    says="A plain dict that child processes set items of is still empty in the parent.",
    source="notes 1.2",
    program=programs.a_plain_dict,
    contrast=programs.a_managed_dict,
)
@given(workers=worker_counts(max_value=3), tasks=task_counts())
def test_a_plain_dict_stays_empty_in_the_parent(program, processes, workers, tasks):
    """A dict is pickled like any other argument: each task fills a copy, which is gone when the task has ended."""
    shared, lengths_in_children = program(processes, workers, tasks)
    require(len(lengths_in_children) == tasks and all(lengths_in_children), "a child did not set its item")
    assert shared == {}
