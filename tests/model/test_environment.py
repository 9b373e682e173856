"""The facts about an interpreter and a machine that a verdict can depend on."""

import dataclasses
import multiprocessing
import os
import platform
import sys

import pytest

from pytest_claims.model import environment
from pytest_claims.model.environment import Environment, gil_enabled, here, usable_cpus


def test_here_tells_the_facts_of_this_process():
    facts = here()
    assert facts.python == platform.python_version()
    assert facts.implementation == sys.implementation.name
    assert facts.platform == sys.platform
    assert facts.gil == gil_enabled()
    assert facts.cpus == usable_cpus()
    assert sorted(facts.start_methods) == sorted(multiprocessing.get_all_start_methods())
    assert facts.start_method is None


def test_here_names_the_start_methods_in_the_usual_order():
    usual = ["fork", "spawn", "forkserver"]
    assert list(here().start_methods) == [name for name in usual if name in here().start_methods]


def test_here_is_looked_up_once():
    assert here() is here()


def test_a_case_fixes_the_start_method_and_nothing_else():
    case = here().under("spawn")
    assert case.start_method == "spawn"
    assert dataclasses.replace(case, start_method=None) == here()


def test_an_environment_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        here().cpus = 64


@pytest.mark.parametrize("held", [True, False])
def test_the_lock_is_what_the_interpreter_says(monkeypatch, held):
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: held, raising=False)
    assert gil_enabled() is held


def test_an_interpreter_that_cannot_say_has_the_lock(monkeypatch):
    monkeypatch.delattr(sys, "_is_gil_enabled", raising=False)
    assert gil_enabled() is True


@pytest.mark.parametrize(
    ("affinity", "quotas", "cpus"),
    [
        (8, [], 8),
        (8, [3.9, 5.0], 3),
        (2, [64.0], 2),
        (8, [0.5], 1),
        (1, [], 1),
    ],
)
def test_usable_cpus_are_the_affinity_or_the_quota_whichever_is_less(monkeypatch, affinity, quotas, cpus):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(affinity)), raising=False)
    monkeypatch.setattr(environment, "quotas", lambda: dict(enumerate(quotas)))
    assert usable_cpus() == cpus


@pytest.mark.parametrize(("count", "cpus"), [(4, 4), (None, 1)])
def test_without_an_affinity_all_cpus_of_the_machine_count(monkeypatch, count, cpus):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: count)
    monkeypatch.setattr(environment, "quotas", dict)
    assert usable_cpus() == cpus


def test_an_environment_is_made_of_plain_values():
    facts = dataclasses.asdict(Environment("3.13.0", "cpython", True, "linux", 2, ("fork",)))
    assert facts == {
        "python": "3.13.0",
        "implementation": "cpython",
        "gil": True,
        "platform": "linux",
        "cpus": 2,
        "start_methods": ("fork",),
        "start_method": None,
    }
