"""Assertions on what ran beside what, and in which order. They count spans; no stopwatch is involved."""

from collections.abc import Sequence
from difflib import get_close_matches

from pytest_claims.instruments.seconds.run import count_assertion
from pytest_claims.instruments.spans.timeline import Timeline
from pytest_claims.model.errors import Broken, ClaimError, called_as
from pytest_claims.model.span import Span
from pytest_claims.model.wording import format_number, short_repr

#: Labels that a message names.
MOST_LABELS = 8


def most_at_once(spans: Sequence[Span]) -> int:
    """How many of the spans ran at the same moment, at the most. Spans that only touch did not, and marks do not run."""
    # At one instant ends sort before starts (False < True), so that spans that touch do not count as overlapping, and that a
    # mark has ended before it starts.
    edges = sorted([(span.start, True) for span in spans] + [(span.end, False) for span in spans])
    most = running = 0
    for _, starts in edges:
        running += 1 if starts else -1
        most = max(most, running)
    return most


@called_as("assert_overlap(timeline), or assert_overlap(timeline, at_least=3)")
def assert_overlap(timeline: Timeline, at_least: int = 2) -> None:
    """Assert that at some moment `at_least` spans ran at once.

    ::

        with Timeline() as timeline:
            pool.map(timeline.watch(work), tasks)
        assert_overlap(timeline, at_least=3)

    Raises:
        ClaimError: `timeline` is none, or `at_least` is no whole number, or less than 2: one span overlaps with nothing.
    """
    __tracebackhide__ = True
    _check_timeline("assert_overlap", timeline, "timeline")
    _check_number("assert_overlap", "at_least", at_least, 2)
    _assert_as_many(at_least, timeline)


@called_as("assert_at_least(3, timeline)")
def assert_at_least(n: int, timeline: Timeline) -> None:
    """Assert that at some moment `n` spans or more ran at once.

    ::

        assert_at_least(3, timeline)
        assert_at_most(3, timeline)     # a pool of 3 runs 3 tasks at once, and no more

    Raises:
        ClaimError: `timeline` is none, or `n` is no whole number, or less than 2: that one ran says nothing.
    """
    __tracebackhide__ = True
    _check_number_and_timeline("assert_at_least", n, timeline, 2)
    _assert_as_many(n, timeline)


@called_as("assert_at_most(3, timeline)")
def assert_at_most(n: int, timeline: Timeline) -> None:
    """Assert that at no moment more than `n` spans ran at once.

    ::

        with Timeline() as timeline:
            pool.map(timeline.watch(work), tasks)
        assert_at_most(3, timeline)

    Raises:
        ClaimError: `timeline` is none, or `n` is no whole number, or less than 1.
    """
    __tracebackhide__ = True
    _check_number_and_timeline("assert_at_most", n, timeline, 1)
    _assert_no_more(n, timeline)


@called_as("assert_serial(timeline)")
def assert_serial(timeline: Timeline) -> None:
    """Assert that the spans ran one after another.

    ::

        with Timeline() as timeline:
            pool.map(timeline.watch(work), tasks)
        assert_serial(timeline)

    Raises:
        Broken: only one was recorded, before and after which nothing ran.
        ClaimError: `timeline` is none.
    """
    __tracebackhide__ = True
    _check_timeline("assert_serial", timeline, "timeline")
    if _assert_no_more(1, timeline) == 1:
        raise Broken("assert_serial: only one span was recorded; nothing ran before or after it")


@called_as("assert_order(timeline, 'first', 'second')")
def assert_order(timeline: Timeline, *labels: str) -> None:
    """Assert that the spans and marks with these labels started in this order. Others may stand between them.

    A label that was recorded several times is named as often.

    ::

        with Timeline() as timeline:
            program(timeline)  # writes: with timeline.span("first"): ...
        assert_order(timeline, "first", "second")

    Raises:
        ClaimError: `timeline` is none; fewer than two labels are no order, and a label is a text; or nothing was recorded under
            any of them.
    """
    __tracebackhide__ = True
    _check_timeline("assert_order", timeline, "timeline, 'first', 'second'")
    _check_labels("assert_order", labels)
    if len(labels) < 2:
        raise ClaimError("assert_order: name at least two spans, in the order in which they start.")
    count_assertion()
    started = [span.label for span in timeline.spans if span.label in labels]
    missing = _missing("assert_order", timeline, labels)
    if started != list(labels):
        raise AssertionError(f"started in the order {', '.join(started)}; predicted {', '.join(labels)}.{missing}")


@called_as("assert_before(timeline, 'first', 'second')")
def assert_before(timeline: Timeline, first: str, then: str) -> None:
    """Assert that what has the label `first` had ended before what has the label `then` began.

    Either may be a span or a mark, and recorded several times: then the last end of one is before the first start of the other.
    ::

        assert_before(timeline, "set up", "request")

    Raises:
        AssertionError: it had not, or one of the two was not recorded.
        ClaimError: `timeline` is none, a label is no text, both are the same, or nothing was recorded under any of them.
    """
    __tracebackhide__ = True
    _check_timeline("assert_before", timeline, "timeline, 'first', 'second'")
    _check_labels("assert_before", (first, then))
    if first == then:
        raise ClaimError(f"assert_before: {first!r} cannot end before it begins; name two labels.")
    count_assertion()
    missing = _missing("assert_before", timeline, (first, then))
    predicted = f"predicted that {first!r} ends before {then!r} begins."
    if missing:
        raise AssertionError(f"{predicted}{missing}")
    late = max(span.end for span in timeline.spans if span.label == first) - min(
        span.start for span in timeline.spans if span.label == then
    )
    if late > 0:
        raise AssertionError(f"{first!r} ended {format_number(late, 2)} real seconds after {then!r} began; {predicted}")


def _assert_as_many(n: int, timeline: Timeline) -> None:
    __tracebackhide__ = True
    most, spans = _counted(timeline)
    if most < n:
        raise AssertionError(f"at most {most} of {spans} spans ran at once; predicted at least {n}.")


def _assert_no_more(n: int, timeline: Timeline) -> int:
    """The number of spans, of which no more than `n` ran at once."""
    __tracebackhide__ = True
    most, spans = _counted(timeline)
    if most > n:
        raise AssertionError(f"{most} of {spans} spans ran at once; predicted at most {n}.")
    return spans


def _counted(timeline: Timeline) -> tuple[int, int]:
    """How many spans ran at once, at the most, and how many there are."""
    count_assertion()
    spans = [span for span in timeline.spans if not span.is_mark]
    if not spans:
        raise Broken("no span was recorded, only marks: nothing ran at once, or one after another")
    return most_at_once(spans), len(spans)


def _check_timeline(name: str, timeline: object, takes: str) -> None:
    if isinstance(timeline, Timeline):
        return
    remedy = f"write {name}({takes}), with what was recorded in a block `with Timeline() as timeline:`."
    raise ClaimError(f"{name} takes a Timeline, not {short_repr(timeline)}: {remedy}")


def _check_number(name: str, argument: str, n: object, least: int) -> None:
    if type(n) is not int or n < least:
        raise ClaimError(f"{name}({argument}={n!r}): write a whole number, {least} or more.")


def _check_number_and_timeline(name: str, n: object, timeline: object, least: int) -> None:
    if isinstance(n, Timeline):
        raise ClaimError(f"{name} takes the number first: write {name}({short_repr(timeline)}, timeline).")
    _check_number(name, "n", n, least)
    _check_timeline(name, timeline, f"{n}, timeline")


def _check_labels(name: str, labels: Sequence[object]) -> None:
    for label in labels:
        if not isinstance(label, str):
            raise ClaimError(f"{name}: a label is a text, not {label!r}.")


def _missing(name: str, timeline: Timeline, labels: Sequence[str]) -> str:
    """A sentence that says which of the labels were not recorded, and which were; empty where all of them were.

    Raises:
        ClaimError: none of them was.
    """
    recorded = list(dict.fromkeys(span.label for span in timeline.spans))
    missing = [label for label in dict.fromkeys(labels) if label not in recorded]
    if not missing:
        return ""
    others = [label for label in recorded if label not in labels]
    near = [match for label in missing for match in get_close_matches(label, others, n=1)]
    known = ", ".join(map(short_repr, recorded[:MOST_LABELS])) + (" …" if len(recorded) > MOST_LABELS else "")
    said = f"Nothing was recorded under {' or '.join(map(repr, missing))}, but under {known}."
    said += f" Nearest: {', '.join(map(repr, near))}." if near else ""
    if len(missing) == len(set(labels)):
        raise ClaimError(f"{name}: {said[0].lower()}{said[1:]}")
    return f" {said}"
