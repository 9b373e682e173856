"""Claim seconds, and the run that is under way."""

import threading
from contextlib import nullcontext
from math import inf, nan

import pytest
from fake_machine import FakeMachine

from pytest_claims import ClaimError, seconds
from pytest_claims.instruments.seconds.run import Run, count_assertion, current_run, running


def test_outside_a_claim_a_claim_second_is_a_second():
    assert seconds(10) == 10.0
    assert type(seconds(10)) is float


def test_inside_a_claim_a_claim_second_is_a_unit():
    with running(Run(0.25)):
        assert seconds(10) == 2.5


def test_a_run_scales_once_it_was_asked_for_seconds():
    with running(Run(0.01)) as run:
        assert run.scales is False
        seconds(0)
        assert run.scales is True


def test_a_run_is_current_inside_its_block_only():
    run = Run(0.01)
    assert current_run() is None
    with running(run) as given:
        assert given is current_run() is run
    assert current_run() is None


def test_runs_may_be_nested():
    with running(Run(0.5)) as outer:
        with running(Run(0.25)):
            assert seconds(4) == 1.0
        assert current_run() is outer
        assert seconds(4) == 2.0
    assert seconds(4) == 4.0


def test_a_run_ends_when_its_block_raises():
    with pytest.raises(KeyError), running(Run(0.01)):
        raise KeyError
    assert current_run() is None


def test_threads_see_the_run_of_their_process():
    seen = []
    with running(Run(0.5)):
        thread = threading.Thread(target=lambda: seen.append(seconds(3)))
        thread.start()
        thread.join()
    assert seen == [1.5]


def test_assertions_are_counted_by_the_run_that_is_under_way():
    with running(Run(0.01)) as outer:
        count_assertion()
        with running(Run(0.01)) as inner:
            count_assertion()
            count_assertion()
        before = inner.assertions, outer.assertions
    count_assertion()
    assert before == (inner.assertions, outer.assertions) == (2, 1)


def test_a_new_run_has_recorded_nothing():
    run = Run(0.01)
    assert (run.measurements, run.spans, run.figures, run.scales, run.assertions) == ([], [], {}, False, 0)
    assert Run(0.01).measurements is not run.measurements


def test_a_run_knows_when_it_began_and_what_had_been_counted_by_then():
    machine = FakeMachine()
    machine.pressure = 0.5
    machine.sleep(8)
    run = Run(0.01, machine)
    machine.sleep(1)
    assert (run.started, run.counted.pressure) == (8, 4)


@pytest.mark.parametrize("n", [-1, nan, inf, True, "10", None], ids=repr)
def test_seconds_of_what_is_no_number_of_seconds_are_refused(n):
    for block in (nullcontext(), running(Run(0.01))):
        with block, pytest.raises(ClaimError) as refused:
            seconds(n)
        assert str(refused.value) == f"seconds({n!r}): write a finite number that is not negative."
