"""Assertions on what ran beside what, on made-up spans."""

from contextlib import suppress

import pytest

from pytest_claims import Broken, ClaimError, Span, Timeline, assert_at_most, assert_order, assert_overlap, assert_serial
from pytest_claims.clock import Run, running
from pytest_claims.order import most_at_once


def spans(*times):
    return tuple(Span(chr(ord("a") + number), "a lane", *time) for number, time in enumerate(times))


@pytest.fixture
def timeline(monkeypatch):
    """Makes a timeline that has recorded spans of the given times, labelled a, b, c …, in the order of their starts."""

    def made_up(*times):
        with Timeline() as recorder:
            monkeypatch.setattr(recorder, "_read", lambda now: spans(*times))
        return recorder

    return made_up


@pytest.mark.parametrize(
    ("times", "most"),
    [
        ([], 0),
        ([(0, 1)], 1),
        ([(0, 1), (2, 3)], 1),
        ([(0, 1), (1, 2)], 1),
        ([(0, 1), (1, 2), (2, 3)], 1),
        ([(0, 2), (1, 3)], 2),
        ([(0, 9), (1, 2), (3, 4)], 2),
        ([(0, 9), (1, 3), (2, 4)], 3),
        ([(0, 1), (0, 1), (0, 1)], 3),
        ([(0, 2), (0, 2), (2, 4), (2, 4), (4, 5)], 2),
        ([(0, 1), (5, 9), (6, 8), (7, 7.5), (20, 30)], 3),
        ([(0, 2), (1, 1)], 1),
    ],
)
def test_how_many_spans_ran_at_once(times, most):
    assert most_at_once(spans(*times)) == most
    assert most_at_once(spans(*reversed(times))) == most


def test_spans_that_ran_at_once_overlap(timeline):
    assert_overlap(timeline((0, 2), (1, 3)))
    assert_overlap(timeline((0, 9), (1, 9), (2, 9)), at_least=3)


@pytest.mark.parametrize(
    ("times", "at_least", "message"),
    [
        ([(0, 1), (1, 2)], 2, "at most 1 of 2 spans ran at once; predicted at least 2."),
        ([(0, 1)], 2, "at most 1 of 1 spans ran at once; predicted at least 2."),
        ([(0, 9), (1, 2), (3, 4)], 3, "at most 2 of 3 spans ran at once; predicted at least 3."),
    ],
)
def test_spans_that_did_not_run_at_once_do_not_overlap(timeline, times, at_least, message):
    with pytest.raises(AssertionError) as failed:
        assert_overlap(timeline(*times), at_least=at_least)
    assert str(failed.value) == message


def test_as_many_as_allowed_may_run_at_once(timeline):
    assert_at_most(1, timeline((0, 1), (1, 2)))
    assert_at_most(2, timeline((0, 2), (1, 3), (2, 4)))
    assert_at_most(5, timeline((0, 2), (1, 3)))


def test_more_than_allowed_may_not_run_at_once(timeline):
    with pytest.raises(AssertionError) as failed:
        assert_at_most(2, timeline((0, 9), (1, 9), (2, 9), (20, 21)))
    assert str(failed.value) == "3 of 4 spans ran at once; predicted at most 2."


def test_spans_that_only_touch_are_serial(timeline):
    assert_serial(timeline((0, 1), (1, 2), (3, 4)))


def test_spans_that_ran_at_once_are_not_serial(timeline):
    with pytest.raises(AssertionError) as failed:
        assert_serial(timeline((0, 1), (0.9, 2)))
    assert str(failed.value) == "2 of 2 spans ran at once; predicted at most 1."


def test_spans_that_started_in_this_order(timeline):
    three = timeline((0, 9), (1, 2), (3, 4))
    assert_order(three, "a", "b", "c")


def test_other_spans_may_stand_between(timeline):
    assert_order(timeline((0, 1), (1, 2), (3, 4)), "a", "c")


def test_a_span_may_be_repeated_in_the_order(monkeypatch):
    with Timeline() as recorder:
        monkeypatch.setattr(recorder, "_read", lambda now: [Span(label, "", n, n + 1) for n, label in enumerate("aba")])
    assert_order(recorder, "a", "b", "a")


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (("b", "a"), "started in the order a, b; predicted b, a."),
        (("a", "d"), "started in the order a; predicted a, d."),
        (("d", "e"), "started in the order nothing; predicted d, e."),
        (("a", "b", "a"), "started in the order a, b; predicted a, b, a."),
    ],
)
def test_spans_that_started_in_another_order(timeline, labels, message):
    with pytest.raises(AssertionError) as failed:
        assert_order(timeline((0, 1), (1, 2), (3, 4)), *labels)
    assert str(failed.value) == message


ASSERTIONS = [
    assert_overlap,
    assert_serial,
    lambda timeline: assert_at_most(3, timeline),
    lambda timeline: assert_order(timeline, "a", "b"),
]


@pytest.mark.parametrize("check", ASSERTIONS)
def test_an_empty_timeline_breaks_the_claim(check):
    with Timeline() as empty:
        pass
    with pytest.raises(Broken) as broken:
        check(empty)
    assert str(broken.value) == "no span was recorded: the program did not run what it was given"


@pytest.mark.parametrize("check", ASSERTIONS)
def test_a_timeline_that_still_records_breaks_the_claim(check):
    with Timeline() as recording, pytest.raises(Broken) as broken:
        check(recording)
    assert str(broken.value) == "the timeline is still recording: look at its spans after its with block"


@pytest.mark.parametrize("check", ASSERTIONS)
@pytest.mark.parametrize("times", [[(0, 2), (1, 3)], [(0, 1), (1, 2)]])
def test_an_assertion_counts_whether_it_passes_or_fails(timeline, check, times):
    recorder = timeline(*times)
    with running(Run(0.01)) as run, suppress(AssertionError):
        check(recorder)
    assert run.assertions == 1


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (lambda timeline: assert_overlap(timeline, at_least=1), "assert_overlap(at_least=1): write a whole number, 2 or more."),
        (
            lambda timeline: assert_overlap(timeline, at_least=2.5),
            "assert_overlap(at_least=2.5): write a whole number, 2 or more.",
        ),
        (lambda timeline: assert_overlap(timeline, True), "assert_overlap(at_least=True): write a whole number, 2 or more."),
        (lambda timeline: assert_at_most(0, timeline), "assert_at_most(n=0): write a whole number, 1 or more."),
        (lambda timeline: assert_at_most("3", timeline), "assert_at_most(n='3'): write a whole number, 1 or more."),
        (lambda timeline: assert_at_most(True, timeline), "assert_at_most(n=True): write a whole number, 1 or more."),
        (assert_order, "assert_order: name at least two spans, in the order in which they start."),
        (
            lambda timeline: assert_order(timeline, "a"),
            "assert_order: name at least two spans, in the order in which they start.",
        ),
        (lambda timeline: assert_order(timeline, 1, 2), "assert_order: a label is a text, not 1."),
        (lambda timeline: assert_order(timeline, ["a", "b"]), "assert_order: a label is a text, not ['a', 'b']."),
    ],
)
def test_what_proves_nothing_is_refused(timeline, check, message):
    with pytest.raises(ClaimError) as refused:
        check(timeline((0, 2), (1, 3)))
    assert str(refused.value) == message


def test_the_number_and_the_timeline_the_wrong_way_round_are_refused(timeline):
    with pytest.raises(ClaimError, match=r"assert_at_most\(n=<.*Timeline.*>\): write a whole number, 1 or more\."):
        assert_at_most(timeline((0, 1)), 3)
