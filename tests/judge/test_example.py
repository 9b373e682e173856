"""One example: its body is run until it is certain what it shows. A clock made of numbers stands in for the machine's."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fake_machine import FakeMachine

from pytest_claims import assert_duration, require, seconds
from pytest_claims.instruments.seconds.run import count_assertion, current_run
from pytest_claims.judge.example import Bench, arguments_of, judge_example
from pytest_claims.judge.given import Given
from pytest_claims.judge.sequence import NO_ASSERTION, NO_SECONDS
from pytest_claims.machine.noise import THIS_MACHINE, Noise, Oversleep
from pytest_claims.model.errors import Broken, ClaimError, Inconclusive
from pytest_claims.model.verdict import Verdict

HOLDS, REFUTED, BROKEN, INCONCLUSIVE = Verdict.HOLDS, Verdict.REFUTED, Verdict.BROKEN, Verdict.INCONCLUSIVE


@pytest.fixture
def clock():
    return FakeMachine()


@pytest.fixture
def bench(clock):
    return a_bench(clock)


def a_bench(machine=THIS_MACHINE, **given):
    return Bench(Given(**{"unit": 0.005, **given}), machine)


def units(example):
    return [outcome.run.unit for outcome in example.judgement.outcomes]


def fails_below(unit):
    """A body whose assertion fails at units below `unit`, as a race between sleeps does on a busy machine."""

    def body():
        seconds(1)
        count_assertion()
        assert current_run().unit >= unit, "the wrong one was first"

    return body


def test_a_duration_as_predicted_holds_after_two_units(clock, bench):
    def body():
        with assert_duration(approx=10, rivals={"one after another": 100}):
            clock.sleep(0.0005 + seconds(10))

    example = judge_example(body, "workers=10", bench)
    assert (example.verdict, example.reason, example.arguments) == (HOLDS, None, "workers=10")
    assert len(set(units(example))) == 2
    assert [round(reading.slope, 6) for reading in example.judgement.readings] == [10]


def test_a_duration_that_fits_the_rival_is_refuted(clock, bench):
    def body():
        with assert_duration(approx=10, rivals={"one after another": 100}):
            clock.sleep(seconds(100))

    example = judge_example(body, "", bench)
    assert example.verdict is REFUTED
    assert example.judgement.predictions[0].fits(example.judgement.readings[0].slope) == "one after another"


def test_every_duration_of_the_body_must_hold(clock, bench):
    def body():
        for _ in range(2):
            with assert_duration(approx=10):
                clock.sleep(seconds(10))
        with assert_duration(approx=10):
            clock.sleep(seconds(5))

    example = judge_example(body, "", bench)
    assert (example.verdict, len(example.judgement.readings)) == (REFUTED, 3)


def test_a_body_whose_durations_all_hold_holds(clock, bench):
    def body():
        for n in (1, 10):
            with assert_duration(approx=n):
                clock.sleep(seconds(n))

    assert judge_example(body, "", bench).verdict is HOLDS


def test_a_failing_assertion_refutes_with_its_own_words(bench):
    def body():
        assert sum([1, 1]) == 3, "one and one is two"

    example = judge_example(body, "", bench)
    assert example.verdict is REFUTED
    assert example.reason.startswith("one and one is two")


def test_an_assertion_without_words_has_a_reason_all_the_same(bench):
    def body():
        raise AssertionError

    assert judge_example(body, "", bench).reason == "an assertion failed"


def starved(clock, took, error):
    def body():
        clock.sleep(took)
        count_assertion()
        if error is not None:
            raise error

    return body


#: Real seconds, and what is said of a run that was long and failed.
LATE_WAKE_UPS = [(0.008, BROKEN), (0.012, INCONCLUSIVE)]


@pytest.mark.parametrize("error", [Broken("it hung"), RuntimeError("it is broken"), AssertionError("nobody came"), None])
def test_nothing_is_believed_that_came_from_a_starved_run(clock, bench, error):
    clock.pressure = 0.9
    example = judge_example(starved(clock, 11, error), "", bench)
    assert example.verdict is INCONCLUSIVE
    assert example.reason.startswith(
        "no certain verdict after 1 run in 11 s: others left too little of the CPUs to this process"
    )
    assert ", which waited for one during up to 11 s of 11 s" in example.reason
    assert str(error or "") in example.reason


@pytest.mark.parametrize(("took", "pressure"), [(11, 0.01), (9, 0.9)], ids=["nobody waited", "it was quick"])
def test_a_run_that_was_not_starved_is_believed(clock, bench, took, pressure):
    clock.pressure = pressure
    assert judge_example(starved(clock, took, Broken("it hung")), "", bench).verdict is BROKEN


@pytest.mark.parametrize(("late", "verdict"), LATE_WAKE_UPS)
def test_where_nobody_counts_waits_late_wake_ups_tell_of_starvation(clock, bench, late, verdict):
    clock.pressure, clock.delays = None, [Oversleep(late, late)]
    example = judge_example(starved(clock, 30, Broken("it hung")), "", bench)
    assert example.verdict is verdict
    assert "waited for one" not in example.reason


def test_every_run_comes_with_what_the_machine_counted(clock, bench):
    clock.pressure = 0.25
    example = judge_example(starved(clock, 2, None), "", bench)
    assert example.judgement.outcomes[0].noise == Noise(0.5, 4.0, 0.0, 0.0)


def test_a_crash_is_broken_and_names_the_error_and_the_line(bench):
    def body():
        {}["missing"]

    example = judge_example(body, "", bench)
    assert example.verdict is BROKEN
    line = body.__code__.co_firstlineno + 1
    assert example.reason == f"the program raised KeyError: 'missing' (test_example.py, line {line})"


@pytest.mark.parametrize("error", [Broken("a child did not append"), ClaimError("a child did not append")])
def test_what_says_that_the_experiment_failed_is_broken_in_its_own_words(bench, error):
    def body():
        raise error

    example = judge_example(body, "", bench)
    assert (example.verdict, example.reason, len(example.judgement.outcomes)) == (BROKEN, "a child did not append", 1)


def test_require_breaks_an_experiment_whose_set_up_failed(bench):
    assert judge_example(lambda: require(False, "nobody ran"), "", bench).reason == "nobody ran"


def test_a_body_that_reaches_no_assertion_is_broken(bench):
    example = judge_example(lambda: None, "", bench)
    assert (example.verdict, example.reason) == (BROKEN, NO_ASSERTION)


def test_a_block_that_finds_the_machine_busy_is_tried_again(clock, bench):
    tries = []

    def body():
        tries.append(1)
        clock.sleep(0.02)
        count_assertion()
        if len(tries) < 3:
            raise Inconclusive("others left 0.5 CPUs")

    example = judge_example(body, "", bench)
    # Two that could not tell, and two that could.
    assert (example.verdict, len(tries)) == (HOLDS, 4)
    assert example.judgement.deciding.verdict is HOLDS


def test_a_refutation_after_busy_tries_counts(bench):
    tries = []

    def body():
        tries.append(1)
        if len(tries) < 3:
            raise Inconclusive("others left 0.5 CPUs")
        raise AssertionError("used 0.99 CPUs")

    example = judge_example(body, "", bench)
    assert (example.verdict, example.reason) == (REFUTED, "used 0.99 CPUs")


def test_a_machine_that_is_busy_for_ever_is_inconclusive(bench):
    def body():
        raise Inconclusive("others left 0.5 CPUs")

    example = judge_example(body, "", bench)
    assert (example.verdict, len(example.judgement.outcomes)) == (INCONCLUSIVE, 4)
    assert example.reason.endswith(": others left 0.5 CPUs")


def test_what_has_no_seconds_in_it_is_run_twice_at_least_and_all_runs_count(clock, bench):
    def body():
        clock.sleep(1)
        count_assertion()

    example = judge_example(body, "", bench)
    assert (example.verdict, units(example), example.judgement.readings) == (HOLDS, [0.005, 0.005], [])


def test_a_failure_after_a_duration_is_judged_without_it(clock, bench):
    def body():
        with assert_duration(approx=3):
            clock.sleep(seconds(3))
        raise AssertionError("the order is wrong")

    example = judge_example(body, "", bench)
    assert (example.verdict, example.reason, example.judgement.readings) == (REFUTED, "the order is wrong", [])


def test_ctrl_c_passes_through_a_body(bench):
    def body():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge_example(body, "", bench)
    assert current_run() is None


def test_what_belongs_to_the_maker_of_examples_passes_through(bench):
    class Unsatisfied(Exception):
        pass

    def body():
        raise Unsatisfied

    bench.foreign = (Unsatisfied,)
    with pytest.raises(Unsatisfied):
        judge_example(body, "", bench)


def test_an_exception_of_the_test_runner_is_translated(bench):
    class Failed(BaseException):
        pass

    def body():
        raise Failed

    bench.translate = lambda error: Broken("it hung") if isinstance(error, Failed) else None
    assert judge_example(body, "", bench).reason == "it hung"
    bench.translate = lambda error: None
    with pytest.raises(Failed):
        judge_example(body, "", bench)


def alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until_dead(process):
    """Killed processes end soon, not at once."""
    deadline = time.perf_counter() + 10
    while alive(process) and time.perf_counter() < deadline:
        os.sched_yield()
    return not alive(process)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("ends", [None, AssertionError("no"), RuntimeError("crash")])
def test_children_that_a_body_leaves_behind_are_killed(ends):
    left = []

    def body():
        left.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))
        count_assertion()
        if ends:
            raise ends

    judge_example(body, "", a_bench())
    for process in left:
        process.wait(10)
        process.stdin.close()
        assert process.returncode != 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_grandchildren_are_killed_too():
    code = "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'input()']).pid, flush=True); input()"
    left = []

    def body():
        count_assertion()
        process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        left.append((process, int(process.stdout.readline())))

    judge_example(body, "", a_bench())
    for process, grandchild in left:
        with process:
            assert wait_until_dead(grandchild)


def test_arguments_are_written_as_in_a_call():
    assert arguments_of({"workers": 10, "naps": [0.5, 1]}) == "workers=10, naps=[0.5, 1]"
    assert arguments_of({}) == ""


def test_a_duration_in_a_run_that_never_asked_for_seconds_is_broken_at_once(clock, bench):
    def body():
        with assert_duration(approx=2):
            clock.sleep(2)

    example = judge_example(body, "", bench)
    assert (example.verdict, example.reason, len(units(example))) == (BROKEN, NO_SECONDS, 1)
    assert "program(seconds(1))" in NO_SECONDS


def test_the_budget_is_shared_by_the_examples_of_a_part(clock, bench):
    def body():
        with assert_duration(approx=10):
            clock.sleep(seconds(10))

    judge_example(body, "", bench)
    assert bench.given.budget == pytest.approx(45 - clock.now())
    assert bench.given.established


def test_noise_is_remembered_for_a_while(clock, bench):
    clock.delays = [Oversleep(0.04, 0.02), Oversleep(0.001, 0.001)]
    seen = []
    for _ in range(2):
        judge_example(one_assertion(clock), "", bench)
        seen.append(bench.oversleep)
        clock.sleep(1)
    assert seen == [Oversleep(0.04, 0.02), Oversleep(0.02, 0.01)]


def test_a_look_at_the_machine_is_good_for_the_next_examples_too(clock, bench):
    clock.delays = [Oversleep(0.04, 0.02), Oversleep(0.03, 0.03)]
    seen = []
    for pause in (0.3, 0.2, 0):
        judge_example(one_assertion(clock), "", bench)
        seen.append(bench.oversleep)
        clock.sleep(pause)
    assert seen == [Oversleep(0.04, 0.02), Oversleep(0.04, 0.02), Oversleep(0.03, 0.03)]


def one_assertion(clock):
    def body():
        clock.sleep(0.02)
        count_assertion()

    return body


def test_what_the_judge_was_given_is_kept(clock, bench):
    clock.delays = [Oversleep(0.04, 0.02)]
    given = judge_example(one_assertion(clock), "", bench).given
    assert (given.delay, given.unexplained_delay, given.established) == (0.04, 0.02, False)
    assert judge_example(one_assertion(clock), "", bench).given.established


def test_fixtures_are_renewed_before_each_run_but_the_first(clock, bench):
    renewed = []
    bench.renew = lambda: renewed.append(clock.now())
    example = judge_example(one_assertion(clock), "", bench)
    assert len(renewed) == len(units(example)) - 1 > 0
