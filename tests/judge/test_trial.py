"""A trial: the program, the contrast in its place, and the verdict that follows."""

import re
from itertools import count

import pytest
from fake_machine import FakeMachine
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pytest_claims import assert_order, claim, cpus, everywhere, nowhere, require, seconds, start_method
from pytest_claims.instruments.seconds.run import count_assertion
from pytest_claims.judge.sequence import NO_ASSERTION
from pytest_claims.judge.trial import NOTHING_HOLDS, try_claim
from pytest_claims.model.claim import claim_of
from pytest_claims.model.environment import Environment
from pytest_claims.model.errors import Broken, Inconclusive
from pytest_claims.model.verdict import Verdict

LEFT = "others left 0.10 CPUs"
HERE = Environment("3.13.1", "cpython", True, "linux", 2, ("fork", "spawn"))


def three(*_):
    return 3


def four(*_):
    return 4


def crash(*_):
    raise OSError("no such thing")


def busy(*_):
    raise Inconclusive(LEFT)


def unready(*_):
    require(False, "a child did not start")


def it_is_three(program):
    count_assertion()
    assert program() == 3, "it is not three"


class Quiet(FakeMachine):
    """A machine on which nobody waits, whatever runs beside these tests; each look at its clock takes a millisecond."""

    def now(self):
        self.sleep(0.001)
        return super().now()


def tried(test=it_is_three, *, program=three, contrast=four, environment=HERE, fixtures=None, **more):
    options = {name: more.pop(name) for name in ("real_time", "translate", "machine", "renew") if name in more}
    options.setdefault("machine", Quiet())
    record = claim("unit.three", says="It is three.", source="here", program=program, contrast=contrast, **more)
    return try_claim(claim_of(record(lambda program: None)), test, {} if fixtures is None else fixtures, environment, **options)


def test_a_true_sentence_holds_and_its_contrast_is_refuted():
    case = tried()
    assert (case.verdict, case.reason) == (Verdict.HOLDS, None)
    assert (case.program.verdict, case.contrast.verdict) == (Verdict.HOLDS, Verdict.REFUTED)
    assert case.contrast.reason.startswith("it is not three")


def test_a_false_sentence_is_refuted_and_its_contrast_holds():
    case = tried(program=four, contrast=three, refuted_where=everywhere)
    assert (case.expected, case.verdict, case.contrast.verdict) == (Verdict.REFUTED, Verdict.REFUTED, Verdict.HOLDS)
    assert case.reason.startswith("it is not three")


@pytest.mark.slow
def test_a_verdict_may_be_unexpected():
    assert tried(program=four, contrast=three).verdict is Verdict.REFUTED
    assert tried(refuted_where=everywhere).verdict is Verdict.HOLDS


@pytest.mark.slow
def test_what_is_expected_depends_on_the_environment():
    where = start_method == "fork"
    assert tried(refuted_where=where, environment=HERE.under("fork")).expected is Verdict.REFUTED
    assert tried(refuted_where=where, environment=HERE.under("spawn")).expected is Verdict.HOLDS


SAME = "its contrast does not contradict the sentence"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("expected", "program", "contrast", "verdict", "reason"),
    [
        ("holds", three, four, Verdict.HOLDS, None),
        ("holds", four, four, Verdict.REFUTED, "it is not three"),
        ("holds", four, three, Verdict.REFUTED, "it is not three"),
        ("holds", four, busy, Verdict.REFUTED, "it is not three"),
        ("holds", three, three, Verdict.BROKEN, SAME),
        ("refuted", four, three, Verdict.REFUTED, "it is not three"),
        ("refuted", four, four, Verdict.BROKEN, NOTHING_HOLDS),
        ("refuted", three, four, Verdict.HOLDS, None),
        ("refuted", three, three, Verdict.HOLDS, None),
        ("refuted", four, busy, Verdict.INCONCLUSIVE, f"its contrast: {LEFT}"),
        ("refuted", four, crash, Verdict.BROKEN, "its contrast: the program raised OSError: no such thing"),
    ],
)
def test_program_and_contrast_together_make_the_verdict(expected, program, contrast, verdict, reason):
    where = everywhere if expected == "refuted" else nowhere
    case = tried(program=program, contrast=contrast, refuted_where=where)
    assert case.verdict is verdict
    said = re.sub("no certain verdict after 4 runs in .* ms: ", "", case.reason or "")
    assert said.partition("\n")[0].partition(" (test_trial")[0] == (reason or "")
    assert case.program is not None


def sometimes(often):
    """A program that returns three, but every so many times."""
    runs = count(1)
    return lambda: 4 if next(runs) % often == 0 else 3


def test_a_contrast_that_races_is_run_until_it_flips():
    case = tried(contrast=sometimes(7))
    assert case.verdict is Verdict.HOLDS
    (judged,) = case.contrast.examples
    assert len(judged.judgement.outcomes) == 7
    assert judged.reason.startswith("1 of 7 runs contradict: it is not three")


@pytest.mark.parametrize(
    ("program", "contrast", "expected", "hunted"),
    [
        (three, four, nowhere, (False, True)),
        (four, three, nowhere, (False, False)),
        (four, three, everywhere, (True, False)),
        (three, four, everywhere, (True, False)),
    ],
)
def test_a_contradiction_is_looked_for_where_one_is_expected(program, contrast, expected, hunted):
    """A false sentence need not be contradicted each time. Nobody goes on until there is a surprise."""
    case = tried(program=program, contrast=contrast, refuted_where=expected)
    assert tuple(part.examples[0].given.hunted for part in (case.program, case.contrast)) == hunted


def test_a_false_sentence_that_is_true_by_luck_now_and_then_is_refuted():
    assert tried(program=sometimes(2)).verdict is Verdict.REFUTED
    assert tried(program=sometimes(5), contrast=three, refuted_where=everywhere).verdict is Verdict.REFUTED


def test_a_claim_without_seconds_is_run_several_times():
    runs = []

    def counts(program):
        runs.append(1)
        it_is_three(program)

    tried(counts, contrast=None)
    assert len(runs) >= 2
    machine, slow = FakeMachine(), []

    def takes_a_second(program):
        machine.sleep(1)
        slow.append(1)
        it_is_three(program)

    tried(takes_a_second, contrast=None, machine=machine)
    assert len(slow) == 2


def test_a_contrast_that_crashes_breaks_the_claim():
    case = tried(contrast=crash)
    assert case.verdict is Verdict.BROKEN
    assert case.reason.startswith("its contrast: the program raised OSError: no such thing (test_trial.py, line ")


def test_a_contrast_that_cannot_be_told_leaves_the_claim_untold():
    case = tried(contrast=busy)
    assert case.verdict is Verdict.INCONCLUSIVE
    assert re.fullmatch(f"its contrast: no certain verdict after 4 runs in .* ms: {LEFT}", case.reason)


def test_a_program_that_crashes_breaks_the_claim_and_spares_the_contrast():
    case = tried(program=crash)
    assert case.verdict is Verdict.BROKEN
    assert case.reason.startswith("the program raised OSError: no such thing")
    assert case.contrast is None


def test_a_set_up_that_failed_breaks_the_claim():
    assert tried(program=unready).reason == "a child did not start"


def test_a_machine_too_busy_leaves_the_claim_untold():
    case = tried(program=busy)
    assert (case.verdict, case.contrast) == (Verdict.INCONCLUSIVE, None)
    assert re.fullmatch(f"no certain verdict after 4 runs in .* ms: {LEFT}", case.reason)


def test_a_need_that_is_not_met_stops_the_trial_before_it_begins():
    case = tried(program=crash, needs=cpus >= 3)
    assert (case.verdict, case.reason) == (Verdict.NOT_APPLICABLE, "needs cpus >= 3 (here 2)")
    assert (case.program, case.contrast) == (None, None)
    assert tried(needs=nowhere).verdict is Verdict.NOT_APPLICABLE


def test_a_test_that_reaches_no_assertion_breaks_the_claim():
    def asserts_too_late(program):
        if program() == 5:
            assert_order(None, "never")

    case = tried(asserts_too_late)
    assert (case.verdict, case.reason) == (Verdict.BROKEN, NO_ASSERTION)


def test_without_a_contrast_the_program_alone_decides():
    case = tried(contrast=None)
    assert (case.verdict, case.contrast) == (Verdict.HOLDS, None)


def test_every_example_must_hold_and_the_first_that_does_not_decides():
    seen = []

    @given(count=st.integers(5, 9))
    @example(count=1)
    @example(count=2)
    def counts(program, count):
        count_assertion()
        if program is three:
            seen.append(count)
        assert program() + (count == 1) == 3, "not three"

    case = tried(counts, contrast=four, refuted_where=everywhere)
    part = case.program
    assert (part.verdict, part.examples[part.deciding].arguments) == (Verdict.REFUTED, "count=1")
    assert len(seen) == sum(len(one.judgement.outcomes) for one in part.examples)


def test_one_refuted_example_is_enough_for_a_contrast():
    @given(count=st.integers(1, 9))
    @example(count=1)
    def counts(program, count):
        count_assertion()
        assert program() == 3, "not three"

    case = tried(counts)
    assert case.verdict is Verdict.HOLDS
    assert len(case.contrast.examples) == 1 < len(case.program.examples)


def test_assume_passes_through_and_nothing_is_flaky():
    calls = []

    @given(count=st.integers(0, 9))
    @example(count=3)
    def changes(program, count):
        assume(count % 2)
        calls.append(count)
        count_assertion()
        assert (program(), len(calls) != 2) == (3, True), "the second differs"

    case = tried(changes, machine=FakeMachine())
    assert case.program.verdict is Verdict.REFUTED
    assert all(count % 2 for count in calls)


def test_ctrl_c_passes_through():
    def interrupted(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tried(program=interrupted)


def test_fixtures_reach_the_test():
    def with_a_fixture(program, processes):
        count_assertion()
        assert program() + processes == 3

    assert tried(with_a_fixture, fixtures={"processes": 0}).verdict is Verdict.HOLDS


def test_the_runners_own_exceptions_are_translated():
    class Failed(BaseException):
        pass

    def fails(*_):
        raise Failed

    case = tried(program=fails, translate=lambda error: Broken("it hung") if isinstance(error, Failed) else None)
    assert (case.verdict, case.reason) == (Verdict.BROKEN, "it hung")


@pytest.mark.parametrize(("real_time", "took", "left"), [(False, 30, 15), (True, 3570, 30)])
def test_the_budget_of_a_trial(real_time, took, left):
    """45 s, and an hour in real time."""
    machine = FakeMachine()

    def test(program):
        machine.sleep(took)
        it_is_three(program)

    case = tried(test, contrast=None, machine=machine, real_time=real_time)
    assert case.reason == (
        f"no certain verdict after 1 run in {took} s: one that could tell would take {took} s, and {left} s are left"
    )


def test_the_first_unit_depends_on_the_start_method():
    for method, unit in ((None, 0.005), ("fork", 0.01), ("forkserver", 0.02), ("spawn", 0.04)):
        part = tried(environment=HERE.under(method)).program
        assert part.examples[0].judgement.outcomes[0].run.unit == unit


def test_the_noise_of_the_machine_is_part_of_the_case():
    assert tried().delay > 0


def test_what_one_example_has_established_the_next_ones_need_not():
    machine, units = FakeMachine(), []

    @given(number=st.just(2))
    @example(number=1)
    def test(program, number):
        units.append((number, seconds(1)))
        machine.sleep(seconds(1))
        it_is_three(program)

    part = tried(test, contrast=None, machine=machine).program
    assert part.verdict is Verdict.HOLDS
    first, second, other = units
    assert [number for number, _ in units] == [1, 1, 2]
    assert second[1] >= 5 * first[1]
    assert other[1] == first[1]


def test_a_contrast_is_believed_where_its_program_held_under_the_same_noise():
    machine = FakeMachine()
    machine.pressure = 1.0

    def test(program):
        machine.sleep(seconds(10))
        machine.waited += 0.05
        it_is_three(program)

    case = tried(test, machine=machine)
    assert case.verdict is Verdict.HOLDS
    assert case.program.outgrown == 0.005
    assert [outcome.run.unit for outcome in case.contrast.examples[0].judgement.outcomes] == pytest.approx([0.005, 0.05])


def test_fixtures_are_made_anew_between_the_runs():
    made, fixtures = [], {"bag": []}

    def renew():
        made.append(1)
        fixtures["bag"] = []

    def test(program, bag):
        bag.append(1)
        it_is_three(program)
        assert bag == [1]

    case = tried(test, fixtures=fixtures, renew=renew)
    assert case.verdict is Verdict.HOLDS
    runs = [outcome for part in (case.program, case.contrast) for one in part.examples for outcome in one.judgement.outcomes]
    assert len(made) == len(runs) - 1
