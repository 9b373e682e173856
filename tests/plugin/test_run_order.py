"""In which order tests run: first what runs alone, then the longest."""

from types import SimpleNamespace

import pytest

from pytest_claims import claim
from pytest_claims.plugin.run_order import longest_first, next_test, one_after_another


def program():
    return None


def item(name, *, alone=False, method=None, ordinary=False):
    """What stands for a pytest item."""

    def test(program):
        assert program() is None

    if not ordinary:
        test = claim(f"unit.{name}", says="It is so.", source="here", program=program, contrast=program, alone=alone)(test)
    callspec = SimpleNamespace(params={} if method is None else {"processes": method})
    return SimpleNamespace(nodeid=name, obj=test, callspec=callspec, stash=pytest.Stash())


def names(items):
    return [item.nodeid for item in items]


def test_one_after_another_keeps_the_order_of_the_files_behind_what_runs_alone():
    items = [item("a"), item("x", alone=True), item("b", ordinary=True), item("y", alone=True), item("c")]
    assert names(one_after_another(items)) == ["x", "y", "a", "b", "c"]
    assert one_after_another([]) == []


def test_the_longest_come_first_behind_what_runs_alone_and_ordinary_tests_keep_their_order():
    items = [
        item("test-b", ordinary=True),
        item("short"),
        item("x", alone=True),
        item("long"),
        item("y", alone=True),
        item("test-a", ordinary=True),
    ]
    seconds = {"short": 1.0, "long": 9.0, "y": 5.0, "x": 1.0, "test-a": 99.0}
    assert names(longest_first(items, seconds)) == ["x", "y", "long", "short", "test-b", "test-a"]


def test_what_has_never_run_is_taken_for_long_by_what_its_processes_cost_to_start():
    items = [
        item("x", alone=True),
        item("known"),
        item("no-processes"),
        item("forked", method="fork"),
        item("spawned", method="spawn"),
        item("served", method="forkserver"),
    ]
    assert names(longest_first(items, {"known": 99.0})) == ["x", "spawned", "served", "forked", "no-processes", "known"]


def test_where_nothing_runs_alone_the_shortest_claim_comes_before_the_longest():
    items = [item("middle"), item("test", ordinary=True), item("short"), item("long")]
    seconds = {"middle": 2.0, "short": 1.0, "long": 3.0}
    assert names(longest_first(items, seconds)) == ["short", "long", "middle", "test"]
    assert names(longest_first(items[1:2], seconds)) == ["test"]
    assert longest_first([], seconds) == []


@pytest.mark.parametrize(
    ("own", "others", "waiting", "index"),
    [
        (5.0, [], [3.0, 2.0, 1.0], 0),
        (1.0, [2.0, 3.0], [3.0, 2.0, 1.0], 0),
        (2.0, [2.0], [3.0, 2.0, 1.0], 0),
        (5.0, [2.0], [9.0, 2.0, 1.0], 1),
        (4.0, [2.0, 2.0], [2.0, 2.0, 2.0, 1.0], 2),
        (5.0, [0.0], [2.0, 2.0, 2.0], None),
        (5.0, [0.0, 0.0], [], None),
    ],
)
def test_a_busy_worker_is_given_what_the_others_would_leave(own, others, waiting, index):
    assert next_test(own, others, waiting) == index


def test_only_as_many_are_looked_at_as_it_takes():
    assert next_test(3.0, [0.0], iter([2.0, 2.0, 7.0, pytest.fail])) == 2
