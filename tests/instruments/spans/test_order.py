"""Assertions on what ran beside what, on made-up spans."""

from contextlib import suppress

import pytest

from pytest_claims import (
    Broken,
    ClaimError,
    Span,
    Timeline,
    assert_at_least,
    assert_at_most,
    assert_before,
    assert_order,
    assert_overlap,
    assert_serial,
)
from pytest_claims.instruments.seconds.run import Run, running
from pytest_claims.instruments.spans.order import most_at_once


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
        ([(0, 2), (0, 0), (1, 1), (1, 1), (2, 2)], 1),
        ([(0, 2), (1, 3), (1, 1), (1.5, 1.5), (2, 2)], 2),
        ([(1, 1), (1, 1)], 0),
    ],
)
def test_how_many_spans_ran_at_once(times, most):
    assert most_at_once(spans(*times)) == most
    assert most_at_once(spans(*reversed(times))) == most


def test_at_least_so_many_ran_at_once(timeline):
    assert_at_least(2, timeline((0, 2), (1, 3)))
    assert_at_least(3, timeline((0, 9), (1, 9), (2, 9), (2, 2)))


@pytest.mark.parametrize("marks", [[], [(0.5, 0.5), (9, 9)]])
def test_fewer_ran_at_once(timeline, marks):
    with pytest.raises(AssertionError) as failed:
        assert_at_least(3, timeline((0, 9), (1, 2), (3, 4), *marks))
    assert str(failed.value) == "at most 2 of 3 spans ran at once; predicted at least 3."


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


def test_one_span_is_in_no_row(timeline):
    with pytest.raises(Broken, match=r"^assert_serial: only one span was recorded; nothing ran before or after it$"):
        assert_serial(timeline((0, 1)))


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
        (
            ("a", "d"),
            "started in the order a; predicted a, d. Nothing was recorded under 'd', but under 'a', 'b', 'c'.",
        ),
        (("a", "b", "a"), "started in the order a, b; predicted a, b, a."),
    ],
)
def test_spans_that_started_in_another_order(timeline, labels, message):
    with pytest.raises(AssertionError) as failed:
        assert_order(timeline((0, 1), (1, 2), (3, 4)), *labels)
    assert str(failed.value) == message


def test_what_is_named_twice_in_an_order_may_be_missing_once(timeline):
    with pytest.raises(AssertionError, match=r"^started in the order b, c; predicted c, b\.$"):
        assert_order(timeline((0, 1), (1, 1), (3, 4)), "c", "b")


@pytest.fixture
def labelled(monkeypatch):
    """Makes a timeline that has recorded spans of the given labels and times."""

    def made_up(*spans):
        with Timeline() as recorder:
            monkeypatch.setattr(recorder, "_read", lambda now: [Span(label, "a lane", *time) for label, *time in spans])
        return recorder

    return made_up


def test_marks_and_spans_have_one_order(labelled):
    assert_order(labelled(("asked", 0, 5), ("ran", 2, 2), ("returned", 6, 6), ("ran", 7, 7)), "asked", "ran", "returned", "ran")


def test_what_ended_before_the_other_began(labelled):
    assert_before(labelled(("a", 0, 1), ("b", 2, 3)), "a", "b")
    assert_before(labelled(("a", 0, 1), ("b", 1, 3)), "a", "b")
    assert_before(labelled(("a", 1, 1), ("b", 1, 1)), "a", "b")
    assert_before(labelled(("a", 0, 1), ("a", 0, 3), ("b", 3, 9), ("b", 4, 5), ("c", 0, 9)), "a", "b")


@pytest.mark.parametrize(
    "recorded",
    [
        [("a", 0, 3.25), ("b", 2, 9)],
        [("a", 0, 1), ("a", 0, 3.25), ("b", 2, 3), ("b", 9, 10)],
        [("b", 2, 2), ("a", 3.25, 3.25)],
        [("a", 0, 3.25), ("b", 2, 2)],
    ],
)
def test_what_had_not_ended_when_the_other_began(labelled, recorded):
    with pytest.raises(AssertionError) as failed:
        assert_before(labelled(*recorded), "a", "b")
    assert str(failed.value) == "'a' ended 1.2 real seconds after 'b' began; predicted that 'a' ends before 'b' begins."


@pytest.mark.parametrize(("first", "then"), [("a", "missing"), ("missing", "a")])
def test_what_never_ran_was_not_before_anything(labelled, first, then):
    with pytest.raises(AssertionError) as failed:
        assert_before(labelled(("a", 0, 1), ("missed", 2, 3)), first, then)
    assert str(failed.value) == (
        f"predicted that {first!r} ends before {then!r} begins. "
        "Nothing was recorded under 'missing', but under 'a', 'missed'. Nearest: 'missed'."
    )


NAMED = [(assert_order, "assert_order"), (assert_before, "assert_before")]


@pytest.mark.parametrize(("check", "name"), NAMED)
def test_where_nothing_has_any_of_the_labels_they_are_wrong(labelled, check, name):
    many = labelled(*((f"step {number}", number, number) for number in range(10)))
    with pytest.raises(ClaimError) as refused:
        check(many, "ask", "step 99")
    known = ", ".join(f"'step {number}'" for number in range(8))
    assert str(refused.value) == (
        f"{name}: nothing was recorded under 'ask' or 'step 99', but under {known} …. Nearest: 'step 9'."
    )


COUNTING = [
    (assert_overlap, "assert_overlap(timeline)"),
    (assert_serial, "assert_serial(timeline)"),
    (lambda timeline: assert_at_least(3, timeline), "assert_at_least(3, timeline)"),
    (lambda timeline: assert_at_most(3, timeline), "assert_at_most(3, timeline)"),
]
ORDERING = [
    (lambda timeline: assert_order(timeline, "a", "b"), "assert_order(timeline, 'first', 'second')"),
    (lambda timeline: assert_before(timeline, "a", "b"), "assert_before(timeline, 'first', 'second')"),
]
ASSERTIONS = [check for check, _ in COUNTING + ORDERING]


@pytest.mark.parametrize("check", [check for check, _ in COUNTING])
def test_marks_alone_run_neither_at_once_nor_one_after_another(timeline, check):
    with running(Run(0.01)) as run, pytest.raises(Broken) as broken:
        check(timeline((0, 0), (1, 1)))
    assert str(broken.value) == "no span was recorded, only marks: nothing ran at once, or one after another"
    assert run.assertions == 1


@pytest.mark.parametrize(("check", "call"), COUNTING + ORDERING)
@pytest.mark.parametrize(
    "given", [[1], None, "a", 2, (Span("a", "a lane", 0, 1),) * 99, Timeline], ids=lambda given: repr(given)[:9]
)
def test_what_is_no_timeline_is_refused(check, call, given):
    with running(Run(0.01)) as run, pytest.raises(ClaimError) as refused:
        check(given)
    name = call.partition("(")[0]
    message = str(refused.value)
    assert message.startswith(
        f"{name} takes a Timeline, not {str(given)[:3]}" if given != "a" else f"{name} takes a Timeline, not 'a'"
    )
    assert message.endswith(f": write {call}, with what was recorded in a block `with Timeline() as timeline:`.")
    assert len(message) < 500
    assert run.assertions == 0


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
        (lambda timeline: assert_at_least(1, timeline), "assert_at_least(n=1): write a whole number, 2 or more."),
        (lambda timeline: assert_at_least(2.0, timeline), "assert_at_least(n=2.0): write a whole number, 2 or more."),
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
        (lambda timeline: assert_before(timeline, "a", 1), "assert_before: a label is a text, not 1."),
        (
            lambda timeline: assert_before(timeline, "a", "a"),
            "assert_before: 'a' cannot end before it begins; name two labels.",
        ),
    ],
)
def test_what_proves_nothing_is_refused(timeline, check, message):
    with pytest.raises(ClaimError) as refused:
        check(timeline((0, 2), (1, 3)))
    assert str(refused.value) == message


@pytest.mark.parametrize("check", [assert_at_most, assert_at_least])
def test_the_number_and_the_timeline_the_wrong_way_round_are_refused(timeline, check):
    with pytest.raises(ClaimError) as refused:
        check(timeline((0, 1)), 3)
    assert str(refused.value) == f"{check.__name__} takes the number first: write {check.__name__}(3, timeline)."


THINGS = '''
"""Somebody's code under test."""
from concurrent.futures import ThreadPoolExecutor
from threading import Event


def waits_for_its_tasks(timeline):
    with ThreadPoolExecutor(1) as executor:
        executor.submit(timeline.mark, "ran")
    timeline.mark("returned")


def does_not_wait(timeline):
    go, executor = Event(), ThreadPoolExecutor(1)
    executor.submit(lambda: (go.wait(60), timeline.mark("ran")))
    executor.shutdown(wait=False)
    timeline.mark("returned")
    go.set()
    executor.shutdown()
'''
CLAIMS = """
import things
from pytest_claims import Timeline, assert_before, assert_order, claim


@claim("pool.waits", says="Leaving the with block waits for the tasks.", source="a report",
       program=things.waits_for_its_tasks, contrast=things.does_not_wait)
def test_waits(program):
    with Timeline() as timeline:
        program(timeline)
    assert_before(timeline, "ran", "returned")


@claim("pool.wrong", says="shutdown without wait waits for the tasks.", source="a report",
       program=things.does_not_wait, contrast=things.waits_for_its_tasks)
def test_wrong(program):
    with Timeline() as timeline:
        program(timeline)
    assert_order(timeline, "ran", "returned")
"""


@pytest.mark.slow
def test_claims_on_marks_are_judged(pytester):
    pytester.makepyfile(things=THINGS, test_claims=CLAIMS)
    result = pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["claim pool.wrong: refuted here, expected holds.", "*started in the order returned, ran;*"])
    result.stdout.re_match_lines([r".*\|.*\*returned", r".*\|.*(ran|returned)\*? *\|$"])
