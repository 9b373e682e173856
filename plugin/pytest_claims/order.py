"""Assertions on what ran beside what, and in which order. They count spans; no stopwatch is involved."""

from collections.abc import Sequence

from pytest_claims.clock import reached_an_assertion
from pytest_claims.errors import ClaimError
from pytest_claims.span import Span
from pytest_claims.timeline import Timeline


def most_at_once(spans: Sequence[Span]) -> int:
    """How many of the spans ran at the same moment, at the most. Spans that only touch did not."""
    # At one instant ends sort before starts (False < True), so that spans that touch do not count as overlapping.
    edges = sorted([(span.start, True) for span in spans] + [(span.end, False) for span in spans])
    most = running = 0
    for _, starts in edges:
        running += 1 if starts else -1
        most = max(most, running)
    return most


def assert_overlap(timeline: Timeline, at_least: int = 2) -> None:
    """Assert that at some moment `at_least` spans ran at once.

    Raises:
        ClaimError: `at_least` is no whole number, or less than 2: one span overlaps with nothing.
    """
    __tracebackhide__ = True
    if type(at_least) is not int or at_least < 2:
        raise ClaimError(f"assert_overlap(at_least={at_least!r}): write a whole number, 2 or more.")
    reached_an_assertion()
    most = most_at_once(timeline.spans)
    if most < at_least:
        raise AssertionError(f"at most {most} of {len(timeline.spans)} spans ran at once; predicted at least {at_least}.")


def assert_at_most(n: int, timeline: Timeline) -> None:
    """Assert that at no moment more than `n` spans ran at once.

    Raises:
        ClaimError: `n` is no whole number, or less than 1.
    """
    __tracebackhide__ = True
    if type(n) is not int or n < 1:
        raise ClaimError(f"assert_at_most(n={n!r}): write a whole number, 1 or more.")
    reached_an_assertion()
    most = most_at_once(timeline.spans)
    if most > n:
        raise AssertionError(f"{most} of {len(timeline.spans)} spans ran at once; predicted at most {n}.")


def assert_serial(timeline: Timeline) -> None:
    """Assert that the spans ran one after another."""
    __tracebackhide__ = True
    assert_at_most(1, timeline)


def assert_order(timeline: Timeline, *labels: str) -> None:
    """Assert that the spans with these labels started in this order. Other spans may stand between them.

    Raises:
        ClaimError: fewer than two labels are no order, and a label is a text.
    """
    __tracebackhide__ = True
    for label in labels:
        if not isinstance(label, str):
            raise ClaimError(f"assert_order: a label is a text, not {label!r}.")
    if len(labels) < 2:
        raise ClaimError("assert_order: name at least two spans, in the order in which they start.")
    reached_an_assertion()
    started = [span.label for span in timeline.spans if span.label in labels]
    if started != list(labels):
        raise AssertionError(f"started in the order {', '.join(started) or 'nothing'}; predicted {', '.join(labels)}.")
