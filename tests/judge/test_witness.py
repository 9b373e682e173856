"""What runs say together where no duration decides: which of them count, and where noise or start-up may be why they differ."""

from itertools import chain, repeat

import pytest
from fake_machine import a_run, send_all

from pytest_claims.judge.given import Given
from pytest_claims.judge.sequence import sequence
from pytest_claims.judge.witness import decide_with_seconds, may_be_noise
from pytest_claims.machine.noise import Noise
from pytest_claims.model.verdict import Verdict

HOLDS, REFUTED, INCONCLUSIVE = Verdict.HOLDS, Verdict.REFUTED, Verdict.INCONCLUSIVE
UNIT = 0.005
LARGEST = 4.0


def judged(*verdicts, n=1, unit=UNIT, beside=0.0, waited=0.0, pressure=0.0):
    """The judgement on runs that sleep for `n` claim seconds, and say one verdict after another; the last stays."""
    said = chain(verdicts, repeat(verdicts[-1]))
    make = lambda unit: a_run(unit, next(said), took=beside + n * unit, waited=waited, pressure=pressure)  # noqa: E731
    return send_all(sequence(Given(unit)), make)


def units(judgement):
    return [outcome.run.unit for outcome in judgement.outcomes]


def in_noise(unit, verdict, took=None):
    return a_run(unit, verdict, took=unit if took is None else took, pressure=1.0)


def test_half_of_a_claim_second_of_waiting_may_be_why():
    for stolen, expected in ((0.005, True), (0.0049, False)):
        outcome = a_run(0.01, took=0.01)
        outcome.noise = Noise(0.0, 1.0, stolen, 0.0)
        assert may_be_noise(outcome) is expected


def test_in_noise_three_contradictions_at_the_largest_unit_refute_where_smaller_ones_agree():
    judgement = judged(HOLDS, REFUTED, pressure=1.0)
    assert units(judgement) == pytest.approx([UNIT, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 4.0, 4.0])
    assert (judgement.verdict, judgement.reason) == (REFUTED, "no")


def test_in_noise_runs_at_the_largest_unit_that_differ_tell_nothing():
    judgement = judged(HOLDS, *[REFUTED] * 6, HOLDS, pressure=1.0)
    assert units(judgement)[-2:] == [4.0, 4.0]
    assert judgement.verdict is INCONCLUSIVE
    assert ": they do not agree (6 of 8 runs contradict: no). Others kept the CPUs busy, or" in judgement.reason


def test_a_contradiction_after_an_agreement_at_the_largest_unit_tells_nothing_in_noise():
    """The unit comes again where a duration in the same body asks for it."""
    runs = [in_noise(0.8, HOLDS), in_noise(LARGEST, HOLDS), in_noise(LARGEST, REFUTED)]
    decision = decide_with_seconds(runs, Given(UNIT), LARGEST)
    assert decision.verdict is INCONCLUSIVE
    assert decision.reason.startswith("they do not agree (1 of 3 runs contradict: no).")


def test_in_noise_a_contradiction_counts_where_runs_at_units_five_times_smaller_contradict_as_well():
    runs = [in_noise(0.005, REFUTED), in_noise(0.5, HOLDS), in_noise(1.0, REFUTED)]
    decision = decide_with_seconds(runs, Given(UNIT), LARGEST)
    assert (decision.verdict, decision.reason) == (REFUTED, "2 of 3 runs contradict: no")
    nearer = [in_noise(0.25, REFUTED), in_noise(1.0, REFUTED)]
    assert decide_with_seconds(nearer, Given(UNIT), LARGEST) == 2.0


def test_half_of_the_next_claim_second_outlasts_the_waits():
    assert units(judged(REFUTED, waited=0.1)) == pytest.approx([UNIT, 0.125, 0.26])


def test_what_agrees_counts_where_half_of_a_claim_second_outlasts_the_waits_as_well():
    judgement = judged(HOLDS, waited=0.1)
    assert (judgement.verdict, units(judgement)) == (HOLDS, pytest.approx([UNIT, 0.125, 0.26]))


def test_where_the_waits_outlast_the_largest_claim_second_no_agreement_is_believed():
    judgement = judged(HOLDS, waited=2.0)
    assert units(judgement)[-1] == LARGEST
    assert judgement.verdict is INCONCLUSIVE
    assert judgement.reason.endswith(": the 2 s that it waited for a CPU may be what decided")


def test_of_runs_at_the_largest_unit_the_one_that_waited_least_counts():
    runs = [a_run(unit, took=unit, waited=waited) for unit, waited in ((0.1, 0.0), (1.0, 0.0), (1.0, 0.5))]
    assert decide_with_seconds(runs, Given(UNIT), LARGEST).verdict is HOLDS


def test_a_long_run_that_contradicts_is_followed_by_a_shorter_one():
    assert units(judged(REFUTED, n=100)) == [UNIT, UNIT / 5]


def test_a_run_that_contradicts_at_the_largest_unit_is_followed_by_a_shorter_one():
    assert units(judged(REFUTED, n=0.01, unit=LARGEST)) == [LARGEST, LARGEST / 5]


@pytest.mark.parametrize(("n", "beside"), [(1, 0.3), (10, 3.0)])
def test_the_sleeps_of_a_run_that_agrees_outlast_what_it_takes_beside_them(n, beside):
    judgement = judged(HOLDS, n=n, beside=beside)
    assert judgement.verdict is HOLDS
    assert units(judgement) == pytest.approx([UNIT, 0.025, 0.125, 0.39])


def test_where_they_do_at_the_largest_unit_a_smaller_one_confirms():
    judgement = judged(HOLDS, unit=1.0, beside=2.0)
    assert (judgement.verdict, units(judgement)) == (HOLDS, pytest.approx([1.0, LARGEST, 0.8]))
