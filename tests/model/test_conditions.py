"""Conditions on the environment, as objects that read like Python."""

import pytest

from pytest_claims import ClaimError, cpus, everywhere, gil, implementation, nowhere, platform, python, start_method
from pytest_claims.model.conditions import Condition
from pytest_claims.model.environment import Environment

HERE = Environment("3.13.2", "cpython", True, "linux", 2, ("fork", "spawn"), "fork")


def environment(**facts):
    known = {name: getattr(HERE, name) for name in Environment.__dataclass_fields__}
    return Environment(**known | facts)


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (everywhere, True),
        (nowhere, False),
        (~nowhere, True),
        (cpus >= 2, True),
        (cpus > 2, False),
        (cpus < 3, True),
        (cpus <= 1, False),
        (cpus == 2, True),
        (cpus != 2, False),
        (gil == "on", True),
        (gil != "on", False),
        (implementation == "pypy", False),
        (platform == "linux", True),
        (start_method == "fork", True),
        (start_method != "fork", False),
        ((cpus >= 2) & (gil == "on"), True),
        ((cpus >= 2) & (gil == "off"), False),
        ((cpus >= 9) | (gil == "on"), True),
        ((cpus >= 9) | (gil == "off"), False),
        (~(start_method == "fork"), False),
        (~(cpus >= 9) & (platform == "linux"), True),
    ],
    ids=repr,
)
def test_a_condition_is_met_or_not(condition, met):
    assert condition.met(HERE) is met


@pytest.mark.parametrize(
    ("condition", "version", "met"),
    [
        (python >= "3.14", "3.13.9", False),
        (python >= "3.14", "3.14.0", True),
        (python >= "3.9", "3.14.0", True),
        (python < "3.14", "3.9.18", True),
        (python == "3.13", "3.13.7", True),
        (python != "3.13", "3.13.7", False),
        (python > "3.13", "3.13.7", False),
        (python <= "3.13", "3.13.7", True),
        (python == "3", "3.15.0", True),
        (python == "3.13.7", "3.13.10", False),
        (python > "3.13.7", "3.13.10", True),
        (python >= "3.15", "3.15.0rc1", True),
        (python >= "3.15.1", "3.15.0rc1", False),
        (python == "3.15.0", "3.15.0a7", True),
        (python == "3.13.12", "3.13.12rc1", True),
        (python >= "3.15.0b1", "3.15.0a8", False),
        (python >= "3.15.0b1", "3.15.0rc1", True),
        (python >= "3.15.0b2", "3.15.0b1", False),
        (python >= "3.15.0b1", "3.15.0", True),
        (python >= "3.15.0b1", "3.14.9", False),
        (python == "3.15.0a0", "3.15.0a0", True),
        (python < "3.15", "3.14.0+", True),
    ],
)
def test_versions_compare_as_numbers_to_the_precision_that_is_written(condition, version, met):
    assert condition.met(environment(python=version)) is met


def test_a_lock_that_is_off():
    assert (gil == "off").met(environment(gil=False)) is True


def test_outside_of_a_case_no_start_method_is_met():
    outside = environment(start_method=None)
    assert [(start_method == name).met(outside) for name in ("fork", "spawn", "forkserver")] == [False] * 3


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (everywhere, "everywhere"),
        (nowhere, "nowhere"),
        (python >= "3.14", "python >= '3.14'"),
        (cpus < 3, "cpus < 3"),
        ((start_method == "fork") & (python >= "3.12"), "(start_method == 'fork') & (python >= '3.12')"),
        ((gil == "off") | (cpus == 1), "(gil == 'off') | (cpus == 1)"),
        (~(platform == "win32"), "~(platform == 'win32')"),
        (~((gil == "off") | (implementation != "pypy")), "~((gil == 'off') | (implementation != 'pypy'))"),
    ],
)
def test_a_condition_reads_as_it_was_written(condition, text):
    assert repr(condition) == text


@pytest.mark.parametrize("condition", [python >= "3.14", (gil == "off") | (cpus > 1), ~((cpus == 1) & (gil == "on"))])
def test_a_condition_can_be_written_again_from_its_text(condition):
    names = {"python": python, "gil": gil, "cpus": cpus}
    assert repr(eval(repr(condition), names)) == repr(condition)


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (cpus >= 4, "cpus >= 4 (here 2)"),
        (gil == "off", "gil == 'off' (here 'on')"),
        (python >= "3.14", "python >= '3.14' (here '3.13.2')"),
        (start_method == "spawn", "start_method == 'spawn' (here 'fork')"),
        ((cpus >= 4) & (gil == "off"), "cpus >= 4 (here 2)"),
        ((cpus >= 2) & (gil == "off"), "gil == 'off' (here 'on')"),
        ((cpus >= 4) | (gil == "off"), "cpus >= 4 (here 2), or gil == 'off' (here 'on')"),
        (~(cpus >= 2), "~(cpus >= 2)"),
        (nowhere, "nowhere"),
    ],
)
def test_what_is_missing_is_named(condition, reason):
    assert condition.met(HERE) is False
    assert condition.why_not(HERE) == reason


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda: cpus >= "2", "cpus >= '2': write a whole number."),
        (lambda: cpus >= 1.5, "cpus >= 1.5: write a whole number."),
        (lambda: cpus == True, "cpus == True: write a whole number."),  # noqa: E712
        (lambda: python >= 3.14, 'python >= 3.14: write the version in quotes, such as "3.14".'),
        (lambda: python >= (3, 14), 'python >= (3, 14): write the version in quotes, such as "3.14".'),
        (lambda: python < "3.15rc1", "python < '3.15rc1': write the version in quotes, such as \"3.14\"."),
        (lambda: python != "", "python != '': write the version in quotes, such as \"3.14\"."),
        (lambda: python <= "3.", "python <= '3.': write the version in quotes, such as \"3.14\"."),
        (lambda: gil == True, "gil == True: write one of 'on', 'off'."),  # noqa: E712
        (lambda: start_method == "Fork", "start_method == 'Fork': write one of 'fork', 'spawn', 'forkserver'."),
        (lambda: start_method != None, "start_method != None: write one of 'fork', 'spawn', 'forkserver'."),  # noqa: E711
        (lambda: platform == 1, "platform == 1: write a name in quotes."),
        (lambda: implementation > None, "implementation > None: write a name in quotes."),
        ((lambda: (cpus >= 2) & True), "True is no condition: put each comparison in parentheses before & or |."),
        ((lambda: (cpus >= 2) | gil), "gil is no condition: put each comparison in parentheses before & or |."),
    ],
)
def test_what_is_no_condition_is_refused(write, message):
    with pytest.raises(ClaimError) as refused:
        write()
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "write",
    [
        lambda: 1 < cpus < 4,
        lambda: (cpus > 1) and (gil == "off"),
        lambda: (cpus > 1) or (gil == "off"),
        lambda: not (cpus > 1),
        lambda: "yes" if cpus > 1 else "no",
    ],
    ids=["chained", "and", "or", "not", "if"],
)
def test_a_condition_is_neither_true_nor_false_by_itself(write):
    with pytest.raises(ClaimError) as refused:
        write()
    assert str(refused.value) == (
        "cpus > 1 is a condition, neither true nor false yet. Combine conditions with &, | and ~, each in parentheses, in "
        'place of and, or, not, in and chains such as 2 <= cpus <= 4: (python == "3.12") | (python == "3.13").'
    )


@pytest.mark.parametrize(
    "write",
    [
        lambda: gil and (cpus >= 2),
        lambda: gil or (cpus >= 2),
        lambda: not gil,
        lambda: bool(gil),
        lambda: gil & (cpus >= 2),
        lambda: gil | (cpus >= 2),
        lambda: ~gil,
    ],
    ids=["and", "or", "not", "bool", "&", "|", "~"],
)
def test_a_fact_is_neither_true_nor_false(write):
    with pytest.raises(ClaimError) as refused:
        write()
    assert str(refused.value) == "gil is a fact, neither true nor false: compare it, as in (cpus >= 2) & (gil == 'on')."


def test_facts_may_be_the_keys_of_a_dict():
    assert {cpus: "cpus", gil: "gil"}[cpus] == "cpus"


def test_the_base_of_all_conditions_is_met_nowhere_by_itself():
    with pytest.raises(NotImplementedError):
        Condition().met(HERE)
