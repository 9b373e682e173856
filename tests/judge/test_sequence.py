"""The sequential trial: made-up runs are sent to it, and it has to ask for the right ones and to come to the right verdict."""

from itertools import count, pairwise
from math import inf
from random import Random

import pytest
from fake_machine import a_run, measured, predicted, send_all

from pytest_claims.judge.given import BUDGET, Given
from pytest_claims.judge.sequence import NO_ASSERTION, NO_SECONDS, sequence
from pytest_claims.model.verdict import Verdict
from pytest_claims.report.row import DIGITS

HOLDS, REFUTED, BROKEN, INCONCLUSIVE = Verdict.HOLDS, Verdict.REFUTED, Verdict.BROKEN, Verdict.INCONCLUSIVE
UNIT = 0.005


def judged(make, **given):
    return send_all(sequence(Given(**{"unit": UNIT, **given})), make)


def units(judgement):
    return [outcome.run.unit for outcome in judgement.outcomes]


def sleeps(n, verdict=lambda unit: HOLDS, beside=0.0005, **more):
    """Runs that sleep for `n` claim seconds, and say at each unit what ``verdict(unit)`` is."""
    return lambda unit: a_run(unit, verdict(unit), took=beside + n * unit, **more)


def in_turn(*verdicts):
    """What runs say one after another, whatever the unit; the last says it from then on."""
    said = iter(verdicts)
    last = [HOLDS]

    def verdict(_unit):
        last[0] = next(said, last[0])
        return last[0]

    return verdict


@pytest.mark.parametrize("seed", range(8))
def test_whatever_runs_say_the_trial_comes_to_a_verdict(seed):
    """It asks for units that can be run, and ends: on machines of any noise, with outcomes in any order."""
    for trial in range(250):
        random = Random(f"{seed} {trial}")
        agreeing, overhead, waits = random.random(), random.choice([0.0005, 0.05, 0.5, 3.0]), random.choice([0.0, 0.1, 1.0])
        claimed, takes = random.choice([0.3, 1, 4, 10]), random.choice([0.0, 0.3, 1, 5, 12])
        measures, counted = random.random() < 0.5, random.random() < 0.5

        def run(unit, random=random, agreeing=agreeing, overhead=overhead, waits=waits, takes=takes, claimed=claimed):
            assert 0 < unit <= 20
            late = random.expovariate(1 / waits) if waits else 0.0
            verdict = HOLDS if random.random() < agreeing else random.choice([REFUTED, REFUTED, BROKEN, INCONCLUSIVE])
            took, wait_bound = overhead + takes * unit + late, late if counted else inf  # noqa: B023
            figures = [measured(predicted(claimed), took, wait_bound)] if measures and verdict is HOLDS else []  # noqa: B023
            pressure = random.choice([0.0, 0.5, 1.0]) if counted else None  # noqa: B023
            return a_run(unit, verdict, took=took, measured=figures, pressure=pressure, waited=late)

        given = {"unit": random.choice([0.005, 0.04, 1.0]), "hunted": random.random() < 0.3}
        judgement = judged(run, established=random.random() < 0.3, outgrown=random.choice([inf, 0.1]), **given)
        assert judgement.verdict in Verdict
        assert judgement.outcomes


@pytest.mark.parametrize("scales", [False, True])
@pytest.mark.parametrize("verdict", [HOLDS, REFUTED])
def test_what_an_instrument_saw_for_certain_needs_no_other_run(verdict, scales):
    other = REFUTED if verdict is HOLDS else HOLDS
    runs = iter(
        [
            a_run(UNIT, other, took=0.02, scales=scales, pressure=1.0),
            a_run(UNIT, verdict, took=0.02, scales=scales, certain=True),
        ]
    )
    judgement = judged(lambda unit: next(runs), hunted=True)
    assert (judgement.verdict, len(judgement.outcomes)) == (verdict, 2)
    assert judgement.deciding.run.certain


def test_a_duration_is_measured_all_the_same():
    runs = lambda unit: a_run(unit, measured=[(predicted(1), unit, 0.0)], certain=True)  # noqa: E731
    assert len(units(judged(runs))) > 1


class TestWithSeconds:
    """Claims on what was first, what had ended by then, what still waits."""

    def test_what_was_hoped_for_is_believed_at_units_five_times_apart_only(self):
        judgement = judged(sleeps(10))
        assert (judgement.verdict, units(judgement)[0]) == (HOLDS, UNIT)
        assert len(units(judgement)) == 2
        assert max(units(judgement)) >= 5 * UNIT

    @pytest.mark.parametrize("ends_after", [0.06, 0.2, 0.45])
    def test_what_ends_after_half_a_real_second_is_not_taken_for_something_that_never_ends(self, ends_after):
        def still_waits(unit):
            return a_run(unit, HOLDS if 10 * unit < ends_after else REFUTED, took=min(ends_after, 10 * unit))

        assert judged(still_waits).verdict is REFUTED

    def test_the_second_run_lasts_for_half_a_real_second(self):
        """Or it is 25 times as long as the first one, if that is less."""
        assert units(judged(sleeps(10, beside=0.0))) == pytest.approx([UNIT, 10 * UNIT])
        assert units(judged(sleeps(1, beside=0.0))) == pytest.approx([UNIT, 25 * UNIT])

    def test_where_no_larger_unit_is_allowed_a_smaller_one_confirms(self):
        assert units(judged(sleeps(1), unit=1.0)) == pytest.approx([1.0, 4.0, 0.8])
        # Five times a fifth of this is less than one.
        assert units(judged(sleeps(1, in_turn(REFUTED), pressure=1.0), unit=5.06)) == [5.06, 5.06 / 5]

    @pytest.mark.parametrize("ends_after", [0.03, 0.2, 0.24, 0.45])
    def test_what_had_not_ended_in_a_short_run_is_start_up(self, ends_after):
        def had_ended(unit):
            return a_run(unit, REFUTED if 10 * unit < ends_after else HOLDS, took=min(ends_after, 10 * unit))

        assert judged(had_ended).verdict is HOLDS

    def test_after_start_up_two_units_five_times_apart_are_enough(self):
        """What had not ended in the first run had in the second. The third is five times as long at once."""

        def had_ended(unit):
            return a_run(unit, REFUTED if unit < 0.15 else HOLDS, took=0.1 + unit)

        judgement = judged(had_ended, unit=0.04)
        assert (judgement.verdict, units(judgement)[:3]) == (HOLDS, [0.04, 0.2, 1.0])

    def test_one_run_that_contradicts_refutes_however_many_agree(self):
        first = in_turn(REFUTED, HOLDS)
        judgement = judged(lambda unit: a_run(unit, first(unit), took=2e-5))
        assert judgement.verdict is REFUTED
        assert judgement.reason == "1 of 3 runs contradict: no"
        assert units(judgement)[0] == units(judgement)[2]

    def test_a_contradiction_at_the_larger_unit_refutes_on_a_quiet_machine_at_once(self):
        judgement = judged(sleeps(3, in_turn(HOLDS, REFUTED)))
        assert (judgement.verdict, judgement.reason) == (REFUTED, "1 of 2 runs contradict: no")

    def test_noise_may_be_why_a_run_contradicts_and_then_larger_units_decide(self):
        busy = {"pressure": 1.0}
        assert judged(sleeps(3, lambda unit: REFUTED if unit <= UNIT else HOLDS, **busy)).verdict is HOLDS
        assert judged(sleeps(3, in_turn(REFUTED), **busy)).verdict is REFUTED

    @pytest.mark.parametrize("doubt", [{"pressure": 1.0}, {"waited": UNIT / 2}, {"beside": 1.1 * UNIT}])
    def test_what_is_to_explain_the_only_contradiction_has_to_do_so_again_where_a_claim_second_is_shorter(self, doubt):
        once = judged(sleeps(3, in_turn(REFUTED, HOLDS), **doubt))
        assert once.verdict is INCONCLUSIVE
        assert "keeps something from one run to the next" in once.reason
        again = judged(sleeps(3, in_turn(REFUTED, *[HOLDS] * (len(units(once)) - 2), REFUTED), **doubt))
        assert again.verdict is HOLDS
        assert units(again) == units(once)

    def test_the_unit_at_which_a_cause_has_to_act_again(self):
        once = judged(sleeps(3, in_turn(REFUTED, HOLDS), pressure=1.0))
        # 0.2 ms are shorter than what timers are off by, so that contradictions there prove nothing.
        assert [unit for unit in units(once) if unit < UNIT] == [UNIT / 25] * 3

    @pytest.mark.parametrize("waited", [0.0, 0.012, 0.013, 0.07, 0.4, 1.9])
    def test_a_contradiction_counts_where_half_a_claim_second_outlasts_the_waits(self, waited):
        judgement = judged(sleeps(1, in_turn(REFUTED), beside=0.0, pressure=1.0, waited=waited))
        assert judgement.verdict is REFUTED
        *_, before, last = [0.0, *units(judgement)]
        assert before < max(2 * waited, 5 * UNIT) <= last * 1.001

    def test_where_no_claim_second_outlasts_the_waits_nothing_is_certain(self):
        judgement = judged(sleeps(1, in_turn(REFUTED), pressure=1.0, waited=2.1))
        assert judgement.verdict is INCONCLUSIVE
        assert judgement.reason.endswith(" s: the 2.1 s that it waited for a CPU may be what decided: no")

    def test_a_contradiction_counts_where_a_claim_second_outlasts_the_start_up(self):
        judgement = judged(sleeps(1, in_turn(REFUTED), beside=0.3))
        assert judgement.verdict is REFUTED
        assert max(units(judgement)) == pytest.approx(0.39)

    @pytest.mark.parametrize("verdict", [HOLDS, REFUTED])
    def test_where_start_up_outlasts_everything_nothing_is_certain(self, verdict):
        judgement = judged(sleeps(1, in_turn(verdict), beside=4.5), budget=90.0)
        assert judgement.verdict is INCONCLUSIVE
        assert " s: what a run takes beside its sleeps, 4.5 s, may be what decided" in judgement.reason
        assert max(units(judgement)) == 4.0

    def test_a_contrast_is_believed_where_its_program_has_outgrown_start_up_and_noise(self):
        run = sleeps(1, in_turn(REFUTED), beside=0.3, pressure=1.0, waited=0.2)
        judgement = judged(run, outgrown=UNIT)
        assert (judgement.verdict, len(units(judgement))) == (REFUTED, 2)
        assert max(units(judgement)) == 5 * min(units(judgement))

    def test_another_example_has_established_that_the_unit_does_not_matter(self):
        judgement = judged(sleeps(10), established=True)
        assert (judgement.verdict, units(judgement)) == (HOLDS, [UNIT])

    @pytest.mark.slow
    def test_where_one_has_to_be_found_contradictions_are_looked_for(self):
        said = in_turn(*[HOLDS] * 9, REFUTED)
        assert judged(sleeps(2, said), hunted=True).verdict is REFUTED
        patient = judged(sleeps(2), hunted=True)
        assert patient.verdict is HOLDS
        assert sum(outcome.took for outcome in patient.outcomes) >= 1.0


class TestWithoutSeconds:
    """Claims on identity, exceptions, what was printed: cheap, and they may race."""

    def test_it_is_run_for_some_tens_of_milliseconds(self):
        assert len(judged(lambda unit: a_run(unit, took=0.001, scales=False)).outcomes) == 30
        assert len(judged(lambda unit: a_run(unit, took=0.02, scales=False)).outcomes) == 2

    def test_it_is_run_twice_at_least(self):
        assert len(judged(lambda unit: a_run(unit, took=3, scales=False)).outcomes) == 2
        assert len(judged(lambda unit: a_run(unit, took=3, scales=False), established=True).outcomes) == 1

    def test_all_runs_count(self):
        said = in_turn(*[HOLDS] * 20, REFUTED)
        judgement = judged(lambda unit: a_run(unit, said(unit), took=0.001, scales=False))
        assert (judgement.verdict, judgement.reason) == (REFUTED, "1 of 21 runs contradict: no")

    @pytest.mark.parametrize(
        ("verdicts", "verdict", "runs"),
        [([REFUTED], REFUTED, 3), ([REFUTED, HOLDS], INCONCLUSIVE, 2), ([HOLDS, REFUTED], INCONCLUSIVE, 2)],
    )
    def test_noise_may_be_why_lengths_that_are_compared_by_the_clock_differ(self, verdicts, verdict, runs):
        said = in_turn(*verdicts)
        judgement = judged(lambda unit: a_run(unit, said(unit), took=0.02, scales=False, pressure=0.9))
        assert (judgement.verdict, len(judgement.outcomes)) == (verdict, runs)
        if verdict is INCONCLUSIVE:
            assert "2 runs in 40 ms: they do not agree (1 of 2 runs contradict: no). Others kept the CPUs" in judgement.reason
            assert "the test keeps something from one run to the next" in judgement.reason

    def test_where_one_has_to_be_found_contradictions_are_looked_for(self):
        said = in_turn(*[HOLDS] * 500, REFUTED)
        assert judged(lambda unit: a_run(unit, said(unit), took=0.001, scales=False), hunted=True).verdict is REFUTED
        never = judged(lambda unit: a_run(unit, took=0.001, scales=False), hunted=True)
        assert (never.verdict, len(never.outcomes)) == (HOLDS, pytest.approx(1000, abs=1))


class TestDurations:
    """Claims on how long something takes."""

    @staticmethod
    def takes(prediction, n, beside=0.0005):
        return lambda unit: a_run(unit, measured=[measured(prediction, beside + n * unit, wait_bound=0.0)])

    def test_a_duration_as_predicted_holds_at_units_five_times_apart(self):
        judgement = judged(self.takes(predicted(10), 10))
        assert judgement.verdict is HOLDS
        assert max(units(judgement)) >= 5 * min(units(judgement))
        assert judged(self.takes(predicted(10), 10), established=True).verdict is HOLDS

    @pytest.mark.parametrize("n", [7.5, 12.5, 1, 100])
    def test_another_duration_is_refuted_at_units_five_times_apart(self, n):
        judgement = judged(self.takes(predicted(10), n))
        assert judgement.verdict is REFUTED
        assert max(units(judgement)) >= 4.99 * min(units(judgement))

    def test_every_duration_has_to_hold(self):
        def run(unit):
            return a_run(unit, measured=[measured(predicted(n), 10 * unit, wait_bound=0.0) for n in (10, 7)])

        assert judged(run).verdict is REFUTED

    def test_a_contradiction_beside_durations_counts_as_well(self):
        said = in_turn(HOLDS, REFUTED)

        def run(unit):
            return a_run(unit, said(unit), took=unit, measured=[measured(predicted(1), unit, wait_bound=0.0)])

        assert judged(run).verdict is REFUTED

    def test_in_real_time_the_claim_second_is_a_real_one(self):
        judgement = judged(self.takes(predicted(10), 10), real_time=True, budget=3600.0)
        assert (judgement.verdict, max(units(judgement))) == (HOLDS, 1.0)

    def test_for_less_than_four_claim_seconds_units_are_stretched(self):
        """So that the sleeps of the largest unit last for four real seconds."""
        judgement = judged(self.takes(predicted(1), 1, beside=0.2), unit=1.0)
        assert units(judgement)[:2] == [1.0, 4.0]

    @pytest.mark.parametrize(("beside", "larger"), [(0.2, [2.133333333, 10.666666665]), (0.4, [2.666666667, 13.333333333])])
    def test_units_are_as_a_report_has_them(self, beside, larger):
        """So that a report is judged again as it was. The largest unit for 0.3 s is 13.333333333."""
        judgement = judged(self.takes(predicted(0.3), 0.375, beside=beside), unit=0.04)
        assert (judgement.verdict, units(judgement)) == (REFUTED, [0.04, 0.24, *larger])
        assert units(judgement) == [round(unit, DIGITS) for unit in units(judgement)]

    def test_a_run_that_never_asked_for_seconds_is_broken(self):
        judgement = judged(lambda unit: a_run(unit, measured=[measured(predicted(2), 2.0)], scales=False))
        assert (judgement.verdict, judgement.reason, len(judgement.outcomes)) == (BROKEN, NO_SECONDS, 1)


class TestTheEnd:
    """Why there is no further run."""

    def test_a_run_that_would_take_longer_than_what_is_left_is_not_made(self):
        judgement = judged(sleeps(1, beside=1.5), budget=9.5)
        assert judgement.verdict is INCONCLUSIVE
        assert judgement.reason == (
            "no certain verdict after 2 runs in 3.03 s: one that could tell would take 7.62 s, and 6.47 s are left"
        )

    def test_after_so_many_runs_it_says_what_else_may_be_why(self):
        made = count()

        def run(unit):
            return a_run(unit, measured=[measured(predicted(0.1), 0.1 * unit + 3 * (next(made) % 3), wait_bound=9.0)])

        judgement = judged(run, budget=1e6)
        assert (judgement.verdict, len(judgement.outcomes)) == (INCONCLUSIVE, 16)
        assert "they differ by more than the sentence allows" in judgement.reason
        assert "the test keeps something from one run to the next" in judgement.reason

    def test_it_ends_within_the_budget(self):
        trial = sequence(Given(UNIT, budget=BUDGET))
        judgement = send_all(trial, lambda unit: a_run(unit, measured=[measured(predicted(10), 10 * unit, wait_bound=9.0)]))
        assert sum(outcome.took for outcome in judgement.outcomes) <= BUDGET


def test_what_could_not_tell_is_run_again_a_few_times():
    judgement = judged(lambda unit: a_run(unit, INCONCLUSIVE, took=0.1, reason="others left 0.5 CPUs"))
    assert (judgement.verdict, len(judgement.outcomes)) == (INCONCLUSIVE, 4)
    assert judgement.reason == "no certain verdict after 4 runs in 400 ms: others left 0.5 CPUs"


def test_tries_that_could_not_tell_do_not_outweigh_one_that_could():
    judgement = judged(lambda unit: a_run(unit, REFUTED if unit <= 0.01 else INCONCLUSIVE, took=unit))
    assert judgement.verdict is INCONCLUSIVE
    assert (judgement.deciding.verdict, judgement.deciding.run.unit) == (REFUTED, UNIT)


def test_a_run_without_an_assertion_is_broken_where_they_are_counted():
    def run(unit):
        return a_run(unit, took=0.02, scales=False, assertions=0)

    assert (judged(run).verdict, judged(run).reason) == (BROKEN, NO_ASSERTION)
    assert judged(run, asserts_are_counted=False).verdict is HOLDS


def test_the_trial_can_be_driven_by_hand():
    trial = sequence(Given(UNIT))
    assert next(trial) == UNIT
    assert trial.send(a_run(UNIT, took=10 * UNIT)) >= 5 * UNIT


@pytest.mark.parametrize(
    ("pressure", "verdict", "runs"),
    [(0.0, [BROKEN], 1), (1.0, [BROKEN], 5), (1.0, [BROKEN, HOLDS], 3), (1.0, [BROKEN, BROKEN, BROKEN, HOLDS], 5)],
    ids=["quiet", "busy", "busy at first", "busy for longer"],
)
def test_what_was_not_ready_in_time_may_be_at_a_larger_unit(pressure, verdict, runs):
    judgement = judged(sleeps(2, in_turn(*verdict), pressure=pressure))
    assert (judgement.verdict, len(judgement.outcomes)) == (verdict[-1], runs)
    assert all(b >= 5 * a for a, b in pairwise(units(judgement)))


@pytest.mark.parametrize(("budget", "runs"), [(0.55, 1), (0.65, 2)])
def test_a_broken_run_is_made_again_only_if_five_times_its_length_is_left(budget, runs):
    judgement = judged(lambda unit: a_run(unit, BROKEN, took=0.1, pressure=1.0), budget=budget)
    assert (judgement.verdict, len(judgement.outcomes)) == (BROKEN, runs)


def test_a_broken_run_that_asked_for_no_seconds_is_not_made_again():
    assert len(units(judged(lambda unit: a_run(unit, BROKEN, scales=False, took=0.02, pressure=1.0)))) == 1


def test_an_experiment_that_works_where_a_claim_second_is_longer_is_not_broken():
    first = in_turn(REFUTED, HOLDS)
    judgement = judged(sleeps(3, lambda unit: BROKEN if unit < UNIT else first(unit), pressure=1.0))
    broken = [outcome.run.unit / UNIT for outcome in judgement.outcomes if outcome.verdict is BROKEN]
    assert broken == pytest.approx([1 / 25, 1 / 5, 1 / 25])
    assert judgement.verdict is INCONCLUSIVE
    assert ": the experiment works where a claim second is longer, but not here: " in judgement.reason


def test_what_hung_is_not_tried_again():
    assert len(judged(lambda unit: a_run(unit, BROKEN, took=30, pressure=0.1)).outcomes) == 1


def test_a_run_that_the_runner_timed_out_is_not_made_again_without_a_limit():
    broken = {"took": 0.02, "reason": "it hung", "pressure": 1.0}
    once_more = judged(lambda unit: a_run(unit, BROKEN, **broken))
    assert len(units(once_more)) > 1
    assert len(units(judged(lambda unit: a_run(unit, BROKEN, certain=True, **broken)))) == 1
