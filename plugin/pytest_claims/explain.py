"""A claim explained: the sentence, the verdict here, why, what is true instead, and both programs side by side."""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from pytest_claims.messages import claimed, figure, word
from pytest_claims.record import Claim, Program


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
    programs = [program for program in (claim.program, claim.contrast) if program is not None]
    titled = [["Program", "", *_source(claim.program)]]
    if claim.contrast is not None:
        titled.append(["Contrast", "", *_source(claim.contrast)])
    yield from _side_by_side(titled, width)
    for helper in _helpers(programs):
        yield ""
        yield from _source(helper)


def _side_by_side(titled: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Two texts in columns, their lines broken between words; one below the other where a word would have to be broken."""
    column = (width - 3) // 2
    columns = [[part for line in text for part in _broken(line, column)] for text in titled]
    if len(columns) == 1 or any(len(line) > column for text in columns for line in text):
        yield from titled[0]
        for text in titled[1:]:
            yield from ["", *text]
        return
    for left, right in zip_longest(*columns, fillvalue=""):
        yield f"{left:<{column}} | {right}".rstrip()


def _broken(line: str, column: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 8)
    return textwrap.wrap(line, column, subsequent_indent=indent, drop_whitespace=False, break_long_words=False) or [""]


def _source(program: Program) -> list[str]:
    try:
        return textwrap.dedent(inspect.getsource(program)).rstrip().splitlines()
    except (OSError, TypeError):
        return [repr(program)]


def _helpers(programs: Sequence[Program]) -> list[Program]:
    """The functions and classes that the programs use, and those use, of the module that they are in."""
    found: list[Program] = []
    waiting = list(programs)
    while waiting:
        program = inspect.unwrap(waiting.pop(0))
        known = vars(inspect.getmodule(program)) if inspect.getmodule(program) else {}
        for name in _names(program):
            helper = known.get(name)
            own = getattr(helper, "__module__", None) == program.__module__
            if own and callable(helper) and helper not in found and helper not in programs:
                found.append(helper)
                waiting.append(helper)
    return found


def _names(program: Program) -> list[str]:
    """The names in the source of a program, in their order."""
    try:
        tree = ast.parse("\n".join(_source(program)))
    except SyntaxError:
        return []
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]


def _where(condition: str) -> str:
    return condition if condition == "everywhere" else f"where {condition}"


def _indented(text: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(" ".join(text.split()), width, initial_indent="  ", subsequent_indent="  ")
