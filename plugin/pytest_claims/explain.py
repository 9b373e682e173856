"""A claim explained: the sentence, the verdict here, why, what is true instead, and both programs side by side."""

import inspect
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from pytest_claims.messages import claimed, figure, word
from pytest_claims.record import Claim, Program

#: A column of source is not made narrower than this; where two do not fit, they stand one below the other.
NARROWEST = 36


def listing(claims: Sequence[Claim], width: int) -> Iterator[str]:
    """All claims: id and sentence, and where it is known to be false."""
    for claim in sorted(claims, key=lambda claim: claim.id):
        yield claim.id
        yield from _indented(claim.says, width)
        if repr(claim.refuted_where) != "nowhere":
            yield from _indented(f"Refuted {_where(repr(claim.refuted_where))}.", width)


def explanation(claim: Claim, entry: dict[str, Any], truth: Claim | None, width: int) -> Iterator[str]:
    """One claim, with its `entry` in the report of a run made just now, and the claim that corrects it."""
    yield f"{claim.id} ({claim.source})"
    yield from _indented(f"\N{LEFT DOUBLE QUOTATION MARK}{claim.says}\N{RIGHT DOUBLE QUOTATION MARK}", width)
    yield ""
    yield "Here"
    for case in entry["cases"]:
        yield from _indented(_case(case), width)
    if entry["why"]:
        yield ""
        yield "Why"
        yield from _indented(entry["why"], width)
    if repr(claim.refuted_where) != "nowhere":
        yield ""
        yield f"Refuted {_where(repr(claim.refuted_where))}"
        if truth is not None:
            yield from _indented(f"What is true instead: {truth.says} ({truth.id})", width)
    yield ""
    yield from _programs(claim, width)


def _case(case: dict[str, Any]) -> str:
    under = f"{case['start_method']}: " if case["start_method"] else ""
    said = word(case["verdict"], case["expected"])
    evidence = case["evidence"]
    measured, wanted = figure(evidence["program"]), claimed(evidence["program"])
    if measured:
        said += f"; measured {measured}" + (f", claimed {wanted} s" if wanted else "")
    against = figure(evidence["contrast"])
    if case["contrast"]:
        said += f"; the contrast is {case['contrast']}" + (f" ({against})" if against else "")
    return f"{under}{said}" + (f". {case['reason']}" if case["reason"] and case["verdict"] != "refuted" else "")


def _programs(claim: Claim, width: int) -> Iterator[str]:
    left = _source("Program", claim.program)
    right = _source("Contrast", claim.contrast) if claim.contrast is not None else []
    column = (width - 3) // 2
    if column < NARROWEST or not right:
        yield from [*left, *([""] if right else []), *right]
        return
    for one, other in zip_longest(_fit(left, column), _fit(right, column), fillvalue=""):
        yield f"{one:<{column}} | {other}".rstrip()


def _source(title: str, program: Program) -> list[str]:
    try:
        lines = textwrap.dedent(inspect.getsource(program)).rstrip().splitlines()
    except (OSError, TypeError):
        lines = [repr(program)]
    return [title, "", *lines]


def _fit(lines: Sequence[str], column: int) -> Iterator[str]:
    """Lines broken to fit a column, what is broken off indented below."""
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 8)
        yield from textwrap.wrap(line, column, subsequent_indent=indent[: column // 2], drop_whitespace=False) or [""]


def _where(condition: str) -> str:
    return condition if condition == "everywhere" else f"where {condition}"


def _indented(text: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(" ".join(text.split()), width, initial_indent="  ", subsequent_indent="  ")
