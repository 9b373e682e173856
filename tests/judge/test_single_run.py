"""One run of a body: what it showed, and the order in which what it leaves behind is ended."""

import gc
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import pytest
import workers
from processes_seen import FORKS_BESIDE_THREADS

from pytest_claims.instruments.seconds.run import current_run
from pytest_claims.judge.isolation import shared_memory
from pytest_claims.judge.single_run import run_once
from pytest_claims.machine.process_tree import descendants
from pytest_claims.model.environment import here
from pytest_claims.model.errors import Hung, Inconclusive
from pytest_claims.model.verdict import Verdict


@pytest.fixture
def _nobody_elses_memory(monkeypatch):
    """What tests of other workers leave in shared memory meanwhile is not seen."""
    monkeypatch.setattr(shared_memory, "_names", set)


def outcome_of(body):
    return run_once(body, 0.01, descendants(), (), lambda error: None)


def group(*errors):
    return BaseExceptionGroup("unhandled errors", errors)


def say(error):
    raise error


@pytest.mark.parametrize(
    ("error", "verdict", "reason"),
    [
        (AssertionError("2 is not 3"), Verdict.REFUTED, "2 is not 3"),
        (Inconclusive("others left 0.1 CPUs"), Verdict.INCONCLUSIVE, "others left 0.1 CPUs"),
        (OSError("no such thing"), Verdict.BROKEN, "the program raised OSError: no such thing (test_single_run.py, line "),
        # As the tasks of a group raise them.
        (group(AssertionError("2 is not 3")), Verdict.REFUTED, "2 is not 3"),
        (group(AssertionError("2 is not 3"), group(AssertionError("nor 4"))), Verdict.REFUTED, "2 is not 3"),
        (group(AssertionError("2 is not 3"), group(OSError("no"))), Verdict.BROKEN, "the program raised OSError: no"),
        (group(AssertionError("2 is not 3"), Inconclusive("others")), Verdict.INCONCLUSIVE, "others"),
    ],
)
def test_what_is_raised_is_the_verdict(error, verdict, reason):
    outcome = outcome_of(partial(say, error))
    assert outcome.verdict is verdict
    assert outcome.reason.startswith(reason)


def test_what_is_no_verdict_passes_through_in_a_group_too():
    with pytest.raises(BaseExceptionGroup):
        outcome_of(partial(say, group(AssertionError("no"), KeyboardInterrupt())))


@pytest.mark.parametrize("error", [AssertionError("no"), Hung("it hung"), group(AssertionError("no")), group(Hung("it hung"))])
@pytest.mark.parametrize("certain", [False, True])
def test_a_time_out_is_certain_and_so_is_what_an_instrument_saw(error, certain):
    def body():
        current_run().certain = certain
        raise error

    assert outcome_of(body).run.certain is (certain or "hung" in repr(error))


def test_what_a_finalizer_raises_is_noted_and_changes_no_verdict():
    class Node:
        def __del__(self):
            raise OSError("nobody is there")

    def body():
        Node()
        gc.collect()

    outcome = outcome_of(body)
    assert (outcome.verdict, outcome.reason) == (Verdict.HOLDS, None)
    assert [said.partition(" (")[0] for said in outcome.ignored] == ["OSError: nobody is there"]


@pytest.mark.usefixtures("_nobody_elses_memory")
def test_what_a_body_leaves_changed_is_put_back_and_changes_no_verdict():
    limit = sys.getrecursionlimit()
    outcome = outcome_of(lambda: sys.setrecursionlimit(54321))
    assert (outcome.verdict, outcome.reason) == (Verdict.HOLDS, None)
    assert outcome.left == [f"the recursion limit: 54321, put back to {limit}"]
    assert sys.getrecursionlimit() == limit


@pytest.mark.usefixtures("_nobody_elses_memory")
def test_a_hook_that_a_body_sets_hears_its_finalizers_no_longer_once_it_has_ended():
    heard, before = [], sys.unraisablehook

    def body():
        sys.unraisablehook = heard.append

    outcome = outcome_of(body)
    assert sys.unraisablehook is before
    assert [said.partition(":")[0] for said in outcome.left] == ["sys.unraisablehook"]


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="shared memory has no names here")
def test_shared_memory_that_a_body_does_not_unlink_is_told():
    made = []

    def body():
        memory = SharedMemory(create=True, size=1)
        made.append(memory)
        memory.close()

    outcome = outcome_of(body)
    (memory,) = made
    memory.unlink()
    assert f"shared memory that nobody unlinked: {memory.name}" in outcome.left


@pytest.mark.skipif(not hasattr(gc, "freeze") or "fork" not in here().start_methods, reason="garbage is not collected here")
def test_a_pool_that_was_let_go_of_ends_its_workers_before_they_are_killed():
    started = []

    def body():
        # A pool that had a result would be held by the thread that set it, for a moment.
        pool = multiprocessing.get_context("fork").Pool(1)
        started.extend(pool._pool)
        pool.itself = pool

    outcome_of(body)
    (worker,) = started
    assert worker.exitcode in (0, -signal.SIGTERM)


@FORKS_BESIDE_THREADS
@pytest.mark.skipif("fork" not in here().start_methods, reason="needs fork")
def test_a_pool_that_a_program_keeps_serves_the_next_run():
    known = set[int]()

    def body():
        if not hasattr(workers, "kept_pool"):
            workers.kept_pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork"))
        known.add(workers.kept_pool.submit(os.getpid).result())

    before = descendants()
    outcomes = [run_once(body, 0.01, descendants(), (), lambda error: None) for _ in range(3)]
    workers.kept_pool.shutdown()
    del workers.kept_pool
    assert [(outcome.verdict, outcome.reason) for outcome in outcomes] == [(Verdict.HOLDS, None)] * 3
    assert len(known - before) == 1


def test_what_an_instrument_sets_aside_is_none_of_the_runs_time():
    def body():
        current_run().set_aside = 5.0

    assert outcome_of(body).took < 0
