"""A claim explained: the sentence, the verdict, why, what is true instead, both programs side by side, and pictures."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from pytest_claims.model.claim import Claim
from pytest_claims.model.wording import where
from pytest_claims.render.charts.as_text import durations, notes, timeline
from pytest_claims.report.evidence import claimed, figure, word_of
from pytest_claims.report.merged import Cell, Merged, MergedClaim, Place, Sources
from pytest_claims.report.row import under
from pytest_claims.report.sources import helpers_of, source_of


def listing(claims: Sequence[Claim], width: int) -> Iterator[str]:
    """All claims: id and sentence, and where it is known to be false."""
    for claim in sorted(claims, key=lambda claim: claim.id):
        yield claim.id
        yield from _indented(claim.says, width)
        if repr(claim.refuted_where) != "nowhere":
            yield from _indented(f"Refuted {where(repr(claim.refuted_where))}.", width)


def sentence(claim: Claim | MergedClaim, width: int) -> Iterator[str]:
    """The claim's id, source and sentence."""
    yield f"{claim.id} ({claim.source})"
    yield from _indented(f"\N{LEFT DOUBLE QUOTATION MARK}{claim.says}\N{RIGHT DOUBLE QUOTATION MARK}", width)


def explanation(claim: Claim, entry: dict[str, Any], truth: Claim | None, width: int) -> Iterator[str]:
    """One claim, with its `entry` in the report of a run made just now, and the claim that corrects it."""
    yield from sentence(claim, width)
    yield from _titled("Here", [_case(case) for case in entry["cases"]], width)
    yield from _titled("Why", [entry["why"]], width)
    yield from _correction(repr(claim.refuted_where), f"{truth.says} ({truth.id})" if truth else None, width)
    yield ""
    yield from programs(sources(claim), width)
    evidence: list[dict[str, Any]] = [case["evidence"] for case in entry["cases"] if case["evidence"]["program"]]
    yield from _pictures(evidence[0] if evidence else {}, "")


def reported(claim: MergedClaim, merged: Merged, width: int) -> Iterator[str]:
    """One claim, as reports have it: with its verdict in each environment, and since when it is so."""
    yield from sentence(claim, width)
    said = [_cell(place, methods, cell) for place in claim.cells for methods, cell in claim.grouped(place)]
    yield from _titled("According to the reports", said, width)
    yield from _titled("Since", [f"{history.where}: {history.sentence}" for history in claim.histories], width)
    yield from _titled("Why", [claim.why], width)
    truth = merged.by_id.get(claim.truth or "")
    yield from _correction(claim.refuted_where, f"{truth.says} ({truth.id})" if truth else claim.truth, width)
    if claim.sources:
        yield ""
        yield from programs(claim.sources, width)
    for exhibit in claim.exhibits[:1]:
        under = f" under {exhibit.under}" if exhibit.under else ""
        yield from _pictures(exhibit.evidence, f" ({exhibit.place.label}{under})")


def sources(claim: Claim) -> Sources:
    """The texts of the claim's programs, read from where they were imported."""
    both = [program for program in (claim.program, claim.contrast) if program is not None]
    contrast = source_of(claim.contrast) if claim.contrast is not None else None
    return Sources(source_of(claim.program), contrast, tuple(helpers_of(both)))


def programs(texts: Sources, width: int) -> Iterator[str]:
    """Program and contrast side by side where there is room, and below them what they use."""
    titled = [["Program", "", *texts.program.splitlines()]]
    if texts.contrast is not None:
        titled.append(["Contrast", "", *texts.contrast.splitlines()])
    yield from _side_by_side(titled, width)
    for helper in texts.helpers:
        yield ""
        yield from helper.splitlines()


def _case(case: dict[str, Any]) -> str:
    which = under(case["start_method"], case.get("parameters"))
    evidence = case["evidence"]
    measured = (figure(evidence["program"]), claimed(evidence["program"]), figure(evidence["contrast"]))
    said = _said(word_of(case), measured, case["contrast"])
    said += f". {case['reason']}" if case["reason"] and case["verdict"] != "refuted" else ""
    return f"{which}: {said}" if which else said


def _cell(place: Place, methods: Sequence[str], cell: Cell) -> str:
    under = f" under {', '.join(methods)}" if methods else ""
    verdict = cell.word
    if cell.conflict:
        verdict = f"runs disagree ({', '.join(f'{count} {said}' for said, count in cell.runs)})"
    return f"{place.label}{under}: {_said(verdict, (cell.figure, cell.claimed, cell.against), cell.contrast)}"


def _said(verdict: str, figures: tuple[str, str, str], contrast: str | None) -> str:
    """A verdict, with what was measured, what was claimed and what was measured of the contrast, where there are figures."""
    measured, wanted, against = figures
    said = verdict
    if measured and not measured.startswith("?"):
        said += f"; measured {measured}" + (f", claimed {wanted} s" if wanted else "")
    if contrast:
        said += f"; the contrast is {contrast}" + (f" ({against})" if against else "")
    return said


def _titled(title: str, texts: Iterable[str], width: int) -> Iterator[str]:
    """The texts that are not empty, under a title; nothing where all are."""
    lines = [line for text in texts for line in _indented(text, width)]
    if lines:
        yield from ["", title, *lines]


def _correction(refuted_where: str, truth: str | None, width: int) -> Iterator[str]:
    if refuted_where and refuted_where != "nowhere":
        yield from ["", f"Refuted {where(refuted_where)}"]
        if truth is not None:
            yield from _indented(f"What is true instead: {truth}", width)


def _pictures(evidence: Mapping[str, Any], where: str) -> Iterator[str]:
    for title, lines in {"When each ran": timeline(evidence), "Claim seconds": durations(evidence)}.items():
        if lines:
            yield from ["", f"{title}{where}", "", *lines]
    for title, text in notes(evidence).items():
        yield from ["", f"{title}{where}", "", *(f"  {line}" for line in text.splitlines())]


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


def _indented(text: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(" ".join(text.split()), width, initial_indent="  ", subsequent_indent="  ")
