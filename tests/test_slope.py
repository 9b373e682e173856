"""Durations are judged by their slope: made-up samples, as programs of every kind on machines of every kind would give them."""

from math import ceil
from random import Random

import pytest

from pytest_claims.line import Sample
from pytest_claims.prediction import Prediction, predict
from pytest_claims.slope import CHEAP, LARGEST_STEP, MARGIN, SMALLEST_STEP, Reach, Reading, read
from pytest_claims.verdict import Verdict

#: The largest unit, the real seconds and the runs that an example may take.
REAL_SECOND, BUDGET, RUNS = 1.0, 20.0, 10
QUIET = 0.0003


def predicted(approx=None, *, rel=None, abs=None, at_least=None, at_most=None, **rivals):
    return predict(approx=approx, rel=rel, abs=abs, at_least=at_least, at_most=at_most, rivals=rivals)


def drive(program, prediction: Prediction, *, unit=0.005, jitter=QUIET) -> tuple[Verdict | None, list[Sample]]:
    """Run `program` (unit -> real seconds) at the units that `read` asks for, as an example does, without any sleeping."""
    samples: list[Sample] = []
    while True:
        samples.append(Sample(unit, program(unit)))
        reading = read(samples, prediction, jitter)
        if reading.verdict is not None:
            return reading.verdict, samples
        unit = min(reading.next_unit, REAL_SECOND)
        longest = max(samples, key=lambda sample: sample.unit)
        price = longest.elapsed * max(1.0, unit / longest.unit)
        if price > BUDGET - sum(sample.elapsed for sample in samples) or len(samples) >= RUNS:
            return None, samples


def line(n, overhead=0.0, noise=lambda: 0.0):
    """A program that sleeps `n` claim seconds, after `overhead` real ones; `noise` only ever adds."""
    return lambda unit: overhead + n * unit + noise()


def staggered_pool(workers, tasks, nap, delay):
    """A pool whose workers start one after the other, `delay` real seconds apart, while the tasks are already handed out."""

    def program(unit):
        free = [delay * (number + 1) for number in range(workers)]
        for _ in range(tasks):
            first = free.index(min(free))
            free[first] += nap * unit
        return max(max(free), delay * workers)

    return program


def idle(random):
    """What an idle machine adds."""
    return lambda: random.uniform(0, 0.0005)


def busy(mean):
    """What a busy machine adds: mostly little, sometimes much more."""
    return lambda random: lambda: random.expovariate(1 / mean)


def bursts(often, longest):
    """What a machine adds that is idle, but now and then does something else."""
    return lambda random: lambda: random.uniform(0, longest) if random.random() < often else random.uniform(0, 0.0005)


def seen(noise):
    """What a look at the machine tells of its noise: the worst of eight sleeps."""
    return max(noise() for _ in range(8))


TEN = predicted(10, one_after_another=100)
HUNDRED = predicted(100, side_by_side=10)
LONGEST = predicted(2, one_after_another=3)
POOL = predicted(6, one_worker=18)
AT_LEAST, AT_MOST = predicted(at_least=5), predicted(at_most=5)
TRUE = [(TEN, 10), (HUNDRED, 100), (LONGEST, 2), (POOL, 6), (AT_LEAST, 6), (AT_LEAST, 20), (AT_MOST, 4), (AT_MOST, 1)]
FALSE = [
    (TEN, 100),
    (HUNDRED, 10),
    (LONGEST, 3),
    (POOL, 18),
    # 25 % off, with no theory behind it.
    (TEN, 7.5),
    (TEN, 12.5),
    (LONGEST, 1.5),
    (LONGEST, 2.5),
    (POOL, 4.5),
    (POOL, 7.5),
    (AT_LEAST, 3.75),
    (AT_MOST, 6.25),
]
CASES = [(*case, Verdict.HOLDS) for case in TRUE] + [(*case, Verdict.REFUTED) for case in FALSE]
#: What starts before anybody sleeps, and the unit to begin at: threads, and forked workers.
KINDS = {"threads": (0.0005, 0.005), "fork": (0.03, 0.01)}


def test_one_unit_decides_nothing_and_asks_for_a_larger_one():
    reading = read([Sample(0.01, 0.1)], TEN, QUIET)
    assert reading == Reading(None, None, None, None, reading.next_unit)
    assert 0.02 <= reading.next_unit <= 0.06


def test_the_slope_of_an_exact_line_is_exact_whatever_the_overhead():
    for overhead in (0.0, 0.01, 0.3, 2.0):
        reading = read([Sample(unit, line(6, overhead)(unit)) for unit in (0.1, 0.3)], POOL, QUIET)
        assert reading.slope == pytest.approx(6)


def test_overhead_makes_the_reading_less_certain():
    errors = [read([Sample(unit, line(6, overhead)(unit)) for unit in (0.1, 0.3)], POOL, QUIET).error for overhead in (0, 0.2)]
    assert errors[0] < errors[1]


def test_the_shortest_of_several_runs_at_a_unit_counts():
    reading = read([Sample(0.01, 0.1), Sample(0.05, 0.5), Sample(0.05, 0.9)], TEN, QUIET)
    assert (reading.verdict, reading.slope) == (Verdict.HOLDS, pytest.approx(10))


def test_threads_on_a_quiet_machine_take_two_runs():
    for prediction, n in TRUE:
        verdict, samples = drive(line(n, 0.0005), prediction)
        assert (verdict, len(samples)) == (Verdict.HOLDS, 2), prediction


def test_a_program_that_is_too_fast_takes_two_runs():
    assert [len(drive(line(n), TEN)[1]) for n in (1, 5, 7.5)] == [2, 2, 2]


def test_a_rival_takes_three_runs():
    verdict, samples = drive(line(100), TEN)
    assert (verdict, len(samples)) == (Verdict.REFUTED, 3)


@pytest.mark.parametrize("kind", KINDS)
def test_on_an_idle_machine_nearly_every_try_gives_the_right_verdict(kind):
    overhead, unit = KINDS[kind]
    tries = right = 0
    for prediction, n, verdict in CASES:
        for seed in range(50):
            noise = idle(Random(seed))
            tries += 1
            right += drive(line(n, overhead, noise), prediction, unit=unit, jitter=seen(noise))[0] is verdict
    assert right / tries >= 0.99


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mean", [0.002, 0.02, 0.1])
def test_on_a_busy_machine_no_verdict_is_wrong(kind, mean):
    overhead, unit = KINDS[kind]
    decided = 0
    for prediction, n, verdict in CASES:
        for seed in range(25):
            noise = busy(mean)(Random(seed))
            said, samples = drive(line(n, overhead, noise), prediction, unit=unit, jitter=seen(noise))
            assert said in (verdict, None), (prediction, n, seed, samples)
            decided += said is not None
    assert decided > len(CASES) * 25 / 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_burst_that_nobody_saw_coming_refutes_nothing_that_is_true(kind):
    overhead, unit = KINDS[kind]
    for prediction, n in TRUE:
        for seed in range(50):
            noise = bursts(0.1, 0.3)(Random(seed))
            said, samples = drive(line(n, overhead, noise), prediction, unit=unit)
            assert said is not Verdict.REFUTED, (prediction, n, seed, samples)


def test_a_burst_in_the_last_run_is_found_out_and_the_run_repeated():
    reading = read([Sample(0.005, 0.05), Sample(0.01, 0.3)], TEN, QUIET)
    assert (reading.verdict, reading.next_unit) == (None, 0.01)


def test_a_burst_in_the_first_run_makes_no_program_look_fast():
    reading = read([Sample(0.005, 0.25), Sample(0.01, 0.3)], HUNDRED, QUIET)
    assert reading.slope == pytest.approx(10)
    assert reading.verdict is None or reading.verdict is Verdict.REFUTED
    # Ten claim seconds are claimed, and the run at the larger unit agrees; only the first does not.
    assert read([Sample(0.005, 0.25), Sample(0.01, 0.1)], TEN, QUIET).verdict is None


def test_a_first_run_that_was_held_up_is_left_out():
    reading = read([Sample(0.005, 0.3), Sample(0.01, 0.1), Sample(0.05, 0.5)], TEN, QUIET)
    assert (reading.verdict, reading.slope) == (Verdict.HOLDS, pytest.approx(10))


def test_a_last_run_that_only_a_negative_start_up_would_explain_is_repeated():
    # Too fast: 3.75 claim seconds after 30 ms. The second run was held up, and lets the slope look large enough.
    reading = read([Sample(0.01, 0.0675), Sample(0.02, 0.15)], AT_LEAST, QUIET)
    assert (reading.verdict, reading.next_unit) == (None, 0.02)
    assert reading.slope in AT_LEAST


def test_two_runs_with_much_start_up_are_believed_on_a_quiet_machine_only():
    samples = [Sample(unit, line(6, 0.3)(unit)) for unit in (0.04, 0.12)]
    assert read(samples, POOL, QUIET).verdict is Verdict.HOLDS
    assert read(samples, POOL, 0.005).verdict is None


def test_nobody_needs_to_have_waited_for_two_runs_to_be_believed():
    jitter = 0.005
    units = (0.04, 0.14)
    samples = {held: [Sample(unit, line(6, 0.1)(unit), held) for unit in units] for held in (0.0, 0.01, 0.3)}
    assert read(samples[0.0], POOL, jitter).verdict is Verdict.HOLDS
    assert read(samples[0.01], POOL, jitter).verdict is Verdict.HOLDS
    assert read(samples[0.3], POOL, jitter).verdict is None


def test_on_a_busy_machine_samples_that_lie_on_a_line_are_believed_without_witnesses():
    samples = [Sample(unit, line(10, 0.001)(unit), held=unit) for unit in (0.005, 0.02, 0.005, 0.02)]
    assert [read(samples[:number], TEN, 0.005).verdict for number in (2, 3, 4)] == [None, None, Verdict.HOLDS]
    scattered = [*samples[:2], Sample(0.005, 0.08, 0.08), Sample(0.02, 0.23, 0.23)]
    assert read(scattered, TEN, 0.005).verdict is None


def test_on_a_busy_machine_short_and_long_runs_are_repeated_in_turn():
    samples = [Sample(0.005, 0.051, 0.05), Sample(0.1, 1.001, 1.0)]
    seen = []
    for late in (0.05, 0.0):
        seen.append(read(samples, TEN, 0.005).next_unit)
        samples.append(Sample(seen[-1], 10 * seen[-1] + late, 1.0))
    assert seen == [0.005, 0.1]


def test_what_may_be_off_by_chance_is_run_again_before_anything_much_longer():
    """The notes' program on a busy machine: its third run used to take three times as long, to refute what held."""
    fine = predicted(12, rel=0.08, rounds=14)
    samples, asked = [Sample(0.02, 0.299, 0.38), Sample(0.04, 0.575, 0.69)], []
    for elapsed in (0.51, 0.259):
        assert read(samples, fine, QUIET).slope not in fine
        asked.append(read(samples, fine, QUIET).next_unit)
        samples.append(Sample(asked[-1], elapsed, 0.5))
    assert asked == [0.04, 0.02]
    assert read(samples, fine, QUIET).slope in fine
    # By so much chance cannot be off: more runs of the same would tell nothing new.
    waited = [Sample(0.02, 0.299, 0.0), Sample(0.04, 0.575, 0.0)]
    assert read(waited, fine, QUIET).next_unit > 0.08


def test_noise_that_was_seen_to_be_large_asks_for_a_unit_that_outweighs_it():
    samples = [Sample(0.01, 0.15, 9.0), Sample(0.01, 0.2, 9.0), Sample(0.1, 1.1, 9.0), Sample(0.1, 1.25, 9.0)]
    assert read(samples, TEN, QUIET).next_unit == pytest.approx(0.01 + MARGIN * 0.153, abs=1e-3)


@pytest.mark.parametrize(
    ("slope", "next_unit"),
    [(11.6, 0.2), (11.33, 0.1), (11.05, 0.6)],
    ids=["twice as long is enough", "longer than that", "longer than the largest step"],
)
def test_runs_are_made_again_only_before_a_step_that_costs_more_and_tells_enough(slope, next_unit):
    samples = [Sample(0.01, 0.13, 0.5), Sample(0.1, 0.13 + slope * 0.09, 0.5)]
    assert read(samples, TEN, QUIET).next_unit == pytest.approx(next_unit)


def test_a_refutation_needs_three_units_whichever_is_left_out():
    unit = 0.1
    two = [Sample(0.005, 0.065, 0.0), Sample(unit, 1.255, 0.0), Sample(unit, 1.255, 0.0)]
    assert read(two, TEN, QUIET).verdict is None
    between = read(two, TEN, QUIET).next_unit
    assert 0.005 < between < unit
    assert read([*two, Sample(between, 0.0025 + 12.5 * between, 0.0)], TEN, QUIET).verdict is Verdict.REFUTED
    bent = Sample(between, 0.0025 + 10 * between, 0.0)
    assert read([*two, bent], TEN, QUIET).verdict is None


def test_a_unit_that_start_up_bends_is_none_of_the_three():
    """The judge went to and fro between 0.25 and 1 until its runs were used up, since it had been at 0.04 before."""
    pool = line(5, 0.04)
    seen = [Sample(0.04, 0.62, 0.9), *(Sample(unit, pool(unit), 0.5) for unit in (0.25, 1.0, 0.25, 1.0))]
    reading = read(seen, predicted(4, serial=12), QUIET, Reach(1.0, 0.04))
    assert (reading.verdict, reading.next_unit) == (None, 0.5)
    seen.append(Sample(0.5, pool(0.5), 0.5))
    assert read(seen, predicted(4, serial=12), QUIET, Reach(1.0, 0.04)).verdict is Verdict.REFUTED


def test_too_slow_after_a_negative_start_up_is_a_long_run_that_was_held_up():
    held_up = [Sample(0.01, 0.1, 0.5), Sample(0.03, 0.45, 0.5), Sample(0.1, 1.6, 0.5)]
    reading = read(held_up, TEN, QUIET)
    assert reading.overhead < 0
    assert (reading.verdict, reading.next_unit) == (None, 0.1)


def test_a_negative_start_up_that_is_too_small_to_matter_refutes_all_the_same():
    # Half of the excess would have to be noise in the long run for the claim to hold; noise made 6 ms of it.
    runs = [Sample(0.04, 0.341), Sample(0.08, 0.644), Sample(0.08, 0.642), Sample(0.16, 1.294), Sample(0.16, 1.294)]
    reading = read(runs, predicted(5, rel=0.15, rounds=8), QUIET)
    assert reading.overhead < -QUIET
    assert reading.verdict is Verdict.REFUTED


def test_no_unit_is_wanted_beyond_the_largest_whose_turns_the_others_get():
    samples = [Sample(0.005, 0.05, 0.5), Sample(1.0, 10.9, 0.5)]
    assert read(samples[:1], TEN, 0.5, Reach(largest=0.02)).next_unit == 0.02
    reach, turns = Reach(largest=1.0), []
    for _ in range(8):
        assert max(turns, default=0) <= 1.0
        turns.append(read(samples, TEN, 0.5, reach).next_unit)
        samples.append(next(sample for sample in samples if sample.unit == turns[-1]))
    assert turns == [0.005, 1.0] * 4
    assert read(samples, TEN, 0.5).next_unit > 1.0


def test_a_run_that_is_dear_to_start_is_made_to_sleep_for_as_long():
    nap = predicted(0.3, abs=0.15, serial=2)
    one, two = [Sample(0.04, 0.06, 0.05)], [Sample(0.04, 0.06, 0.05), Sample(0.2, 0.13, 0.05)]
    assert read(two, nap, QUIET).next_unit < read(two, nap, QUIET, Reach(beside=0.45)).next_unit == pytest.approx(0.45 / 0.4375)
    # A unit that is nearly so long is rather run again: that shows how noisy it is.
    three = [Sample(0.04, 0.054, 0.067), Sample(0.24, 0.135, 0.148), Sample(1.48, 0.539, 0.238)]
    assert read(three, nap, QUIET, Reach(beside=0.9)).next_unit == 0.24
    assert read(three, nap, QUIET, Reach(beside=1.2)).next_unit > SMALLEST_STEP * 1.48
    # After one run nobody knows whether the rest of it was start-up.
    assert read(one, nap, QUIET).next_unit < read(one, nap, QUIET, Reach(beside=0.45)).next_unit == LARGEST_STEP * 0.04


def test_a_rival_that_is_far_off_needs_no_fine_line():
    near, far = (read([Sample(0.005, 0.005 * n, 0.01)], TEN, QUIET).next_unit for n in (10, 100))
    assert far == SMALLEST_STEP * 0.005 < near


def test_a_machine_that_gets_slower_and_slower_refutes_nothing():
    for drift in (0.001, 0.01, 0.03):
        added = iter(range(100))
        said, samples = drive(lambda unit: 10 * unit + drift * next(added), TEN, jitter=drift)  # noqa: B023
        assert said is not Verdict.REFUTED, samples


@pytest.mark.parametrize("tick", [0.001, 0.0156])
def test_timers_that_tick_change_no_verdict(tick):
    for naps, nap, prediction, verdict in (
        (1, 10, TEN, Verdict.HOLDS),
        (10, 10, TEN, Verdict.REFUTED),
        (10, 10, HUNDRED, Verdict.HOLDS),
        (1, 10, HUNDRED, Verdict.REFUTED),
    ):
        said, samples = drive(lambda unit: naps * tick * ceil(nap * unit / tick - 1e-9), prediction, jitter=tick)  # noqa: B023
        assert said is verdict, samples


@pytest.mark.parametrize("delay", [0.005, 0.03, 0.1])
def test_a_pool_whose_workers_start_one_after_the_other_is_not_refuted_by_the_bend(delay):
    said, samples = drive(staggered_pool(3, 9, 2, delay), POOL, unit=0.04)
    assert said is Verdict.HOLDS, samples


def test_a_pool_whose_first_worker_does_it_all_before_the_others_have_started_is_not_refuted():
    def program(unit):
        """Ends with the last task, whether or not every worker has started by then: at small units one does them all."""
        free, end = [0.3, 0.6, 0.9], 0.0
        for _ in range(9):
            first = free.index(min(free))
            free[first] += 2 * unit
            end = max(end, free[first])
        return end

    samples = [Sample(unit, program(unit)) for unit in (0.004, 0.008, 0.015)]
    reading = read(samples, POOL, QUIET)
    assert reading.slope == pytest.approx(18)
    assert reading.verdict is None


@pytest.mark.parametrize("delay", [0.005, 0.03, 0.1])
def test_a_pool_with_one_worker_is_told_from_one_with_three(delay):
    said, samples = drive(staggered_pool(1, 9, 2, delay), POOL, unit=0.04)
    assert said is Verdict.REFUTED, samples


def test_a_lower_bound_forgives_a_timer_that_is_a_tick_early():
    early = read([Sample(0.005, 0.0495 - 0.001), Sample(0.05, 0.495 - 0.001)], predicted(at_least=10, abs=0.1), QUIET)
    assert early.verdict is not Verdict.REFUTED


def test_a_bound_on_one_side_leaves_the_other_side_open():
    assert drive(line(300, 0.001), AT_LEAST)[0] is Verdict.HOLDS
    assert drive(line(0, 0.001), AT_MOST)[0] is Verdict.HOLDS


def test_an_exact_prediction_asks_for_the_largest_step():
    assert read([Sample(0.01, 0.1)], predicted(10, abs=0), QUIET).next_unit == pytest.approx(0.06)


def test_a_finer_prediction_asks_for_a_larger_unit():
    coarse, fine = (read([Sample(0.01, 0.06)], predicted(6, abs=tolerance), 0.01).next_unit for tolerance in (1.1, 0.5))
    assert coarse < fine


@pytest.mark.parametrize("jitter", [0.0, 0.001, 0.01, 1.0])
def test_the_next_unit_is_at_least_twice_and_at_most_six_times_as_large_unless_that_is_cheap(jitter):
    for unit in (0.01, 0.1):
        largest = max(LARGEST_STEP * unit, CHEAP / 10)
        assert SMALLEST_STEP * unit <= read([Sample(unit, 10 * unit)], TEN, jitter).next_unit <= largest
