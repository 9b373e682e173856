"""What the plugin reads off pytest's items."""

from types import SimpleNamespace

import pytest

from pytest_claims import claim
from pytest_claims.plugin.items import claim_in, function_in, parameters_in, runs_alone, start_method_in


def program():
    return None


def a_test(*, alone):
    @claim("unit.it", says="It is so.", source="here", program=program, contrast=program, alone=alone)
    def test(program):
        assert program() is None

    return test


@pytest.mark.parametrize("alone", [True, False])
def test_a_claim_is_found_in_the_function_of_its_item(alone):
    item = SimpleNamespace(obj=a_test(alone=alone), stash=pytest.Stash())
    assert function_in(item) is item.obj
    assert claim_in(item).id == "unit.it"
    assert runs_alone(item) is alone


def test_an_item_keeps_its_claim_when_a_plugin_gives_it_another_function():
    item = SimpleNamespace(obj=a_test(alone=True), stash=pytest.Stash())
    first = claim_in(item)
    item.obj = len
    assert claim_in(item) is first


@pytest.mark.parametrize("item", [SimpleNamespace(stash=pytest.Stash()), SimpleNamespace(obj=len, stash=pytest.Stash())])
def test_an_ordinary_item_has_no_claim_and_runs_beside_others(item):
    assert (claim_in(item), runs_alone(item), start_method_in(item)) == (None, False, None)


@pytest.mark.parametrize(
    ("params", "method"), [({"processes": "spawn"}, "spawn"), ({"processes": 3}, None), ({"other": "spawn"}, None), ({}, None)]
)
def test_the_start_method_is_the_parameter_of_processes(params, method):
    assert start_method_in(SimpleNamespace(callspec=SimpleNamespace(params=params))) == method


@pytest.mark.parametrize(
    ("id", "method", "parameters"),
    [
        ("3", None, "3"),
        ("fork", "fork", None),
        ("fork-3", "fork", "3"),
        ("3-fork", "fork", "3"),
        ("a-fork-b", "fork", "a-b"),
        ("forkserver-fork", "forkserver", "fork"),
        ("fork--1", "fork", "-1"),
        ("by-name", "spawn", "by-name"),
    ],
)
def test_parameters_are_what_the_name_of_a_test_has_in_brackets_beside_the_start_method(id, method, parameters):
    callspec = SimpleNamespace(id=id, params={"processes": method} if method else {})
    assert parameters_in(SimpleNamespace(callspec=callspec)) == parameters


def test_a_test_without_parameters_has_none():
    assert parameters_in(SimpleNamespace()) is None
