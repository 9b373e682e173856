"""One example: its body is run until it is certain what it shows. A clock made of numbers stands in for the machine's."""

import os
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from pytest_claims import assert_duration, require, seconds
from pytest_claims import duration as durations
from pytest_claims import example as examples
from pytest_claims import noise as noises
from pytest_claims import outcome as outcomes
from pytest_claims.clock import current_run, reached_an_assertion
from pytest_claims.errors import Broken, ClaimError, Inconclusive
from pytest_claims.example import MOST_RUNS, STRETCHED, SURPRISES, TRIES, Bench, arguments_of, judge_example
from pytest_claims.noise import Lateness, Look, Noise
from pytest_claims.slope import Reading
from pytest_claims.verdict import Verdict

HOLDS, REFUTED, BROKEN, INCONCLUSIVE = Verdict.HOLDS, Verdict.REFUTED, Verdict.BROKEN, Verdict.INCONCLUSIVE


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self):
        self.now = 0.0
        #: In so much of a second somebody waits for a CPU; None if nobody counts that.
        self.pressure = 0.0

    def sleep(self, real_seconds):
        self.now += real_seconds

    def counted(self):
        waited = None if self.pressure is None else self.pressure * self.now
        return Noise(waited, 2 * self.now, 0.0, 0.0)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    for module in (durations, examples, outcomes):
        monkeypatch.setattr(module, "perf_counter", lambda: clock.now)
    monkeypatch.setattr(outcomes, "counted", clock.counted)
    monkeypatch.setattr(noises, "look", lambda: Look(clock.counted(), {}))
    monkeypatch.setattr(examples, "oversleep", lambda: Lateness(0.0002, 0.0002))
    return clock


@pytest.fixture
def bench(clock):
    return Bench(0.005)


def units(example):
    return [outcome.run.unit for outcome in example.outcomes]


def fails_below(unit):
    """A body whose assertion fails at units below `unit`, as a race between sleeps does on a busy machine."""

    def body():
        seconds(1)
        reached_an_assertion()
        assert current_run().unit >= unit, "the wrong one was first"

    return body


def test_a_duration_as_predicted_holds_after_two_units(clock, bench):
    def body():
        with assert_duration(approx=10, rivals={"one after another": 100}):
            clock.sleep(0.0005 + seconds(10))

    example = judge_example(body, "workers=10", HOLDS, bench)
    assert (example.verdict, example.reason, example.arguments) == (HOLDS, None, "workers=10")
    assert len(set(units(example))) == 2
    assert [round(reading.slope, 6) for reading in example.readings] == [10]


def test_a_duration_that_fits_the_rival_is_refuted(clock, bench):
    def body():
        with assert_duration(approx=10, rivals={"one after another": 100}):
            clock.sleep(seconds(100))

    example = judge_example(body, "", REFUTED, bench)
    assert example.verdict is REFUTED
    assert example.predictions[0].fits(example.readings[0].slope) == "one after another"


def test_an_unexpected_refutation_repeats_itself_at_units_five_times_apart(clock, bench):
    def body():
        with assert_duration(approx=10, rivals={"one after another": 20}):
            clock.sleep(seconds(20))

    surprising, expected = (judge_example(body, "", hoped_for, Bench(0.005)) for hoped_for in (HOLDS, REFUTED))
    assert surprising.verdict is expected.verdict is REFUTED
    assert max(units(surprising)) >= 5 * sorted(units(surprising))[1]
    assert max(units(surprising)) > max(units(expected))


def test_every_duration_of_the_body_must_hold(clock, bench):
    def body():
        for _ in range(2):
            with assert_duration(approx=10):
                clock.sleep(seconds(10))
        with assert_duration(approx=10):
            clock.sleep(seconds(5))

    example = judge_example(body, "", REFUTED, bench)
    assert (example.verdict, len(example.readings)) == (REFUTED, 3)


def test_a_body_whose_durations_all_hold_holds(clock, bench):
    def body():
        for n in (1, 10):
            with assert_duration(approx=n):
                clock.sleep(seconds(n))

    assert judge_example(body, "", HOLDS, bench).verdict is HOLDS


def test_an_expected_outcome_without_durations_takes_one_run(bench):
    example = judge_example(reached_an_assertion, "", HOLDS, bench)
    assert (example.verdict, units(example), example.readings) == (HOLDS, [0.005], [])


def test_a_failing_assertion_refutes_with_its_own_words(bench):
    def body():
        assert sum([1, 1]) == 3, "one and one is two"

    example = judge_example(body, "", REFUTED, bench)
    assert example.verdict is REFUTED
    assert example.reason.startswith("one and one is two")


def test_an_assertion_without_words_has_a_reason_all_the_same(bench):
    def body():
        raise AssertionError

    assert judge_example(body, "", REFUTED, bench).reason == "an assertion failed"


def test_a_surprise_that_has_no_seconds_in_it_is_believed_at_once(bench):
    def body():
        raise AssertionError("no")

    example = judge_example(body, "", HOLDS, bench)
    assert (example.verdict, len(example.outcomes)) == (REFUTED, 1)


@pytest.mark.parametrize(
    ("pressure", "fails", "verdict", "runs"),
    [
        (0.0, [True], REFUTED, 1),
        (0.9, [True, True, True], REFUTED, SURPRISES),
        (0.9, [True, False], Verdict.INCONCLUSIVE, 2),
        (0.9, [False], HOLDS, 1),
    ],
)
def test_what_has_no_seconds_and_surprises_beside_others_has_to_be_the_same_each_time(
    clock, bench, pressure, fails, verdict, runs
):
    """Two lengths compared by the clock, on a busy machine: no run is made to turn a failure into success."""
    clock.pressure = pressure
    outcomes = iter(fails)

    def body():
        clock.sleep(1)
        reached_an_assertion()
        assert not next(outcomes), "the one that should have been quicker was slower"

    example = judge_example(body, "", HOLDS, bench)
    assert (example.verdict, len(example.outcomes)) == (verdict, runs)


def test_a_surprise_that_vanishes_at_a_larger_unit_was_noise_and_stays_in_the_evidence(bench):
    example = judge_example(fails_below(0.02), "", HOLDS, bench)
    assert (example.verdict, units(example)) == (HOLDS, [0.005, 0.025])
    assert [outcome.verdict for outcome in example.outcomes] == [REFUTED, HOLDS]
    assert example.last.unit == 0.025


def test_a_surprise_that_stays_is_the_verdict(bench):
    example = judge_example(fails_below(9), "", HOLDS, bench)
    assert example.verdict is REFUTED
    assert units(example) == pytest.approx([0.005, 0.025, 0.125])
    assert len(example.outcomes) == SURPRISES


def test_an_unexpected_success_has_to_last_as_well(bench):
    example = judge_example(fails_below(0), "", REFUTED, bench)
    assert (example.verdict, len(example.outcomes)) == (HOLDS, SURPRISES)


def test_a_surprise_while_others_start_is_repeated_where_a_claim_second_outlasts_the_start(clock, bench):
    """What a run takes beside its sleeps is 0.3 s: the third unit, of 0.125 s, is no witness yet."""

    def body():
        clock.sleep(0.3 + seconds(1))
        reached_an_assertion()
        raise AssertionError("the wrong one was first")

    example = judge_example(body, "", HOLDS, bench)
    assert example.verdict is REFUTED
    assert units(example) == pytest.approx([0.005, 0.025, 0.125, 0.625])


@pytest.mark.parametrize(
    ("waits", "verdict", "last"),
    [(0.0, REFUTED, 0.125), (0.06, REFUTED, 0.125), (0.07, REFUTED, 0.625), (0.4, REFUTED, 1.0), (0.6, INCONCLUSIVE, 1.0)],
)
def test_a_surprise_in_a_run_that_waited_for_half_a_claim_second_is_none_yet(clock, bench, monkeypatch, waits, verdict, last):
    """Under nice 19, among programs that compute, an event loop found timers due at once that were a claim second apart."""
    # The machine is asked before and after each run.
    asked = count()
    monkeypatch.setattr(outcomes, "counted", lambda: Noise(0.0, 0.0, 0.0, waits * next(asked)))
    example = judge_example(fails_below(9), "", HOLDS, bench)
    assert (example.verdict, example.last.unit) == (verdict, pytest.approx(last))
    if verdict is INCONCLUSIVE:
        assert example.reason.startswith("the 0.6 s that it waited for a CPU may be what decided: the wrong one was first")


def test_a_surprise_that_start_up_may_have_decided_is_inconclusive(clock, bench):
    def body():
        clock.sleep(1.5 + seconds(1))
        raise AssertionError("the wrong one was first")

    example = judge_example(body, "", HOLDS, bench)
    assert example.verdict is INCONCLUSIVE
    assert example.reason == ("what a run takes beside its sleeps, 1.5 s, may be what decided: the wrong one was first")
    assert example.last.unit == 1


def test_what_was_expected_needs_no_second_look_however_long_the_start(clock, bench):
    def body():
        clock.sleep(1.5 + seconds(1))
        raise AssertionError("the wrong one was first")

    assert judge_example(body, "", REFUTED, bench).verdict is REFUTED


def starved(clock, took, error):
    def body():
        clock.sleep(took)
        reached_an_assertion()
        if error is not None:
            raise error

    return body


@pytest.mark.parametrize("error", [Broken("it hung"), RuntimeError("the barrier is broken"), AssertionError("nobody came")])
def test_nothing_unexpected_is_believed_that_came_from_a_starved_run(clock, bench, error):
    clock.pressure = 0.9
    example = judge_example(starved(clock, 30, error), "", HOLDS, bench)
    assert example.verdict is INCONCLUSIVE
    assert example.reason.startswith("others left too little of the CPUs to this process: ")
    assert str(error) in example.reason


def test_a_starved_run_that_did_as_expected_is_believed(clock, bench):
    clock.pressure = 0.9
    assert judge_example(starved(clock, 30, AssertionError("no")), "", REFUTED, bench).verdict is REFUTED
    assert judge_example(starved(clock, 30, None), "", HOLDS, bench).verdict is HOLDS


def test_an_unexpected_success_of_a_starved_run_is_not_believed_either(clock, bench):
    clock.pressure = 0.9
    example = judge_example(starved(clock, 30, None), "", REFUTED, bench)
    assert (example.verdict, example.reason) == (INCONCLUSIVE, "others left too little of the CPUs to this process")


@pytest.mark.parametrize(("took", "pressure"), [(30, 0.01), (9, 0.9)], ids=["nobody waited", "it was quick"])
def test_a_run_that_was_not_starved_is_believed(clock, bench, took, pressure):
    clock.pressure = pressure
    assert judge_example(starved(clock, took, Broken("it hung")), "", HOLDS, bench).verdict is BROKEN


@pytest.mark.parametrize(("late", "verdict"), [(0.0002, BROKEN), (0.2, INCONCLUSIVE)])
def test_where_nobody_counts_waits_late_wake_ups_tell_of_starvation(clock, bench, monkeypatch, late, verdict):
    clock.pressure = None
    monkeypatch.setattr(examples, "oversleep", lambda: Lateness(late, late))
    assert judge_example(starved(clock, 30, Broken("it hung")), "", HOLDS, bench).verdict is verdict


def test_the_judge_is_told_which_unit_is_the_largest_and_asked_no_longer_than_it_may(clock, bench, monkeypatch):
    wanted = []

    def never_certain(samples, prediction, jitter, reach):
        wanted.append(reach.largest if len(samples) % 2 else bench.unit)
        return Reading(None, 1.0, 1.0, 0.0, wanted[-1])

    monkeypatch.setattr(examples, "read", never_certain)

    def body():
        with assert_duration(approx=0.5):
            clock.sleep(seconds(0.5))

    example = judge_example(body, "", HOLDS, bench)
    assert set(wanted) == {0.005, STRETCHED / 0.5}
    assert Counter(units(example)) == {0.005: MOST_RUNS // 2, STRETCHED / 0.5: MOST_RUNS // 2}


def test_a_body_that_is_dear_to_start_is_given_longer_sleeps(clock, bench):
    def body(start_up):
        clock.sleep(start_up)
        with assert_duration(approx=0.3, abs=0.15, rivals={"one by one": 2}):
            clock.sleep(0.02 + seconds(0.3))

    clock.pressure = 0.5
    cheap, dear = (judge_example(partial(body, start_up), "", HOLDS, bench) for start_up in (0.0, 0.1))
    assert cheap.verdict is dear.verdict is HOLDS
    assert max(units(cheap)) < 0.1 / 0.3 < max(units(dear))


def test_every_run_comes_with_what_the_machine_counted(clock, bench):
    clock.pressure = 0.25
    example = judge_example(starved(clock, 2, None), "", HOLDS, bench)
    assert example.outcomes[0].noise == Noise(0.5, 4.0, 0.0, 0.0)


def test_waits_make_a_duration_less_certain(clock, bench):
    def body():
        with assert_duration(approx=10, rivals={"one after another": 100}):
            clock.sleep(seconds(10))

    quiet = judge_example(body, "", HOLDS, bench)
    clock.pressure = 0.5
    noisy = judge_example(body, "", HOLDS, bench)
    assert quiet.verdict is noisy.verdict is HOLDS
    assert len(quiet.outcomes) < len(noisy.outcomes)


def test_no_unit_is_larger_than_a_real_second(bench):
    bench.unit = 0.5
    example = judge_example(fails_below(9), "", HOLDS, bench)
    assert (example.verdict, units(example)) == (REFUTED, [0.5, 1.0])


def test_a_crash_is_broken_and_names_the_error_and_the_line(bench):
    def body():
        {}["missing"]

    example = judge_example(body, "", HOLDS, bench)
    assert example.verdict is BROKEN
    line = body.__code__.co_firstlineno + 1
    assert example.reason == f"the program raised KeyError: 'missing' (test_example.py, line {line})"


@pytest.mark.parametrize("error", [Broken("a child did not append"), ClaimError("a child did not append")])
def test_what_says_that_the_experiment_failed_is_broken_in_its_own_words(bench, error):
    def body():
        raise error

    example = judge_example(body, "", HOLDS, bench)
    assert (example.verdict, example.reason, len(example.outcomes)) == (BROKEN, "a child did not append", 1)


def test_require_breaks_an_experiment_whose_set_up_failed(bench):
    assert judge_example(lambda: require(False, "nobody ran"), "", HOLDS, bench).reason == "nobody ran"


def test_a_body_that_reaches_no_assertion_is_broken(bench):
    example = judge_example(lambda: None, "", HOLDS, bench)
    assert (example.verdict, example.reason) == (BROKEN, "no assertion was reached")


def test_where_assertions_are_not_counted_none_is_missed(bench):
    bench.asserts_are_counted = False
    assert judge_example(lambda: None, "", HOLDS, bench).verdict is HOLDS


def test_a_block_that_finds_the_machine_busy_is_tried_again(bench):
    tries = []

    def body():
        tries.append(1)
        reached_an_assertion()
        if len(tries) < 3:
            raise Inconclusive("others left 0.5 CPUs")

    example = judge_example(body, "", HOLDS, bench)
    assert (example.verdict, len(tries)) == (HOLDS, 3)
    assert example.last is example.outcomes[-1].run


def test_a_refutation_after_busy_tries_counts(bench):
    tries = []

    def body():
        tries.append(1)
        if len(tries) < 3:
            raise Inconclusive("others left 0.5 CPUs")
        raise AssertionError("used 0.99 CPUs")

    example = judge_example(body, "", REFUTED, bench)
    assert (example.verdict, example.reason) == (REFUTED, "used 0.99 CPUs")


def test_a_machine_that_is_busy_for_ever_is_inconclusive(bench):
    def body():
        raise Inconclusive("others left 0.5 CPUs")

    example = judge_example(body, "", HOLDS, bench)
    assert (example.verdict, example.reason, len(example.outcomes)) == (INCONCLUSIVE, "others left 0.5 CPUs", TRIES)


def test_tries_that_could_not_tell_do_not_outweigh_one_that_could():
    def body():
        if seconds(1) > 0.01:
            raise Inconclusive("others left 0.5 CPUs")
        raise AssertionError("no")

    example = judge_example(body, "", HOLDS, Bench(0.005))
    assert example.verdict is INCONCLUSIVE
    assert example.last.unit == 0.005


def test_a_duration_that_noise_hides_is_inconclusive_when_the_budget_is_used_up(clock, bench, monkeypatch):
    monkeypatch.setattr(examples, "oversleep", lambda: Lateness(5.0, 5.0))

    def body():
        with assert_duration(approx=10):
            clock.sleep(seconds(10))

    example = judge_example(body, "", HOLDS, bench)
    assert (example.verdict, example.reason) == (INCONCLUSIVE, "no certain verdict within 45 s and 16 runs")
    assert clock.now <= 45
    assert bench.budget >= 1


def test_an_example_takes_no_more_than_so_many_runs(clock, bench, monkeypatch):
    monkeypatch.setattr(examples, "oversleep", lambda: Lateness(5.0, 5.0))

    def body():
        with assert_duration(approx=0.1):
            clock.sleep(seconds(0.1))

    example = judge_example(body, "", HOLDS, bench)
    assert (example.verdict, len(example.outcomes)) == (INCONCLUSIVE, MOST_RUNS)


def test_the_budget_is_shared_by_the_examples_of_a_part(clock, bench):
    def body():
        with assert_duration(approx=10):
            clock.sleep(seconds(10))

    judge_example(body, "", HOLDS, bench)
    assert bench.budget == pytest.approx(45 - clock.now)


def test_noise_is_remembered_for_a_while(clock, bench, monkeypatch):
    looks = iter([Lateness(0.04, 0.02), Lateness(0.001, 0.001)])
    monkeypatch.setattr(examples, "oversleep", lambda: next(looks))
    seen = []
    for _ in range(2):
        judge_example(reached_an_assertion, "", HOLDS, bench)
        seen.append(bench.lateness)
        clock.sleep(1)
    assert seen == [Lateness(0.04, 0.02), Lateness(0.02, 0.01)]


def test_a_look_at_the_machine_is_good_for_the_next_examples_too(clock, bench, monkeypatch):
    looks = iter([Lateness(0.04, 0.02), Lateness(0.03, 0.03)])
    monkeypatch.setattr(examples, "oversleep", lambda: next(looks))
    seen = []
    for pause in (0.4, 0.2, 0):
        judge_example(reached_an_assertion, "", HOLDS, bench)
        seen.append(bench.lateness)
        clock.sleep(pause)
    assert seen == [Lateness(0.04, 0.02), Lateness(0.04, 0.02), Lateness(0.03, 0.03)]


def test_in_real_time_a_body_with_seconds_ends_at_the_real_second(clock, bench):
    bench.real_time, bench.budget = True, 3600.0

    def body():
        with assert_duration(approx=10):
            clock.sleep(seconds(10))

    example = judge_example(body, "", HOLDS, bench)
    assert (example.verdict, example.last.unit) == (HOLDS, 1.0)
    assert example.readings[0].slope == pytest.approx(10)


def test_in_real_time_a_body_without_seconds_is_run_once(bench):
    bench.real_time = True
    assert len(judge_example(reached_an_assertion, "", HOLDS, bench).outcomes) == 1


def test_a_failure_after_a_duration_is_judged_without_it(clock, bench):
    def body():
        with assert_duration(approx=3):
            clock.sleep(seconds(3))
        raise AssertionError("the order is wrong")

    example = judge_example(body, "", REFUTED, bench)
    assert (example.verdict, example.reason, example.readings) == (REFUTED, "the order is wrong", [])


def test_ctrl_c_passes_through_a_body(bench):
    def body():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge_example(body, "", HOLDS, bench)
    assert current_run() is None


def test_what_belongs_to_the_maker_of_examples_passes_through(bench):
    class Unsatisfied(Exception):
        pass

    def body():
        raise Unsatisfied

    bench.foreign = (Unsatisfied,)
    with pytest.raises(Unsatisfied):
        judge_example(body, "", HOLDS, bench)


def test_an_exception_of_the_test_runner_is_translated(bench):
    class Failed(BaseException):
        pass

    def body():
        raise Failed

    bench.translate = lambda error: Broken("it hung") if isinstance(error, Failed) else None
    assert judge_example(body, "", HOLDS, bench).reason == "it hung"
    bench.translate = lambda error: None
    with pytest.raises(Failed):
        judge_example(body, "", HOLDS, bench)


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
        reached_an_assertion()
        if ends:
            raise ends

    judge_example(body, "", HOLDS, Bench(0.005))
    for process in left:
        process.wait(10)
        process.stdin.close()
        assert process.returncode != 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_grandchildren_are_killed_too():
    code = "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'input()']).pid, flush=True); input()"
    left = []

    def body():
        reached_an_assertion()
        process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        left.append((process, int(process.stdout.readline())))

    judge_example(body, "", HOLDS, Bench(0.005))
    ((process, grandchild),) = left
    with process:
        assert wait_until_dead(grandchild)


def test_arguments_are_written_as_in_a_call():
    assert arguments_of({"workers": 10, "naps": [0.5, 1]}) == "workers=10, naps=[0.5, 1]"
    assert arguments_of({}) == ""
