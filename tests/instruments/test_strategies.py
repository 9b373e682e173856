"""What Hypothesis varies around the notes' own numbers."""

import pytest
from hypothesis import find, given, settings

from pytest_claims import ClaimError, naps, task_counts, worker_counts
from pytest_claims.instruments import strategies

few = settings(max_examples=50, database=None, derandomize=True)


@few
@given(worker_counts(), task_counts())
def test_workers_can_overlap_and_tasks_are_few(workers, tasks):
    assert 2 <= workers <= 5
    assert 4 <= tasks <= 12


@few
@given(worker_counts(3, 4), task_counts(min_value=7, max_value=8))
def test_counts_keep_to_chosen_bounds(workers, tasks):
    assert 3 <= workers <= 4
    assert 7 <= tasks <= 8


@few
@given(naps())
def test_naps_are_short_and_unequal_in_steps_of_half_a_second(chosen):
    assert 3 <= len(chosen) <= 6
    assert all(0.5 <= nap <= 4 and (2 * nap).is_integer() for nap in chosen)
    assert max(chosen) >= 2 * min(chosen)


@few
@given(naps(min_size=2, max_size=2))
def test_naps_are_as_many_as_chosen(chosen):
    assert len(chosen) == 2


@pytest.mark.parametrize("count", [2, 5])
def test_every_number_of_workers_may_come(count):
    assert find(worker_counts(), lambda workers: workers == count, settings=few) == count


@pytest.mark.parametrize("name", ["naps", "task_counts", "worker_counts"])
def test_the_package_hands_out_the_strategies(name):
    import pytest_claims

    assert getattr(pytest_claims, name) is getattr(strategies, name)


def test_the_package_has_nothing_else_to_hand_out():
    import pytest_claims

    with pytest.raises(AttributeError) as missing:
        _ = pytest_claims.sleeps
    assert str(missing.value) == "module 'pytest_claims' has no attribute 'sleeps'"


def test_a_thorough_run_makes_more_examples_than_a_quick_one():
    assert strategies.THOROUGH_EXAMPLES > strategies.VERIFY_EXAMPLES > 0


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (
            lambda: worker_counts(6),
            "worker_counts: min_value=6 is more than max_value=5; give both, as in worker_counts(6, 6).",
        ),
        (lambda: task_counts("4"), "task_counts(min_value='4'): write a whole number, 1 or more."),
        (lambda: task_counts(1, 0), "task_counts(max_value=0): write a whole number, 1 or more."),
        (lambda: naps(True), "naps(min_size=True): write a whole number, 1 or more."),
        (lambda: naps(1, 1), "naps(max_size=1): fewer than two naps are not unequal; write 2 or more."),
        (
            lambda: worker_counts(min=2),
            "worker_counts(min=2): got an unexpected keyword argument 'min'. "
            "Write worker_counts(2, 5), or worker_counts(max_value=5).",
        ),
    ],
    ids=["wrong way round", "text", "none", "true", "one nap", "another name"],
)
def test_bounds_that_cannot_be_are_refused_at_once(write, message):
    with pytest.raises(ClaimError) as refused:
        write()
    assert str(refused.value) == message
