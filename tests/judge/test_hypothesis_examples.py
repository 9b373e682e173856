"""The examples of a test: those that Hypothesis makes are each judged once, under our control."""

from datetime import timedelta
from time import perf_counter

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, assume, example, find, given, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from pytest_claims.instruments.strategies import VERIFY_EXAMPLES
from pytest_claims.judge.hypothesis_examples import for_each_example, foreign_exceptions


def judged(function, fixtures=None, run=lambda body: body()):
    """The arguments of each example of `function` that is judged."""
    seen = []

    def judge(body, arguments):
        run(body)
        seen.append(arguments)

    for_each_example(function, fixtures or {}, judge)
    return seen


def test_a_plain_test_is_one_example_without_arguments():
    got = []
    assert judged(lambda program: got.append(program), {"program": "mine"}) == [""]
    assert got == ["mine"]


def test_explicit_examples_come_first_and_hypothesis_adds_a_few():
    @given(workers=st.integers(2, 50))
    @example(workers=10)
    def test(workers):
        pass

    seen = judged(test)
    assert seen[0] == "workers=10"
    assert len(seen) == 1 + VERIFY_EXAMPLES


def test_fixtures_are_passed_and_are_no_part_of_the_arguments():
    got = []

    @given(workers=st.integers(2, 5))
    @example(workers=4)
    def test(program, workers):
        got.append((program, workers))

    assert judged(test, {"program": "mine"})[0] == "workers=4"
    assert got[0] == ("mine", 4)


def test_fixtures_that_are_made_anew_between_runs_reach_the_next_run():
    got, fixtures = [], {"bag": "first"}

    @given(workers=st.just(2))
    def test(bag, workers):
        got.append((bag, workers))

    def run_twice(body):
        body()
        fixtures["bag"] = "second"
        body()

    judged(test, fixtures, run_twice)
    assert got == [("first", 2), ("second", 2)]


def test_an_example_may_take_longer_than_the_deadline_and_other_settings_stay():
    @settings(deadline=timedelta(milliseconds=1), verbosity=Verbosity.quiet, database=InMemoryExampleDatabase())
    @given(workers=st.just(2))
    def test(workers):
        ended = perf_counter() + 0.01
        while perf_counter() < ended:
            pass

    assert judged(test) == ["workers=2"]
    chosen = test._hypothesis_internal_use_settings
    assert (chosen.verbosity, chosen.deadline, chosen.database) == (Verbosity.quiet, None, None)
    # Nothing is shrunk: the judge has judged each example, and does not judge it again.
    assert chosen.phases == (Phase.explicit, Phase.generate)
    assert set(chosen.suppress_health_check) == set(HealthCheck)


def test_the_test_may_be_a_method():
    class TestOfAClass:
        @given(workers=st.just(2))
        def test(self, program, workers):
            self.got = program, workers

    of_a_class = TestOfAClass()
    assert judged(of_a_class.test, {"program": "mine"}) == ["workers=2"]
    assert of_a_class.got == ("mine", 2)


def test_a_test_that_asks_for_no_number_of_examples_gets_a_few():
    @settings(settings.get_profile("default"), print_blob=True)
    @given(workers=st.integers(0, 10**6))
    def test(workers):
        pass

    assert len(judged(test)) == VERIFY_EXAMPLES


def test_the_same_example_is_judged_once():
    @given(workers=st.integers(2, 2))
    @example(workers=2)
    @example(workers=2)
    def test(workers):
        pass

    assert judged(test) == ["workers=2"]


def test_the_program_and_the_contrast_meet_the_same_examples():
    @given(naps=st.lists(st.integers(1, 8), min_size=3, max_size=6))
    def test(program, naps):
        pass

    test = settings(derandomize=True)(test)
    assert judged(test, {"program": "one"}) == judged(test, {"program": "the other"})


def test_a_test_that_asks_for_more_examples_gets_them():
    @settings(max_examples=7)
    @given(workers=st.integers(0, 10**6))
    def test(workers):
        pass

    assert 5 <= len(judged(test)) <= 7


def test_an_example_that_is_judged_badly_is_neither_repeated_nor_shrunk():
    @given(workers=st.integers(0, 10**6))
    def test(workers):
        raise AssertionError

    def swallow(body):
        with pytest.raises(AssertionError):
            body()

    assert len(judged(test, run=swallow)) <= VERIFY_EXAMPLES


def test_assume_passes_over_an_example():
    @given(workers=st.integers(0, 9))
    @example(workers=3)
    @example(workers=4)
    def test(workers):
        assume(workers % 2 == 0)

    seen = judged(test)
    assert "workers=4" in seen
    assert all(int(arguments.removeprefix("workers=")) % 2 == 0 for arguments in seen)


def test_what_hypothesis_raises_for_itself_is_foreign():
    with pytest.raises(foreign_exceptions()):
        assume(False)
    with pytest.raises(foreign_exceptions()):
        find(st.nothing(), lambda value: True)
    assert not any(issubclass(AssertionError, foreign) for foreign in foreign_exceptions())


def test_without_hypothesis_nothing_is_foreign(monkeypatch):
    monkeypatch.delitem(__import__("sys").modules, "hypothesis")
    assert foreign_exceptions() == ()


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, pytest.fail.Exception])
def test_an_error_of_the_judge_passes_through_and_the_test_is_as_it_was(error):
    @given(workers=st.integers(2, 5))
    def test(workers):
        raise error

    inner = test.hypothesis.inner_test
    with pytest.raises(error):
        judged(test)
    assert test.hypothesis.inner_test is inner
